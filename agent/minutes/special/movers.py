"""Who moved and who seconded what was voted on, for formal minutes."""

from collections.abc import Sequence

from agent.minutes.special.english_and_korean import ENGLISH
from agent.minutes.special.found_statements import cues
from agent.minutes.transcript_lines import MeetingSpeech, TranscriptLine
from agent.minutes.vote_words import PUT
from server.meeting.minutes import Decision
from server.meeting.special_sections import Label, Statement

LINES = 8
"""After a motion, in which it is seconded."""


def movers_of(spoken: MeetingSpeech, decisions: Sequence[Decision]) -> list[Statement]:
    """Find them; a statement is grouped by the first segment its decision cites, and its text is the name."""
    found: list[Statement] = []
    for decision in decisions:
        cited = set(decision.evidence)
        put = next(
            (line for line in spoken.lines if not cited.isdisjoint(line.segments) and PUT.search(line.text)),
            None,
        )
        if put is None:
            continue
        group = str(decision.evidence[0])
        found.append(_named("mover", put, group))
        seconder = _seconder(spoken, put)
        found += [_named("seconder", seconder, group)] if seconder else []
    return found


def _seconder(spoken: MeetingSpeech, put: TranscriptLine) -> TranscriptLine | None:
    known = (cues() or ENGLISH).seconds
    for after in spoken.lines[put.number : put.number + LINES]:
        if PUT.search(after.text):
            return None
        if after.who != put.who and (known.search(after.text) or ENGLISH.seconds.search(after.text)):
            return after
    return None


def _named(label: Label, line: TranscriptLine, group: str) -> Statement:
    name = line.person.shown
    return Statement(
        name,
        line.segments,
        kind="motions",
        label=label,
        group=group,
        speaker=name,
        participant_id=line.participant_id,
    )
