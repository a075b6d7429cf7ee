"""Who spoke, when, and after whom: the plots of a meeting page, each with the numbers for a table."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from server.durations import clock, to_the_second
from server.meeting.meeting_figures import MeetingFigures
from server.meeting.talk_time import TalkTime
from server.pages.transcript import Speaker, Stroke, Transcript, speaker_key

MAX_STRETCHES = 6
MINUTE_MS = 60_000
MAX_ORDERED = 20
"""Speakers in the table of who spoke after whom; in a larger meeting those with the most turns."""
LEVELS = 5
"""Shades of a cell in it; 0 is none."""


@dataclass(frozen=True, slots=True)
class Share:
    """One row of the talk-time chart."""

    name: str
    color: int
    seconds: float
    percent: float


@dataclass(frozen=True, slots=True)
class SpokenStretches:
    """How long each speaker spoke in equal stretches of the meeting."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, tuple[str, ...]], ...]
    """A name, and a length for each stretch; empty: not at all."""


@dataclass(frozen=True, slots=True)
class Cell:
    """How often one spoke after the other; `level` is its shade, 0 to LEVELS."""

    count: int
    level: int


@dataclass(frozen=True, slots=True)
class TurnOrder:
    """Who spoke after whom."""

    names: tuple[str, ...]
    turns: tuple[int, ...]
    rows: tuple[tuple[Cell, ...], ...]
    """Before whom, after whom."""
    left_out: int
    """Speakers with fewer turns than those here."""


@dataclass(frozen=True, slots=True)
class Speaking:
    """The section; what there is nothing to say of is empty or None."""

    shares: tuple[Share, ...]
    lanes: Sequence[tuple[Speaker, list[Stroke]]]
    stretches: SpokenStretches | None
    order: TurnOrder | None


def speaking(talk: Sequence[TalkTime], transcript: Transcript, figures: MeetingFigures | None) -> Speaking:
    """Lay out the section; who spoke after whom is known when the minutes are written."""
    return Speaking(
        shares=tuple(_share(each, transcript) for each in talk),
        lanes=transcript.lanes(),
        stretches=spoken_stretches(transcript),
        order=turn_order(figures, transcript) if figures else None,
    )


def _share(each: TalkTime, transcript: Transcript) -> Share:
    return Share(
        transcript.label(each.participant_id, each.name),
        transcript.color(each.participant_id, each.name),
        each.seconds,
        100 * each.share,
    )


def spoken_stretches(transcript: Transcript) -> SpokenStretches | None:
    """Sum each speaker's segments in up to MAX_STRETCHES stretches of whole minutes; None without speech."""
    if not transcript.end_ms:
        return None
    step = MINUTE_MS * -(-transcript.end_ms // (MINUTE_MS * MAX_STRETCHES))
    starts = range(0, transcript.end_ms, step)
    spoken: dict[str, list[int]] = {key: [0] * len(starts) for key in transcript.speakers}
    for segment in transcript.segments:
        row = spoken[speaker_key(segment)]
        for place in range(segment.start_ms // step, min(segment.end_ms // step, len(starts) - 1) + 1):
            from_ms = place * step
            row[place] += max(0, min(segment.end_ms, from_ms + step) - max(segment.start_ms, from_ms))
    return SpokenStretches(
        tuple(f"{clock(at)}–{clock(min(at + step, transcript.end_ms))}" for at in starts),
        tuple(
            (transcript.speakers[key].name, tuple(to_the_second(ms / 1000) if ms else "" for ms in row))
            for key, row in spoken.items()
        ),
    )


def turn_order(figures: MeetingFigures, transcript: Transcript) -> TurnOrder | None:
    """Return who spoke after whom; None for fewer than two speakers, or of words that are there no more."""
    by_segment = {
        segment.id: transcript.speakers[speaker_key(segment)].name for segment in transcript.segments
    }
    named = {
        at: by_segment[each.first] for at, each in enumerate(figures.speakers) if each.first in by_segment
    }
    ranked = sorted(named, key=lambda at: -figures.speakers[at].turns)
    chosen = sorted(at for at in ranked[:MAX_ORDERED] if figures.speakers[at].turns)
    counts = {(each.before, each.after): each.count for each in figures.following}
    if len(chosen) < 2 or not counts:
        return None
    return TurnOrder(
        tuple(named[at] for at in chosen),
        tuple(figures.speakers[at].turns for at in chosen),
        tuple(tuple(_cell(counts, before, after) for after in chosen) for before in chosen),
        len(named) - len(chosen),
    )


def _cell(counts: Mapping[tuple[int, int], int], before: int, after: int) -> Cell:
    count = counts.get((before, after), 0)
    return Cell(count, -(-LEVELS * count // max(counts.values())))
