"""The recording of a running meeting: whether it runs, who starts and stops it, and who is in it."""

from collections.abc import Mapping
from typing import Literal
from uuid import UUID

import structlog
from aiohttp import web
from pydantic import AwareDatetime

from server.api.app_keys import VIDEO
from server.api.endpoint import endpoint
from server.api.fields import Body, View
from server.api.room_controls import tell_transcriber
from server.app_keys import CHANGE_BUS, VIEWER
from server.errors import Conflict, Forbidden, RoomNotFound
from server.meeting.access import Right, Standing, room_for
from server.meeting.accounts import Account
from server.meeting.change_bus import ChangeEvent
from server.meeting.db import transaction
from server.meeting.recording_consents import consents_of, set_consent
from server.meeting.recording_state import (
    MeetingRecording,
    RecordingStatus,
    recording_of,
    start_recording,
    stop_recording,
)
from server.meeting.videos import SENTENCES, videos_of

VideoState = Literal["off", "none", "starting", "recording", "ended", "failed"]
VIDEO_STATES: Mapping[RecordingStatus, VideoState] = {
    "starting": "starting",
    "recording": "recording",
    "failed": "failed",
    "processing": "ended",
    "completed": "ended",
    "archiving": "ended",
    "archived": "ended",
    "deleted": "ended",
}
log = structlog.get_logger()


class RecordingView(View):
    """The meeting's recording as the viewer may know it."""

    id: UUID | None
    """None: nothing was recorded so far."""
    status: RecordingStatus | Literal["none"]
    """While the meeting runs, `processing` means that it is stopped."""
    started_by: str | None
    """A name."""
    started_at: AwareDatetime | None
    may_control: bool
    """Whether the viewer may start and stop it."""
    consent: bool | None
    """What the viewer said about being recorded; null: nothing yet."""
    agreed: list[UUID]
    """Participants who are recorded while it runs."""
    declined: list[UUID]
    """Participants who are heard, and not recorded; so is whoever has not answered."""
    video: VideoState
    """Whether there is a video too; `off`: this server makes none, `none`: not yet."""
    video_fault: str | None
    """Why there is none, as a sentence for whoever may control it."""


class RecordingChange(Body):
    """Start it, or stop it."""

    recording: bool


class ConsentChange(Body):
    """Agree to be recorded, or decline."""

    agreed: bool


@endpoint("Show the recording of a meeting", tag="recording", refusals=(RoomNotFound, Forbidden))
async def show(request: web.Request, slug: str) -> RecordingView:
    """Return whether the meeting is recorded, by whom, and who is in it."""
    async with transaction():
        standing = await room_for(request[VIEWER], slug, Right.READ)
        return await _view(request, standing)


@endpoint("Start or stop the recording", tag="recording", refusals=(RoomNotFound, Forbidden, Conflict))
async def change(request: web.Request, slug: str, body: RecordingChange) -> RecordingView:
    """Start or stop it; idempotent. Who starts it agrees to be recorded; everybody else is asked."""
    viewer = request[VIEWER]
    async with transaction():
        standing = await room_for(viewer, slug, Right.RECORD)
        _check_recordable(standing, starts=body.recording)
        if not body.recording:
            changed = await stop_recording(standing.room.id)
        elif isinstance(viewer, Account):
            await _start(standing, viewer)
            changed = True
        else:
            raise Forbidden("Only somebody with an account can start a recording.")
        answer = await _view(request, standing)
    if changed:
        log.info("recording_changed", room_id=str(standing.room.id), wanted=body.recording)
        await _publish(request, standing)
        request.app[VIDEO].follow_soon(standing.room.id)
    return answer


@endpoint("Agree to be recorded, or decline", tag="recording", refusals=(RoomNotFound, Forbidden, Conflict))
async def consent(request: web.Request, slug: str, body: ConsentChange) -> RecordingView:
    """Say for oneself; it takes effect at once, and may be changed as often as one likes."""
    async with transaction():
        standing = await room_for(request[VIEWER], slug, Right.ENTER)
        place = standing.participant
        if place is None or place.status not in ("admitted", "joined"):
            raise Forbidden("Join the meeting first.")
        if not standing.room.is_open:
            raise Conflict("The meeting is over.")
        await set_consent(place, agreed=body.agreed)
        answer = await _view(request, standing)
    await _publish(request, standing)
    return answer


async def _start(standing: Standing, viewer: Account) -> None:
    await start_recording(standing.room.id, viewer.id)
    place = standing.participant
    if place is not None and place.id not in await consents_of(standing.room.id):
        await set_consent(place, agreed=True)


def _check_recordable(standing: Standing, *, starts: bool) -> None:
    room = standing.room
    if room.type == "external":
        raise Conflict("This meeting belongs to another application, and cannot be recorded here.")
    if room.is_over or room.status == "cancelled":
        raise Conflict("The meeting is over.")
    if starts and room.status != "live":
        raise Conflict("The meeting has not started. Recording can start once somebody is in it.")
    if starts and room.settings.recording == "off":
        raise Conflict("Recording is turned off in this meeting's settings.")


async def _view(request: web.Request, standing: Standing) -> RecordingView:
    room, place = standing.room, standing.participant
    found: MeetingRecording | None = await recording_of(room.id)
    consents = await consents_of(room.id)
    moderates = standing.may(Right.RECORD)
    film = (await videos_of(room.id))[-1:] if request.app[VIDEO].is_on else []
    return RecordingView(
        id=found.id if found else None,
        status=found.status if found else "none",
        started_by=found.started_by_name if found else None,
        started_at=found.started_at if found else None,
        may_control=moderates and room.settings.recording != "off" and room.type != "external",
        consent=consents.get(place.id) if place is not None else None,
        agreed=sorted(each for each, agreed in consents.items() if agreed),
        declined=sorted(each for each, agreed in consents.items() if not agreed),
        video=VIDEO_STATES[film[0].status] if film else "none" if request.app[VIDEO].is_on else "off",
        video_fault=SENTENCES[film[0].fault] if moderates and film and film[0].fault else None,
    )


async def _publish(request: web.Request, standing: Standing) -> None:
    await request.app[CHANGE_BUS].publish(ChangeEvent("recording", standing.room.id))
    await tell_transcriber(request, standing.room)
