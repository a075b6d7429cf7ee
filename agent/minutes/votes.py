"""Formal decisions: what is put to the meeting and supported, resolutions, consensus, objections asked for.

The phrases (`vote_words`) are English; a vote ("+1") is one in any language.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agent.minutes.assenting import assents, objects
from agent.minutes.refusal_cues import refusal_cues
from agent.minutes.spoken_language import spoken_tables
from agent.minutes.text_normalization import content, sentences
from agent.minutes.transcript_lines import MeetingSpeech, TranscriptLine
from agent.minutes.vote_words import (
    AGAINST,
    ALL_ASKED,
    ASKED_CONSENSUS,
    ASKED_UNMARKED,
    FOR,
    LOST,
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
ASKS_FOR_VOTES = re.compile(r"[^.?!]*\?", re.IGNORECASE)
"""“Against?” asks for votes."""
VERDICT = re.compile(r"\b(?:carried|carries|passed|passes|adopted|approved|accepted)\b", re.IGNORECASE)
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
    carried = [Motion(what, line, by) for line, what in put if (by := _carried(spoken, line))]
    return [
        each
        for at, each in enumerate(carried)
        if not any(_same_matter(each.what, later.what) for later in carried[at + 1 :])
    ]


def verdicts_of(spoken: MeetingSpeech) -> set[int]:
    """The numbers of the lines that say what became of a motion."""
    told = (verdict(window_of(spoken, line)) for line in spoken.lines if PUT.search(line.text))
    return {each[1].number for each in told if each}


def window_of(spoken: MeetingSpeech, line: TranscriptLine) -> Sequence[TranscriptLine]:
    """The lines after a motion in which it is voted on: up to the next one, or to other talk."""
    window: list[TranscriptLine] = []
    other_talk, voted = 0, False
    for after in spoken.lines[line.number : line.number + VOTE_LINES]:
        if PUT.search(after.text) or other_talk > (TALK_AFTER if voted else TALK_BEFORE):
            break
        window.append(after)
        is_one = is_vote(after)
        voted |= is_one
        other_talk = 0 if is_one else other_talk + 1
    return window


def verdict(window: Sequence[TranscriptLine]) -> tuple[bool, TranscriptLine] | None:
    """The first line that says whether the motion is carried, and whether it is; None without one."""
    for after in window:
        for sentence in sentences(after.text):
            if spoken_tables().question.search(sentence):
                continue
            if LOST.search(sentence) or refusal_cues().turned_down.search(sentence):
                return False, after
            if closes(sentence):
                return True, after
    return None


def _put(what: str) -> str:
    """What is put to the meeting, without the question for objections in the same breath."""
    asked = asked_objection(what)
    return (what[: asked.start()].rstrip(" ,;") or what) if asked else what


def _same_matter(one: str, other: str) -> bool:
    about, others = set(content(one)), set(content(other))
    return len(about & others) > SAME_MATTER * max(len(about), len(others), 1)


def _carried(spoken: MeetingSpeech, line: TranscriptLine) -> tuple[TranscriptLine, ...]:
    """The lines that carry it: a closing word, or votes by BACKERS others and no objection."""
    window = window_of(spoken, line)
    told = verdict(window)
    opposed = next((each for each in window if _is_against(each)), None)
    backers: dict[object, TranscriptLine] = {}
    for after in window:
        if is_vote(after) and (told is None or after.number < told[1].number):
            backers.setdefault(after.who, after)
    if told and told[0] and (opposed is None or opposed.number > told[1].number or _counts(told[1])):
        return (*list(backers.values())[:1], told[1])
    backers.pop(line.who, None)
    is_open = told is None and opposed is None and len(backers) >= BACKERS
    return tuple(backers.values())[:BACKERS] if is_open else ()


def _is_against(line: TranscriptLine) -> bool:
    """Whether it is a vote against, and does not ask for any."""
    return bool(AGAINST.search(line.text)) and not ASKS_FOR_VOTES.match(line.text)


def _counts(line: TranscriptLine) -> bool:
    """Whether a verdict is one in so many words, which a vote against does not hinder."""
    return bool(VERDICT.search(line.text))


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
