"""All segments of a meeting of any length, without holding the event loop while they are read."""

from uuid import UUID

from server.meeting.segment_rows import Segment
from server.meeting.transcripts import segments_of

PAGE = 500
"""Rows that are turned into segments at once: some milliseconds, four times as long with their words."""


async def whole_transcript(room_id: UUID, *, words: bool) -> list[Segment]:
    """List them by `seq`, page by page; word times are two thirds of the data."""
    found: list[Segment] = []
    while page := await segments_of(room_id, found[-1].seq if found else -1, PAGE, words=words):
        found += page
        if len(page) < PAGE:
            break
    return found
