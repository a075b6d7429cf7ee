"""Whether quantities, days, names, roles and causes of a statement are those that were heard."""

import re
from collections.abc import Callable, Mapping, Sequence, Set

from agent.minutes.claims.actor_words import actor_words
from agent.minutes.claims.actors import same_actors
from agent.minutes.claims.bindings import swapped
from agent.minutes.claims.change_direction import same_direction
from agent.minutes.claims.claim_lexicon import listed, raw
from agent.minutes.claims.clauses import Clause, clauses
from agent.minutes.claims.event_order import same_order
from agent.minutes.claims.exchanged_sides import exchanged
from agent.minutes.claims.figure_roles import same_changes, same_roles
from agent.minutes.claims.hearing import Hearing, heard_keys, is_by
from agent.minutes.claims.quantities import numbers_in, quantities
from agent.minutes.claims.roles import names_as_object, names_as_source, names_as_subject, order_broken
from agent.minutes.claims.same_quantities import same_quantities
from agent.minutes.claims.spoken_days import days_named, same_days
from agent.minutes.claims.statements import called
from agent.minutes.claims.terms import terms
from agent.minutes.claims.word_order import crossed, told_backwards
from agent.minutes.spoken_language import spoken_tables
from agent.minutes.text_normalization import sentences, tokens
from agent.minutes.transcript_lines import TranscriptLine, first_name

IN_PLACE_SHARE = 0.34
"""A number's sentence must have this share of the words that the sentence nearest to the statement has."""
FEW_WORDS = 1
"""A sentence of at most so many content words is about what the one before is about: “I will, today.”"""
DIRECTION = re.compile(r"\b(from|to) $")
"""Right before a number that something changes from or to."""
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
        and same_roles(text, said)
        and same_direction(text, said)
        and same_order(text, said, heard.otherwise)
        and (same_changes(text, said) or not swapped(text, texts))
        and not order_broken(text, parts)
        and not told_backwards(text, parts, heard.otherwise)
        and not crossed(text, parts, heard.otherwise)
        and not exchanged(text, (clause.text for _, clause in heard.clauses), heard.otherwise)
        and _figures_in_place(heard, parts)
        and not _replaced(heard)
        and not _from_for_to(text, said)
        and not _in_spite(heard)
        and _same_names(heard)
        and _has_cause(heard)
    )


def _figures_in_place(heard: Hearing, parts: Sequence[str]) -> bool:
    """Whether each number and day is said in a sentence about what the statement says of it."""
    spoken: dict[str, Set[str]] = {}
    before: Set[str] = frozenset()
    for part in parts:
        keys = {each.key for each in terms(part)}
        spoken[part] = before = keys | before if len(keys) <= FEW_WORDS else keys
    return all(
        _is_in_place(find, clause, heard, spoken)
        for clause in map(heard.as_heard, clauses(heard.statement.text))
        for find in (numbers_in, days_named)
    )


def _is_in_place(
    find: Callable[[str], frozenset[str]], clause: Clause, heard: Hearing, spoken: Mapping[str, Set[str]]
) -> bool:
    about = clause.keys & heard.about
    overlap = {part: len(about & keys) for part, keys in spoken.items()}
    enough = IN_PLACE_SHARE * max(overlap.values(), default=0)
    for figure in find(clause.text):
        places = [overlap[part] for part in spoken if figure in find(part)]
        if places and max(places) < enough:
            return False
    return True


def _from_for_to(claim: str, said: str) -> bool:
    """Whether a number that the claim goes up or down to is one that speech starts from, or the reverse."""
    ours, theirs = _directions(claim), _directions(said)
    return any(number in theirs and way.isdisjoint(theirs[number]) for number, way in ours.items())


def _directions(text: str) -> dict[str, frozenset[str]]:
    low = text.lower()
    found: dict[str, frozenset[str]] = {}
    for each in quantities(low):
        before = DIRECTION.search(low[: each.at])
        if before:
            found[each.key[0]] = found.get(each.key[0], frozenset()) | {before[1]}
    return found


def _in_spite(heard: Hearing) -> bool:
    """Whether the statement tells of a contrast where none was said: “despite the rain”."""
    contrast = raw(heard.known.contrast)
    told = re.search(r"\b(?:despite|in spite of)\b", heard.statement.text.lower())
    return heard.known.reads_grammar and told is not None and not contrast.search(heard.said.lower())


def _replaced(heard: Hearing) -> bool:
    """Whether the statement has a number that was said only as what no longer holds: “instead of ten”."""
    low, ours = heard.said.lower(), heard.statement.text
    if "instead" in ours or "rather" in ours or not numbers_in(ours):
        return False
    gone = {
        each.key
        for each in quantities(heard.said)
        if raw(heard.known.replaced).search(low[: each.at].rstrip())
    }
    valid = {each.key for each in quantities(heard.said)} - gone
    return any(each.key in gone and each.key not in valid for each in quantities(ours))


def _same_names(heard: Hearing) -> bool:
    """Whether each person of the statement was named, or spoke of themselves, in that role."""
    if actor_words() is not None:
        return same_actors(heard.statement.text, heard.lines, heard.spoken, heard.names)
    text, asked = heard.statement.text, heard.statement.asked
    if asked and not any(_addresses(heard, line, asked) for line in heard.lines):
        return False
    return all(_in_role(heard, name) for name in called(text, heard.names))


def _addresses(heard: Hearing, line: TranscriptLine, name: str) -> bool:
    """Whether a line addresses somebody, by name or because they answer it."""
    words = set(tokens(line.text))
    if first_name(name) in words:
        return True
    if words & {first_name(each.name) for each in heard.spoken.everybody} - {first_name(line.speaker)}:
        return False
    after, before = heard.spoken.line(line.number + 1), heard.spoken.line(line.number - 1)
    if after is not None and is_by(after, name):
        return True
    takes = after is not None and spoken_tables().assent.search(after.text) is not None
    return not takes and before is not None and is_by(before, name)


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
    given = (each.key for each in terms(text[found.end() :].split(", ")[0]))
    cause = frozenset(heard.otherwise.get(each, each) for each in given)
    spoken = heard_keys((heard.said,)) | heard.context
    if len(cause & spoken) < CAUSE_SHARE * len(cause):
        return False
    if raw(heard.known.link).search(heard.said.lower()):
        return True
    return _one_speaker(heard, heard.about - cause, cause)


def _one_speaker(heard: Hearing, effect: Set[str], cause: Set[str]) -> bool:
    """Whether who told most of the effect told most of the cause, which may then need no word for it."""
    keys = [(line.speaker, {each.key for each in terms(line.text)}) for line in heard.lines]
    told = [max(keys, key=lambda each: len(each[1] & side))[0] for side in (effect, cause)]
    return told[0] == told[1]
