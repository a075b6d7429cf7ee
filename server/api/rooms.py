"""Rooms: create, list, show, change, cancel and end them."""

from dataclasses import replace
from functools import partial
from typing import Literal

import structlog
from aiohttp import web
from pydantic import Field, model_validator

from server.api.app_keys import LIMITER, LIVEKIT
from server.api.endpoint import endpoint
from server.api.fields import (
    Body,
    ChosenLink,
    FutureMoment,
    LinkChange,
    Mailboxes,
    Name,
    ScheduledMinutes,
    Tag,
    TimeZone,
)
from server.api.identity import require_account
from server.api.languages import check_language
from server.api.limits import Limit
from server.api.room_controls import tell_doors
from server.api.room_settings import RoomSettings, RoomSettingsChanges
from server.api.room_views import RoomForViewer, RoomLists, viewer_view
from server.api.room_views import RoomView as RoomView
from server.app_keys import CHANGE_BUS, SETTINGS, VIEWER
from server.errors import (
    Conflict,
    Forbidden,
    LiveKitUnavailable,
    RoomNotFound,
    TooMany,
    Unauthenticated,
)
from server.live_breakouts import end_breakouts, switch_breakouts
from server.live_grants import regranting
from server.meeting import rooms
from server.meeting.access import Right, room_for
from server.meeting.change_bus import ChangeEvent
from server.meeting.home import home
from server.meeting.lifecycle import end_room
from server.meeting.links import LinkTaken
from server.meeting.own_templates import TemplateNotFound, check_template, template_for

MAX_SEATS = 500
MAX_TAGS = 20
log = structlog.get_logger()


class NewRoom(Body):
    """A meeting to create."""

    name: Name
    type: Literal["instant", "scheduled"] = "instant"
    scheduled_start_time: FutureMoment | None = None
    max_participants: int = Field(default=rooms.DEFAULT_MAX_PARTICIPANTS, ge=1, le=MAX_SEATS)
    settings: RoomSettings = RoomSettings()
    members: Mailboxes = Field(default=[])
    tags: list[Tag] = Field(default=[], max_length=MAX_TAGS)
    time_zone: TimeZone | None = Field(default=None, description="IANA name. Empty: the server's zone.")
    scheduled_minutes: ScheduledMinutes = 60
    link: ChosenLink | None = None

    @model_validator(mode="after")
    def _time_and_type_agree(self) -> "NewRoom":
        if (self.type == "scheduled") != (self.scheduled_start_time is not None):
            raise ValueError(
                "Set scheduled_start_time for a scheduled meeting. Leave it out for an instant one."
            )
        return self


class RoomChanges(Body):
    """Fields to change; omitted ones keep their value."""

    name: Name | None = None
    scheduled_start_time: FutureMoment | None = None
    max_participants: int | None = Field(default=None, ge=1, le=MAX_SEATS)
    settings: RoomSettingsChanges | None = None
    tags: list[Tag] | None = Field(default=None, max_length=MAX_TAGS)
    time_zone: TimeZone | None = None
    scheduled_minutes: ScheduledMinutes | None = None
    link: LinkChange | None = None


@endpoint("List my meetings", tag="rooms", refusals=(Unauthenticated,))
async def index(request: web.Request) -> RoomLists:
    """Return the meetings that the person hosts, is invited to or attended."""
    return RoomLists.model_validate(await home(require_account(request)))


@endpoint(
    "Create a meeting",
    tag="rooms",
    status=201,
    refusals=(Unauthenticated, TooMany, TemplateNotFound, LinkTaken),
)
async def create(request: web.Request, body: NewRoom) -> RoomView:
    """Create an instant or scheduled meeting; the signed-in person is its host."""
    host = require_account(request)
    await request.app[LIMITER].hit(Limit.CREATE_ROOM, str(host.id))
    if body.link:
        await request.app[LIMITER].hit(Limit.CHOOSE_LINK, str(host.id))
    new = rooms.NewRoom(
        name=body.name,
        type=body.type,
        scheduled_start_time=body.scheduled_start_time,
        max_participants=body.max_participants,
        settings=replace(
            room_settings_of(request, body.settings),
            template=await template_for(host.id, body.settings.template),
        ),
        tags=tuple(body.tags),
        time_zone=body.time_zone or request.app[SETTINGS].time_zone,
        scheduled_minutes=body.scheduled_minutes,
        link=body.link,
    )
    room = await rooms.create_room(host, new, list(body.members))
    log.info("room_created", room_id=str(room.id))
    return RoomView.model_validate(room)


