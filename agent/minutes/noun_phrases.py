"""Whether a phrase of a meeting is a noun phrase: by how its words are used there, by endings and by lists.

Words that are verbs or adjectives in any talk are listed; of all others their use decides: after “the” it is
a noun, after “we” or before “the” a verb. Where use says nothing, endings do.
"""

import re
from collections.abc import Mapping

from agent.minutes.function_words import GENERAL
from agent.minutes.no_nouns import ALSO_NOUNS, NO_NOUN_ENDINGS, NO_NOUNS, NOUN_ENDINGS, NOUNS_THOUGH, VERBS
from agent.minutes.phrase_counts import NOUN_FIRST, Key, Phrase
from agent.minutes.spoken_language import language, spoken_tables
from agent.minutes.task_titles import BASE

NEVER = re.compile(r"(?!)")
GERUND = re.compile(r"\w{3,}(?<!th)ing$")
INFINITIVE = {
    "de": re.compile(r"\w{2,}(?:en|ern|eln)$"),
    "nl": re.compile(r"\w{2,}en$"),
}
NAMES_ITSELF = re.compile(r"^[A-Z]{2,}|[a-z][A-Z]|\w\.\w|\d")
"""An abbreviation, a product, a place in a program."""


def is_noun_phrase(phrase: Phrase, alone: Mapping[Key, Phrase], *, is_cased: bool) -> bool:
    """Whether it may name a topic; `is_cased`: with capitals. In languages without lists any may.

    `alone`: how single words are used in the meeting.
    """
    of = language.get()
    if of not in NO_NOUNS:
        return True
    said = [word.lower() for word in phrase.text.split()]
    head = said[0] if of in NOUN_FIRST else said[-1]
    if of == "de":
        return _is_german_noun(phrase, said, is_cased=is_cased)
    if _is_no_noun(head, phrase, alone.get((phrase.key[0 if of in NOUN_FIRST else -1],))):
        return False
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


def _is_no_noun(word: str, phrase: Phrase, use: Phrase | None) -> bool:
    """Whether the head of a phrase is none: a word that is also a noun, or ends as others do, by its use."""
    if word in NO_NOUNS[language.get()] or _is_superlative(word):
        return True
    is_used = use is not None and use.after_article > use.as_verb
    return not is_used and (word in ALSO_NOUNS or (_ends_as_others(word) and not _is_name(phrase)))


def _ends_as_others(word: str) -> bool:
    ends = NO_NOUN_ENDINGS.get(language.get(), NEVER).search(word)
    return bool(ends and not NOUNS_THOUGH.search(word))


def _is_superlative(word: str) -> bool:
    """“The cheapest”; “the vest” is none."""
    if language.get() != "en" or not word.endswith("est"):
        return False
    bare = word.removesuffix("est")
    return not {bare, f"{bare}e", bare[:-1], f"{bare[:-1]}y"}.isdisjoint(NO_NOUNS["en"] | ALSO_NOUNS)


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
    if phrase.verbs > phrase.nouns or (of == "en" and first.endswith("ly") and _ends_as_others(first)):
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
        is_capital = all(word[:1].isupper() for word in phrase.text.split())
        return phrase.capitals >= phrase.smalls and is_capital and said[-1] not in NO_NOUNS["de"]
    if len(said) > 1 or said[0] in NO_NOUNS["de"]:
        return False
    is_noun = phrase.as_noun > phrase.as_verb and not INFINITIVE["de"].search(said[0])
    return is_noun or bool(NOUN_ENDINGS["de"].search(said[0]))
