"""Minutes of what a model has noted so far: nothing is asked of it, so they are there at once."""

from collections.abc import Sequence
from dataclasses import replace

from agent.minutes.executive_summary import grounded, with_later
from agent.minutes.model_reading import ModelReading, added, grown
from agent.minutes.provenance import coverage
from agent.minutes.special.wishes import wish_of, wished_language
from agent.minutes.summary_choice import with_summary
from agent.minutes.told_so_far import ToldSoFar
from agent.minutes.transcript_lines import MeetingSpeech
from server.meeting.minutes import Minutes
from server.meeting.summary_blocks import SummaryBlock


def minutes_so_far(
    plain: Minutes, spoken: MeetingSpeech, reading: ModelReading, told: ToldSoFar | None
) -> Minutes:
    """Return the plain minutes with the model's notes, and its summary so far or what takes its place."""
    if not reading.ledger.parts_read:
        return plain
    minutes = grown(plain, spoken, reading)
    text, ledger = "", reading.ledger
    if told is not None and has_summary(told, spoken):
        text, ledger = brought_up_to_date(told, minutes, spoken), added(ledger, told.ledger)
    ledger = replace(ledger, segments=coverage(spoken).segments)
    return with_summary(text, minutes, reading, spoken, ledger)


def has_summary(told: ToldSoFar | None, spoken: MeetingSpeech) -> bool:
    """Whether none is to be asked for: what was asked while people talked serves, unless wished otherwise."""
    is_wished = wish_of(spoken.template, is_summary=True) or wished_language(spoken)
    return told is not None and not is_wished


def brought_up_to_date(told: ToldSoFar, minutes: Minutes, spoken: MeetingSpeech) -> str:
    """What of a summary from before the end still holds, and what was settled since."""
    text, _ = grounded(told.text, minutes, spoken) if told.text else ("", 0)
    return with_later(text, minutes, frozenset(e.id for e in spoken.segments if e.seq <= told.to_seq))


def at_end(told: ToldSoFar | None, blocks: Sequence[SummaryBlock], spoken: MeetingSpeech) -> ToldSoFar | None:
    """What of a summary is told of the whole meeting; None if there is none, or its words are others."""
    return told and told.at_end(blocks, [each.seq for each in spoken.segments])
