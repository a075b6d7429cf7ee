"""Formal decisions: what is put to the meeting and supported, resolutions, consensus, objections asked for.

The phrases (`vote_words`) are English; a vote ("+1") is one in any language.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agent.minutes.assenting import assents, objects
from agent.minutes.spoken_language import spoken_tables
from agent.minutes.text_normalization import content
from agent.minutes.transcript_lines import MeetingSpeech, TranscriptLine
from agent.minutes.vote_words import (
    AGAINST,
    ALL_ASKED,
    ASKED_CONSENSUS,
    ASKED_UNMARKED,
    FOR,
    NONE,
    POINTS_BACK,
    PUT,
    asked_objection,
    closes,
)

VOTE_LINES = 60
VOTE_WORDS = 8
"""A longer line is an opinion, not a vote."""
TALK_BEFORE, TALK_AFTER = 6, 2
"""Lines that are no votes, before the first and after the last one, after which the vote is over."""
BACKERS = 2
"""People besides the proposer who make it accepted if nobody closes the vote."""
SAME_MATTER = 0.6
STATE = re.compile(r"(?:all )?(?:be|feel|know|see|hear) (?!in\b|on\b|at\b)", re.IGNORECASE)
"""What one is or perceives is not put to a meeting."""
CHOICE = re.compile(r"\bor\b", re.IGNORECASE)
"""A yes to “shall we take the hall or the garden?” chooses neither."""


@dataclass(frozen=True, slots=True)
class Motion:
    """What was put to the meeting, by whom, and the lines that carried it."""

    what: str
    line: TranscriptLine
    carried_by: tuple[TranscriptLine, ...]


def motions_of(spoken: MeetingSpeech) -> list[Motion]:
    """All motions that were carried; of two on one matter the later one."""
    put = [(line, _put(found["what"])) for line in spoken.lines for found in [PUT.search(line.text)] if found]
    places = [line.number for line, _ in put]
    carried = [
        Motion(what, line, by)
        for at, (line, what) in enumerate(put)
        if (by := _carried(spoken, line, next(iter(places[at + 1 :]), len(spoken.lines) + 1)))
    ]
    return [
        each
        for at, each in enumerate(carried)
        if not any(_same_matter(each.what, later.what) for later in carried[at + 1 :])
    ]


def _put(what: str) -> str:
    """What is put to the meeting, without the question for objections in the same breath."""
    asked = asked_objection(what)
    return (what[: asked.start()].rstrip(" ,;") or what) if asked else what


def _same_matter(one: str, other: str) -> bool:
    about, others = set(content(one)), set(content(other))
    return len(about & others) > SAME_MATTER * max(len(about), len(others), 1)


def _carried(spoken: MeetingSpeech, line: TranscriptLine, until: int) -> tuple[TranscriptLine, ...]:
    """The lines that carry it: votes by BACKERS others, or a closing word; none after an objection."""
    backers: dict[object, TranscriptLine] = {}
    other_talk = 0
    for after in spoken.lines[line.number : min(until - 1, line.number + VOTE_LINES)]:
        if AGAINST.search(after.text):
            return ()
        if closes(after.text) and not spoken_tables().question.search(after.text):
            return (*list(backers.values())[:1], after)
        if is_vote(after):
            other_talk = 0
            backers.setdefault(after.who, after)
            continue
        other_talk += 1
        if other_talk > (TALK_AFTER if backers else TALK_BEFORE):
            break
    backers.pop(line.who, None)
    return tuple(backers.values())[:BACKERS] if len(backers) >= BACKERS else ()


def is_vote(line: TranscriptLine) -> bool:
    """Whether the line is a vote for something."""
    return bool(FOR.search(line.text)) and len(line.text.split()) <= VOTE_WORDS and not objects(line)


def _assents(line: TranscriptLine) -> bool:
    """Whether the line agrees, and says no more than that."""
    return len(line.text.split()) <= VOTE_WORDS and assents(line)


def agreed_questions(spoken: MeetingSpeech) -> Iterator[Motion]:
    """Questions for consensus or objections that nobody answered with one, and somebody with none."""
    for line in spoken.lines:
        if unmarked := ASKED_UNMARKED.search(line.text):
            yield from _agreed_unmarked(spoken, line, unmarked["what"] or unmarked["before"])
            continue
        found = asked_objection(line.text) or ASKED_CONSENSUS.search(line.text)
        if not found or PUT.search(line.text):
            continue
        rest = line.text[found.end() :]
        if found["what"] and closes(rest):
            yield Motion(found["what"], line, ())
            continue
        following = spoken.lines[line.number : line.number + 5]
        if any(PUT.search(after.text) for after in following):
            continue
        backers = 1 if ALL_ASKED.search(found[0]) else BACKERS if found.re is ASKED_CONSENSUS else 0
        if by := _unopposed(line, following, backers):
            what = found["what"] if _says_it(found["what"]) else _before(spoken, line, found)
            if what and not STATE.match(what) and not (found.re is ASKED_CONSENSUS and CHOICE.search(what)):
                yield Motion(what, line, by)


def _agreed_unmarked(spoken: MeetingSpeech, line: TranscriptLine, what: str) -> Iterator[Motion]:
    by = _unopposed(line, spoken.lines[line.number : line.number + 5], 1)
    if by and _says_it(what) and len(content(what)) > 1:
        yield Motion(what, line, by)


def _says_it(what: str | None) -> bool:
    """Whether the question says what it is about, and not only “that” or “any of those”."""
    return bool(what) and not POINTS_BACK.search(what or "")


def _before(spoken: MeetingSpeech, line: TranscriptLine, found: re.Match[str]) -> str:
    """What the question refers to, if it does not say: what its speaker said right before."""
    here = re.split(r"(?<=[.!?])\s+", line.text[: found.start()].strip())[-1]
    before = spoken.line(line.number - 1)
    above = re.split(r"(?<=[.!?])\s+", before.text)[-1] if before and before.who == line.who else ""
    said = here if len(content(here)) > 1 else above
    is_statement = len(content(said)) > 1 and not spoken_tables().question.search(said)
    return said if is_statement else ""


def _unopposed(
    line: TranscriptLine, following: Sequence[TranscriptLine], backers: int
) -> tuple[TranscriptLine, ...]:
    """The lines of assent without an objection; so many `backers` are enough where nobody closes it."""
    agreeing: list[TranscriptLine] = []
    for after in following:
        known = spoken_tables()
        if backers and AGAINST.search(after.text):
            return ()
        if NONE.search(after.text) or closes(after.text) or is_vote(after) or _assents(after):
            agreeing.append(after)
        elif AGAINST.search(after.text) or known.dissent.search(after.text):
            return ()
    closed = [each for each in agreeing if closes(each.text) or NONE.search(each.text)]
    others = {each.who for each in agreeing if each.who != line.who}
    enough = len(others) >= backers or (others and closed) if backers else bool(closed)
    return tuple(agreeing[:BACKERS]) if enough else ()