@endpoint("Show a meeting", tag="rooms", refusals=(RoomNotFound, Forbidden))
async def show(request: web.Request, slug: str) -> RoomForViewer:
    """Return the meeting and what the viewer may do there."""
    viewer = request[VIEWER]
    standing = await room_for(viewer, slug, Right.ENTER)
    room = RoomView.model_validate(standing.room)
    return RoomForViewer(**dict(room), viewer=await viewer_view(viewer, standing))


@endpoint(
    "Change a meeting", tag="rooms", refusals=(RoomNotFound, Forbidden, Conflict, TooMany, TemplateNotFound)
)
async def change(request: web.Request, slug: str, body: RoomChanges) -> RoomView:
    """Change name, time, limits or settings, until the meeting is over."""
    room = (await room_for(request[VIEWER], slug, Right.CHANGE_ROOM)).room
    if body.link:
        await request.app[LIMITER].hit(Limit.CHOOSE_LINK, str(room.host_id))
    if body.settings and body.settings.language:
        check_language(request.app[SETTINGS], body.settings.language)
    if body.settings and body.settings.template is not None:
        await check_template(room.host_id, body.settings.template)
    settings = body.settings.model_dump(mode="json", exclude_none=True) if body.settings else None
    change = partial(
        rooms.update_room,
        room.id,
        name=body.name,
        scheduled_start_time=body.scheduled_start_time,
        max_participants=body.max_participants,
        settings=settings,
        tags=tuple(body.tags) if body.tags is not None else None,
        time_zone=body.time_zone,
        scheduled_minutes=body.scheduled_minutes,
        link=body.link,
    )
    changed = await regranting(request.app[LIVEKIT], room, change)
    await request.app[CHANGE_BUS].publish(ChangeEvent("room", room.id))
    await tell_doors(request, room, settings or {})
    await switch_breakouts(request.app[LIVEKIT], request.app[CHANGE_BUS], room, settings or {})
    return RoomView.model_validate(changed)


@endpoint("Cancel a meeting", tag="rooms", refusals=(RoomNotFound, Forbidden, Conflict))
async def cancel(request: web.Request, slug: str) -> None:
    """Cancel a meeting that has not started."""
    room = (await room_for(request[VIEWER], slug, Right.CANCEL)).room
    await rooms.cancel_room(room.id)
    await _close(request, room)


@endpoint("End a meeting", tag="rooms", refusals=(RoomNotFound, Forbidden))
async def end(request: web.Request, slug: str) -> None:
    """End the meeting for everybody; idempotent. Before it starts, only the host can cancel it."""
    standing = await room_for(request[VIEWER], slug, Right.END)
    room = standing.room
    if not standing.may(Right.CANCEL) and room.is_open and room.status != "live":
        raise Forbidden("Only the host can cancel a meeting that has not started.")
    ended = await end_room(room.id, "host")
    if ended:
        log.info("room_ended", room_id=str(room.id), cause="host")
    if ended or (
        room.is_over and room.type != "external"
    ):  # the name of an external room may be in use again
        await _close(request, room)
        await end_breakouts(request.app[LIVEKIT], request.app[CHANGE_BUS], room)


async def _close(request: web.Request, room: rooms.Room) -> None:
    """Close the room in LiveKit; if it does not answer, the reconciler closes the room later."""
    try:
        await request.app[LIVEKIT].close_room(room.livekit_name)
    except LiveKitUnavailable:
        log.warning("room_not_closed", room_id=str(room.id))
    await request.app[CHANGE_BUS].publish(ChangeEvent("room", room.id))


def room_settings_of(request: web.Request, chosen: RoomSettings) -> rooms.RoomSettings:
    """The settings as they are stored, in the server's language if none is chosen."""
    if chosen.language:
        check_language(request.app[SETTINGS], chosen.language)
    language = chosen.language or request.app[SETTINGS].language
    return rooms.RoomSettings(**{**chosen.model_dump(), "language": language})
