"""The videos of a meeting, which LiveKit's Egress made."""

from uuid import UUID

from aiohttp import web

from server.api.endpoint import endpoint
from server.api.recording_audio import ALSO, FROM_THE_START, REFUSALS
from server.api.sound_files import HEADERS, mix_of, send_sound
from server.app_keys import VIEWER
from server.meeting.access import Right, room_for
from server.meeting.audit import record
from server.meeting.db import transaction
from server.meeting.playback import STATES
from server.meeting.videos import Video, videos_of
from server.recording_errors import RangeNotSatisfiable, RecordingNotFound, RecordingNotReady

MP4 = {**HEADERS, "Content-Type": "video/mp4"}


@endpoint(
    "Watch a video of the meeting",
    tag="recording",
    refusals=(*REFUSALS, RangeNotSatisfiable),
    media_type="video/mp4",
    also=ALSO,
)
async def video(request: web.Request, slug: str, video_id: UUID) -> web.StreamResponse:
    """Send one of its videos, MP4 with H.264 and AAC, or the range of bytes that is asked for."""
    found = await _watchable(request, slug, video_id)
    return await send_sound(request, await mix_of(request, found), MP4)


async def _watchable(request: web.Request, slug: str, video_id: UUID) -> Video:
    """Return what the viewer may see; raises RecordingNotFound and RecordingNotReady."""
    async with transaction():
        room = (await room_for(request[VIEWER], slug, Right.READ)).room
        found = next((each for each in await videos_of(room.id) if each.id == video_id), None)
        if found is None or STATES[found.status] in ("failed", "deleted"):
            raise RecordingNotFound
        if found.is_open or not room.is_over:
            raise RecordingNotReady
        if request.headers.get("Range", FROM_THE_START).startswith(FROM_THE_START):
            await record("room_access", "recording.watch", room.id, lasting=False)
    return found
