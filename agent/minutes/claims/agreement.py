"""Whether quantities, days, names, roles and causes of a statement are those that were heard."""

from collections.abc import Sequence

from agent.minutes.claims.bindings import swapped
from agent.minutes.claims.claim_lexicon import listed, raw
from agent.minutes.claims.clauses import clauses
from agent.minutes.claims.hearing import Hearing, is_by
from agent.minutes.claims.quantities import numbers_in
from agent.minutes.claims.roles import names_as_object, names_as_source, names_as_subject, order_broken
from agent.minutes.claims.same_quantities import same_quantities
from agent.minutes.claims.spoken_days import days_named, same_days
from agent.minutes.claims.statements import called
from agent.minutes.claims.terms import terms
from agent.minutes.text_normalization import sentences, tokens
from agent.minutes.transcript_lines import TranscriptLine, first_name

IN_PLACE_SHARE = 0.34
"""A number's sentence must have this share of the words that the sentence nearest to the statement has."""
NEAR_LINES = 2
"""Somebody who speaks at most so many lines before or after may be meant by “you”."""
CAUSE_SHARE = 0.6
"""Minimum share of the words of a cause that must have been said."""


def agrees(heard: Hearing) -> bool:
    """Whether they all agree."""
    text, said = heard.statement.text, heard.said
    texts = [each.text for each in heard.lines]
    parts = [part for each in texts for part in sentences(each)]
    return (
        same_quantities(text, said)
        and same_days(text, said, heard.day)
        and not swapped(text, texts)
        and not order_broken(text, parts)
        and _figures_in_place(heard, parts)
        and _same_names(heard)
        and _has_cause(heard)
    )


def _figures_in_place(heard: Hearing, parts: Sequence[str]) -> bool:
    """Whether each number and day is said in a sentence about what the statement says of it."""
    overlap = {part: len(heard.about & {each.key for each in terms(part)}) for part in parts}
    enough = IN_PLACE_SHARE * max(overlap.values(), default=0)
    for find in (numbers_in, days_named):
        said = {part: find(part) for part in parts}
        for figure in find(heard.statement.text):
            places = [overlap[part] for part in parts if figure in said[part]]
            if places and max(places) < enough:
                return False
    return True


def _same_names(heard: Hearing) -> bool:
    """Whether each person of the statement was named, or spoke of themselves, in that role."""
    text, asked = heard.statement.text, heard.statement.asked
    if asked and not any(_addresses(heard, line, asked) for line in heard.lines):
        return False
    return all(_in_role(heard, name) for name in called(text, heard.names))


def _addresses(heard: Hearing, line: TranscriptLine, name: str) -> bool:
    """Whether a line addresses somebody, by name or because they answer it."""
    if first_name(name) in tokens(line.text):
        return True
    after = heard.spoken.line(line.number + 1)
    return after is not None and is_by(after, name)


def _in_role(heard: Hearing, name: str) -> bool:
    gets = names_as_object(heard.statement.text, name) and not names_as_source(heard.statement.text, name)
    first = first_name(name)
    for line in heard.lines:
        words = {part for word in tokens(line.text) for part in (word, word.split("'")[0])}
        if first in words:
            is_told = any(each.reporter == first for each in clauses(line.text))
            if not gets or is_told or names_as_object(line.text, first) or "you" in words:
                return True
            if not names_as_subject(line.text, first):
                return True
        elif is_by(line, name):
            mine = listed(heard.known.me if gets else heard.known.first)
            if not heard.known.reads_grammar or words & mine or not gets:
                return True
    return _is_spoken_with(heard, name)


def _is_spoken_with(heard: Hearing, name: str) -> bool:
    """Whether somebody says “you”, or “he”, close to where the person speaks."""
    meant = listed(heard.known.he) | {"you", "your"}
    for line in heard.lines:
        around = heard.spoken.lines[max(0, line.number - 1 - NEAR_LINES) : line.number + NEAR_LINES]
        if meant & set(tokens(line.text)) and any(is_by(each, name) for each in around if each != line):
            return True
    return False


def _has_cause(heard: Hearing) -> bool:
    """Whether a cause that the statement gives was said, and said as one."""
    text = heard.statement.text.lower()
    found = raw(heard.known.cause).search(text)
    if not found:
        return True
    cause = frozenset(each.key for each in terms(text[found.end() :].split(", ")[0]))
    spoken = frozenset(each.key for each in terms(heard.said))
    return len(cause & spoken) >= CAUSE_SHARE * len(cause) and bool(
        raw(heard.known.link).search(heard.said.lower())
    )
