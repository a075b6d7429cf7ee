"""The transcript as a caption track for players."""

import asyncio

from aiohttp import web

from server.api.endpoint import endpoint
from server.app_keys import VIEWER
from server.errors import Forbidden, RoomNotFound
from server.meeting.access import Right, room_for
from server.meeting.audit import record
from server.meeting.db import transaction
from server.meeting.display_names import display_names
from server.meeting.participants import participants_of
from server.meeting.subtitles import vtt_of
from server.meeting.whole_transcript import whole_transcript


@endpoint(
    "Read the transcript as captions",
    tag="minutes",
    refusals=(RoomNotFound, Forbidden),
    media_type="text/vtt",
)
async def track(request: web.Request, slug: str) -> web.StreamResponse:
    """Send WebVTT: who speaks as `<v Name>`, times on the meeting's clock, which is that of its recording."""
    async with transaction():
        room = (await room_for(request[VIEWER], slug, Right.READ)).room
        await record("room_access", "transcript.read", room.id, lasting=False)
        segments = await whole_transcript(room.id, words=True)
        names = display_names(await participants_of(room.id))
    text = await asyncio.to_thread(vtt_of, segments, names)
    return web.Response(text=text, content_type="text/vtt", headers={"Cache-Control": "private, no-cache"})
