"""Lines between the turns of a transcript that say where words are missing, and why."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from uuid import UUID

from server.durations import clock
from server.meeting.gap_sentences import gap_text
from server.meeting.gaps import Gap
from server.pages.transcript import Turn

MIN_GAP_MS = 500
"""Shorter gaps cannot hide a word."""


@dataclass(frozen=True, slots=True)
class GapLine:
    """The line of one gap."""

    start_ms: int
    time: str
    text: str


def gap_lines(gaps: Iterable[Gap], names: Mapping[UUID, str]) -> list[GapLine]:
    """Return a line for each gap that is long enough to matter."""
    return [
        _gap_line(gap, names) for gap in gaps if gap.to_ms is None or gap.to_ms - gap.from_ms >= MIN_GAP_MS
    ]


def _gap_line(gap: Gap, names: Mapping[UUID, str]) -> GapLine:
    who = names.get(gap.participant_id) if gap.participant_id else None
    until = "" if gap.to_ms is None else f"–{clock(gap.to_ms)}"
    time = clock(gap.from_ms) + ("" if until == f"–{clock(gap.from_ms)}" else until or " and after")
    if gap.cause == "off_record" and gap.participant_id:
        who = who or "somebody"
    return GapLine(gap.from_ms, time, gap_text(gap.cause, who))


def merge_gap_lines(turns: Iterable[Turn], lines: Iterable[GapLine]) -> Iterator[Turn | GapLine]:
    """Insert each line before the first turn that begins after it."""
    waiting = list(lines)
    for turn in turns:
        while waiting and waiting[0].start_ms <= turn.start_ms:
            yield waiting.pop(0)
        yield turn
    yield from waiting
