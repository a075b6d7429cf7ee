"""Permanent rooms: made, shown with their past meetings, and ended for good."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

import structlog
from aiohttp import web
from pydantic import Field

from server.api.app_keys import LIMITER
from server.api.endpoint import endpoint
from server.api.fields import Body, ChosenLink, Mailboxes, Name, Tag, TimeZone, View
from server.api.identity import require_account
from server.api.limits import Limit
from server.api.room_settings import RoomSettings
from server.api.rooms import MAX_SEATS, MAX_TAGS, RoomView, room_settings_of
from server.app_keys import CHANGE_BUS, SETTINGS, VIEWER
from server.errors import Conflict, Forbidden, RoomNotFound, TooMany, Unauthenticated
from server.meeting import permanent_rooms, rooms
from server.meeting.access import Right, Viewer
from server.meeting.accounts import Account
from server.meeting.change_bus import ChangeEvent
from server.meeting.db import transaction
from server.meeting.links import LinkTaken
from server.meeting.own_templates import TemplateNotFound, template_for
from server.meeting.participants import Participant
from server.meeting.permanent_rooms import NotPermanent
from server.meeting.rooms import Room

log = structlog.get_logger()


class NewPermanentRoom(Body):
    """A permanent room to make; each of its meetings takes these over."""

    name: Name
    max_participants: int = Field(default=rooms.DEFAULT_MAX_PARTICIPANTS, ge=1, le=MAX_SEATS)
    settings: RoomSettings = RoomSettings()
    members: Mailboxes = Field(default=[])
    tags: list[Tag] = Field(default=[], max_length=MAX_TAGS)
    time_zone: TimeZone | None = Field(default=None, description="IANA name. Empty: the server's zone.")
    link: ChosenLink | None = None


class KeptOut(View):
    """Somebody who was removed; `id` is their place in `meeting`, where a host lets them in."""

    id: UUID
    name: str
    is_blocked: bool
    """Whether they are refused; otherwise they wait at the door."""


class PermanentRoomView(View):
    """A permanent room; `slug` is its lasting code, `link` the one that was chosen beside it."""

    slug: str
    link: str | None
    meeting: RoomView
    """That which the link opens now."""
    past: list[RoomView]
    """Those the viewer hosted or was in, the latest first."""
    kept_out: list[KeptOut]
    """For hosts and co-hosts; guests wait at the door while a guest is among them."""


@endpoint(
    "Make a permanent room",
    tag="permanent-rooms",
    status=201,
    refusals=(Unauthenticated, TooMany, TemplateNotFound, LinkTaken),
)
async def create(request: web.Request, body: NewPermanentRoom) -> PermanentRoomView:
    """Make a room whose link stays; each meeting in it is its own, and the next always stands ready."""
    host = require_account(request)
    await request.app[LIMITER].hit(Limit.CREATE_ROOM, str(host.id))
    if body.link:
        await request.app[LIMITER].hit(Limit.CHOOSE_LINK, str(host.id))
    made = await permanent_rooms.create_permanent_room(
        host,
        body.name,
        settings=replace(
            room_settings_of(request, body.settings),
            template=await template_for(host.id, body.settings.template),
        ),
        max_participants=body.max_participants,
        tags=tuple(body.tags),
        time_zone=body.time_zone or request.app[SETTINGS].time_zone,
        members=list(body.members),
        link=body.link,
    )
    log.info("permanent_room_created", series_id=str(made.series_id))
    return await _view(made, host, made.slug)


@endpoint("Show a permanent room", tag="permanent-rooms", refusals=(RoomNotFound, Forbidden, NotPermanent))
async def show(request: web.Request, slug: str) -> PermanentRoomView:
    """Return a permanent room, by its link or any of its meetings' codes, with its past meetings.

    Who may read a past meeting, but not enter the room, finds none by its code.
    """
    async with transaction():
        standing = await permanent_rooms.present_meeting(request[VIEWER], slug)
        out = await permanent_rooms.kept_out(standing.room) if standing.may(Right.LET_IN) else []
        return await _view(standing.room, request[VIEWER], slug, out)


@endpoint(
    "End a permanent room for good",
    tag="permanent-rooms",
    refusals=(RoomNotFound, Forbidden, NotPermanent, Conflict),
)
async def end(request: web.Request, slug: str) -> None:
    """Make no further meetings; one that runs goes on until its end, and past ones stay readable."""
    async with transaction():
        found = (await permanent_rooms.present_meeting(request[VIEWER], slug, Right.CANCEL)).room
        await permanent_rooms.end_permanent_room(found)
    log.info("permanent_room_ended", series_id=str(found.series_id))
    await request.app[CHANGE_BUS].publish(ChangeEvent("room", found.id))


async def _view(
    found: Room, viewer: Viewer, asked: str, out: Sequence[Participant] = ()
) -> PermanentRoomView:
    past = await permanent_rooms.past_meetings(found, viewer) if isinstance(viewer, Account) else []
    return PermanentRoomView(
        slug=found.permanent_slug or asked,
        link=found.link,
        meeting=RoomView.model_validate(found),
        past=[RoomView.model_validate(each) for each in past],
        kept_out=[KeptOut(id=each.id, name=each.display_name, is_blocked=each.is_blocked) for each in out],
    )
