"""Search within one meeting, also while it is being held."""

from uuid import UUID

from aiohttp import web

from server.api.endpoint import endpoint
from server.api.fields import Body, SearchText, View
from server.api.search import RangeView
from server.app_keys import VIEWER
from server.errors import Forbidden, RoomNotFound
from server.meeting.access import Right, room_for
from server.meeting.audit import record
from server.meeting.db import transaction
from server.meeting.segment_search import MAX_FOUND, find_in_meeting


class FindQuery(Body):
    """A query: `"…"` matches a phrase, `or` either word, and `-` excludes a word."""

    q: SearchText


class FoundSegmentView(View):
    """A segment with what matches in its text of this revision."""

    segment_id: UUID
    seq: int
    start_ms: int
    revision: int
    marked: list[RangeView]


class FoundInMeeting(View):
    """Segments in the order of speech; `more`: there are others that are not listed."""

    found: list[FoundSegmentView]
    more: bool


@endpoint("Search a meeting", tag="search", refusals=(RoomNotFound, Forbidden))
async def find(request: web.Request, slug: str, query: FindQuery) -> FoundInMeeting:
    """Find all forms of words, parts of words, and parts of Chinese, Japanese and Korean sentences."""
    async with transaction():
        room = (await room_for(request[VIEWER], slug, Right.READ)).room
        found = await find_in_meeting(room.id, query.q)
        await record("room_access", "transcript.search", room.id, lasting=False)
    return FoundInMeeting(
        found=[
            FoundSegmentView(
                segment_id=each.segment_id,
                seq=each.seq,
                start_ms=each.start_ms,
                revision=each.revision,
                marked=[RangeView(start=start, end=end) for start, end in each.marked],
            )
            for each in found
        ],
        more=len(found) == MAX_FOUND,
    )
