"""Whether a phrase of a meeting is a noun phrase: by how its words are used there, by endings and by lists.

Words that are verbs or adjectives in any talk are listed, others are known by their endings; of a word that
may be either its use decides: after “the” it is a noun, after “we” or before “the” a verb.
"""

import re

from agent.minutes.function_words import GENERAL
from agent.minutes.no_nouns import NO_NOUN_ENDINGS, NO_NOUNS, NOUN_ENDINGS, NOUNS_THOUGH, VERBS
from agent.minutes.phrase_counts import NOUN_FIRST, Phrase
from agent.minutes.spoken_language import language, spoken_tables
from agent.minutes.task_titles import BASE

NEVER = re.compile(r"(?!)")
GERUND = re.compile(r"\w{3,}(?<!th)ing$")
INFINITIVE = {
    "de": re.compile(r"\w{2,}(?:en|ern|eln)$"),
    "fr": re.compile(r"\w{2,}(?:er|ir|re)$"),
    "es": re.compile(r"\w{2,}[aei]r$"),
    "it": re.compile(r"\w{2,}[aei]re$"),
    "pt": re.compile(r"\w{2,}[aei]r$"),
    "nl": re.compile(r"\w{2,}en$"),
}
NAMES_ITSELF = re.compile(r"^[A-Z]{2,}|[a-z][A-Z]|\w\.\w|\d")
"""An abbreviation, a product, a place in a program."""


def is_noun_phrase(phrase: Phrase, *, is_cased: bool) -> bool:
    """Whether it may name a topic; `is_cased`: with capitals. In languages without lists any may."""
    of = language.get()
    if of not in NO_NOUNS:
        return True
    said = [word.lower() for word in phrase.text.split()]
    head = said[0] if of in NOUN_FIRST else said[-1]
    if _is_no_noun(head) or (of in NOUN_FIRST and _is_no_noun(said[-1]) and len(said) == 1):
        return False
    if of == "de":
        return _is_german_noun(phrase, said, is_cased=is_cased)
    if _is_name(phrase):
        return True
    if head in GENERAL.get(of, ()) and any(word in NO_NOUNS[of] for word in said):
        return False  # “the hardest problem”
    return _is_used_as_noun(phrase, head) and not (len(said) > 1 and _begins_with_verb(phrase, said))


def is_vague(phrase: Phrase) -> bool:
    """Whether it is a single word that is no name; German writes two nouns as one."""
    return language.get() != "de" and len(phrase.key) == 1 and not _is_name(phrase)


def _is_name(phrase: Phrase) -> bool:
    said = phrase.text.split()
    return bool(NAMES_ITSELF.search(phrase.text)) or all(word[:1].isupper() for word in said)


def _is_no_noun(word: str) -> bool:
    of = language.get()
    ends = NO_NOUN_ENDINGS.get(of, NEVER).search(word)
    return word in NO_NOUNS[of] or bool(ends and not NOUNS_THOUGH.search(word))


def _is_used_as_noun(phrase: Phrase, head: str) -> bool:
    """By what stands around it; where that says nothing, by its ending."""
    of = language.get()
    if phrase.as_verb >= max(1, phrase.as_noun):
        return False
    if phrase.as_noun or NOUN_ENDINGS[of].search(head):
        return True
    if _may_be_work(head) or GERUND.search(head):
        return False
    is_plural = of == "en" and head.endswith("s") and not head.endswith("ss")
    return phrase.heads > 0 and (is_plural or len(phrase.key) > 1)


def _begins_with_verb(phrase: Phrase, said: list[str]) -> bool:
    """Whether its first word is a verb or an adverb: “told releases”, “we repair gutters”."""
    of = language.get()
    if of in NOUN_FIRST:
        return False
    first = said[0]
    if phrase.verbs > phrase.nouns or (of == "en" and first.endswith("ly") and _is_no_noun(first)):
        return True
    if phrase.nouns:
        return False
    infinitive = INFINITIVE.get(of, NEVER).search(first)
    return bool(infinitive) or first in VERBS or _may_be_work(first) or bool(GERUND.search(first))


def _may_be_work(word: str) -> bool:
    known = spoken_tables()
    return not {word, word.removesuffix("s"), BASE.get(word, word)}.isdisjoint(known.work | known.maybe_work)


def _is_german_noun(phrase: Phrase, said: list[str], *, is_cased: bool) -> bool:
    """German writes nouns with a capital; a transcript without any goes by endings and use."""
    if is_cased and (phrase.capitals or phrase.smalls):
        return phrase.capitals >= phrase.smalls and all(word[:1].isupper() for word in phrase.text.split())
    if len(said) > 1:
        return False
    is_noun = phrase.as_noun > phrase.as_verb and not INFINITIVE["de"].search(said[0])
    return bool(NOUN_ENDINGS["de"].search(said[0])) or is_noun
