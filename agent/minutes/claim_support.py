"""Checks in code whether transcript lines support a claim; a model's own assurance is not trusted.

A claim is divided into statements, each with whom it is told of. For each the lines of that person must have
its words, and the clause nearest to it must agree in what can make a claim false though its words were said:
quantities and units, days, names and roles, negation, quantifiers, modality, tense, opposites, order, and
whether it was asserted at all, not asked, supposed, reported by somebody else or dictated to the note taker.
"""

import re
from collections.abc import Collection, Sequence

from agent.minutes.claims.bindings import swapped
from agent.minutes.claims.borne_out import bearing
from agent.minutes.claims.collective import is_voiced
from agent.minutes.claims.figure_roles import same_changes
from agent.minutes.claims.spoken_days import in_words_said
from agent.minutes.claims.statements import called, names_in, statements, without_points
from agent.minutes.claims.terms import key, terms
from agent.minutes.spoken_language import language, spoken_tables
from agent.minutes.text_normalization import content, sentences, tokens
from agent.minutes.transcript_lines import MeetingSpeech, TranscriptLine, first_name

SHARE = 0.6
"""Minimum share of a statement's content words that the cited lines must contain."""
SHARE_UNCITED = 0.85
"""The same for lines found by code instead of cited by the model."""
NEGATION_REACH = 5
"""Number of words after a negation that it may apply to."""
NEAR = 3
"""Who speaks at most so many lines before or after may be addressed or meant."""
LINES = 3
"""Maximum number of lines that code finds for a claim."""
NAME = re.compile(r"(?<![.!?:“\"] )(?<!^)\b[A-Z][\w’'-]+")
"""A capitalized word inside a sentence: a name, which must occur in the lines."""
GERMAN_NOUN = re.compile(
    r"(?:\b(?i:d(?:er|ie|as|en|em|es)|\w*eine?[rsmn]?|dies\w+|jed\w+|all\w+|zum?r?|im|am|vom|beim|ins|\d[\d.,]*|%|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|viele"
    r"|wenige?r?|mehr|keine?|[a-zäöüß]{3,}(?:e|en|er|es|em)) [A-ZÄÖÜ][\w-]+"
    r"|[A-ZÄÖÜ]\w+(?:ung|ungen|heit|keit|schaft|tion|tionen|tät|nis|ment|eur|age)e?n?s?)$"
)
"""A noun: after an article, a number or an adjective, or with an ending that names have not."""
I_FORMS = frozenset({"I", "I'm", "I'll", "I've", "I'd"})
QUOTED = re.compile(r"[“\"„«]([^”\"“»]{2,})[”\"“»]")
BEFORE_AFTER = re.compile(r"\b(?:before|after)\b", re.IGNORECASE)
FIRST_LATER = re.compile(r"\bfirst\b.*\b(?:later|then|afterwards)\b", re.IGNORECASE)


def supports(
    lines: Sequence[TranscriptLine], claim: str, spoken: MeetingSpeech, share: float = SHARE
) -> bool:
    """Whether the lines bear out each statement of the claim, its quotations and the order it tells."""
    if not lines or not tokens(claim):
        return False
    claim = without_points(claim, spoken)
    ordered = sorted(lines, key=lambda line: line.number)
    said = " ".join(line.text for line in ordered)
    who = {first_name(line.speaker) for line in ordered}
    claim = in_words_said(claim, said, spoken.day_of(ordered[0]))
    names = names_in(claim, ordered, spoken)
    heard = who | _beside(ordered, spoken) | set(map(key, who | set(tokens(said))))
    if not _quotes(claim, said) or not _names(claim, spoken) <= heard:
        return False
    if (
        not same_changes(claim, said) and swapped(claim, [line.text for line in ordered], names)
    ) or not is_voiced(claim, ordered, spoken):
        return False
    told = []
    for statement in statements(claim, names):
        line = bearing(statement, ordered, spoken, names, share)
        if line is None:
            return False
        told.append(line.number)
    return bool(told) and _in_order(claim, told)


def _beside(lines: Sequence[TranscriptLine], spoken: MeetingSpeech) -> set[str]:
    """First names of who speaks near the lines: whether they have the role that is told is another check."""
    near = (
        each for line in lines for each in spoken.lines[max(0, line.number - 1 - NEAR) : line.number + NEAR]
    )
    return {first_name(line.speaker) for line in near}


def _in_order(claim: str, told: Sequence[int]) -> bool:
    """Whether lines follow each other as the claim tells: first and later, before and after."""
    if FIRST_LATER.search(claim):
        return list(told) == sorted(told)
    if len(told) == 2 and (found := BEFORE_AFTER.search(claim)):
        leads = not claim[: found.start()].strip()
        return told[0] <= told[1] if leads == (found[0].lower() == "after") else told[0] >= told[1]
    return True


def _quotes(claim: str, said: str) -> bool:
    """Whether every quotation in the claim occurs, word for word."""
    heard = f" {' '.join(tokens(said))} "
    return all(f" {' '.join(tokens(quote))} " in heard for quote in QUOTED.findall(claim))


def _names(claim: str, spoken: MeetingSpeech) -> set[str]:
    """Names in the claim: participants' anywhere, others by their capital inside a sentence."""
    people = set(called(claim, {first_name(person.name) for person in spoken.everybody} - {""}))
    capital = {
        token
        for sentence in sentences(claim)
        for word in _capitals(sentence)
        if word not in I_FORMS
        for token in tokens(word.removesuffix("'s").removesuffix("’s"))
        if not token[0].isdigit()
    }
    surnames = {part for person in spoken.everybody for part in tokens(person.name)}
    return people | {key(name) for name in capital - spoken_tables().stopwords - surnames}


def _capitals(sentence: str) -> list[str]:
    """The capitalized words inside a sentence that may be names; in German nouns have a capital too."""
    found = NAME.findall(sentence)
    if language.get() != "de":
        return found
    return [word for word in found if not GERMAN_NOUN.search(f"{sentence.partition(word)[0]}{word}")]


def negated(text: str, about: Collection[str]) -> bool:
    """Whether a negation precedes a word of `about` by at most NEGATION_REACH words."""
    reach = 0
    for token in tokens(text):
        if token in spoken_tables().negations or token.endswith("n't"):
            reach = NEGATION_REACH + 1
        elif reach and any(stem in about for stem in content(token)):
            return True
        reach = max(0, reach - 1)
    return False


def citing(
    claim: str, cited: Sequence[TranscriptLine], window: Sequence[TranscriptLine], spoken: MeetingSpeech
) -> tuple[TranscriptLine, ...]:
    """Return the lines that support the claim: the cited ones, else the best of the window, else none."""
    known = tuple(dict.fromkeys(cited))
    if supports(known, claim, spoken):
        return tuple(line for line in known if _shares(line, claim)) or known
    about = {term.key for term in terms(claim)}
    likely = sorted(window, key=lambda line: (-len(about & _keys(line)), line.number))[:LINES]
    for count in range(1, len(likely) + 1):
        if supports(likely[:count], claim, spoken, SHARE_UNCITED):
            return tuple(sorted(likely[:count], key=lambda line: line.number))
    return ()


def _keys(line: TranscriptLine) -> set[str]:
    return {term.key for term in terms(line.text)}


def _shares(line: TranscriptLine, claim: str) -> bool:
    return not _keys(line).isdisjoint(term.key for term in terms(claim))
