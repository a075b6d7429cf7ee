"""Stretches off the record in the diagram "Who spoke when"."""

from collections.abc import Iterable
from dataclasses import dataclass

from server.meeting.gaps import Gap
from server.pages.transcript import Transcript


@dataclass(frozen=True, slots=True)
class OffRecordMark:
    """In percent of the diagram's length."""

    x: float
    width: float


def off_record_marks(gaps: Iterable[Gap], transcript: Transcript) -> dict[str, list[OffRecordMark]]:
    """Return the marks on each speaker's line, by the speaker's key: their own and everybody's."""
    whole = max(transcript.end_ms, 1)
    marks: dict[str, list[OffRecordMark]] = {}
    for gap in gaps:
        if gap.is_failure or gap.from_ms >= whole:
            continue
        end_ms = whole if gap.to_ms is None else min(gap.to_ms, whole)
        mark = OffRecordMark(100 * gap.from_ms / whole, 100 * (end_ms - gap.from_ms) / whole)
        for key in transcript.speakers:
            if gap.participant_id is None or key == str(gap.participant_id):
                marks.setdefault(key, []).append(mark)
    return marks
