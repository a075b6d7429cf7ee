"""Breakout rooms: opened, timed and called back by the host and co-hosts; everybody concerned is told."""

from collections import Counter
from datetime import timedelta
from typing import Annotated, Literal
from uuid import UUID

import structlog
from aiohttp import web
from pydantic import AwareDatetime, Field, model_validator

from server.api.app_keys import LIMITER, LIVEKIT
from server.api.endpoint import endpoint
from server.api.fields import Body, BreakoutLabel, View
from server.api.limits import Limit
from server.app_keys import CHANGE_BUS, VIEWER
from server.errors import Conflict, Forbidden, Invalid, ParticipantNotFound, RoomNotFound, TooMany
from server.live_breakouts import end_breakouts, tell_breakouts
from server.meeting import breakouts
from server.meeting.access import Right, room_for
from server.meeting.actor import acting_as_media, actor
from server.meeting.audit import record
from server.meeting.breakouts import MOST, Breakout, BreakoutNotFound, BreakoutPerson, by_chance
from server.meeting.db import transaction
from server.meeting.display_names import display_names
from server.meeting.entry_errors import RoomEnded
from server.meeting.participants import ParticipantRole
from server.meeting.rooms import Room

REFUSALS = (RoomNotFound, Forbidden)
ASSIGNING = (*REFUSALS, ParticipantNotFound, BreakoutNotFound, Conflict, RoomEnded)
MAX_PEOPLE = 500
MOST_MINUTES = int(breakouts.LONGEST / timedelta(minutes=1))
log = structlog.get_logger()


class NewBreakout(Body):
    """A room to open, and who goes there; without a label it is called by its number."""

    label: BreakoutLabel | None = None
    people: list[UUID] = Field(default=[], max_length=MAX_PEOPLE)


class NewBreakouts(Body):
    """Rooms to open. `chance` deals out who is inside and not named; `choice`: people go where they like."""

    rooms: Annotated[list[NewBreakout], Field(min_length=1, max_length=MOST)]
    by: Literal["hand", "chance", "choice"] = "hand"
    minutes: int | None = Field(default=None, ge=1, le=MOST_MINUTES, description="Null: no limit.")

    @model_validator(mode="after")
    def _once_each(self) -> "NewBreakouts":
        counted = Counter(who for room in self.rooms for who in room.people)
        if any(times > 1 for times in counted.values()):
            raise ValueError("Somebody is assigned twice. Assign everybody to one breakout room.")
        return self


class Closing(Body):
    """When all breakouts close: in so many seconds, 0 at once, null without a limit."""

    in_s: int | None = Field(ge=0, le=MOST_MINUTES * 60)


class Assignment(Body):
    """The breakout room somebody belongs in; null: the main room."""

    breakout_id: UUID | None


class HelpChange(Body):
    """Ask for help, or with false take it back."""

    wanted: Annotated[bool, Field(strict=True)]


class BreakoutView(View):
    """A breakout room; `is_mine`: you are assigned to it."""

    id: UUID
    slug: str
    label: str
    is_open: bool
    by_choice: bool
    closes_at: AwareDatetime | None
    help_asked_at: AwareDatetime | None
    help_asked_by: UUID | None
    """Since when people there wait for the host, and who asked; null also for whom it does not concern."""
    is_mine: bool


class BreakoutPersonView(View):
    """Somebody of the meeting: where they are assigned, and where they are now; null: in no breakout."""

    id: UUID
    name: str
    role: ParticipantRole
    leads: bool
    """Goes into every breakout, and is assigned to none."""
    breakout_id: UUID | None
    in_breakout_id: UUID | None
    in_main_room: bool


class BreakoutsView(View):
    """The breakouts of a meeting by their number, and its people."""

    breakouts: list[BreakoutView]
    people: list[BreakoutPersonView]


@endpoint("List breakout rooms", tag="breakouts", refusals=REFUSALS)
async def index(request: web.Request, slug: str) -> BreakoutsView:
    """Return a meeting's breakouts, and where its people are; empty for who is not in the meeting."""
    return await _view((await room_for(request[VIEWER], slug, Right.ENTER)).room)


@endpoint("Open breakout rooms", tag="breakouts", status=201, refusals=(*ASSIGNING, Invalid, TooMany))
async def create(request: web.Request, slug: str, body: NewBreakouts) -> BreakoutsView:
    """Open rooms beside the running meeting and assign people, who go there by themselves; all or nothing."""
    room = (await room_for(request[VIEWER], slug, Right.BREAKOUTS)).room
    await request.app[LIMITER].hit(Limit.OPEN_BREAKOUTS, str(room.id))
    named = {who: index for index, each in enumerate(body.rooms) for who in each.people}
    async with transaction():
        if body.by == "chance":
            dealt = by_chance(
                [each for each in await breakouts.people_of(room.id) if each.id not in named],
                room.id,
                len(body.rooms),
            )
            named = dealt | named
        new = breakouts.NewBreakouts(
            labels=[each.label or f"Breakout {number}" for number, each in enumerate(body.rooms, start=1)],
            people=named,
            by_choice=body.by == "choice",
            lasts=timedelta(minutes=body.minutes) if body.minutes is not None else None,
        )
        await breakouts.open_breakouts(room, new)
        await record("room_access", "breakouts.open", room.id, rooms=len(body.rooms), people=len(named))
    log.info("breakouts_opened", room_id=str(room.id), rooms=len(body.rooms), people=len(named))
    return await _changed(request, room)


@endpoint("Time breakout rooms", tag="breakouts", refusals=(*REFUSALS, BreakoutNotFound))
async def close(request: web.Request, slug: str, body: Closing) -> BreakoutsView:
    """Call everybody back, at once or in a while, or take the time limit away."""
    room = (await room_for(request[VIEWER], slug, Right.BREAKOUTS)).room
    async with transaction():
        await breakouts.close_in(room.id, timedelta(seconds=body.in_s) if body.in_s is not None else None)
        await record("room_access", "breakouts.time", room.id, seconds=str(body.in_s))
    if body.in_s == 0:
        await end_breakouts(request.app[LIVEKIT], request.app[CHANGE_BUS], room)
    return await _changed(request, room)


@endpoint("Assign somebody to a breakout room", tag="breakouts", refusals=ASSIGNING)
async def assign(request: web.Request, slug: str, participant_id: UUID, body: Assignment) -> BreakoutsView:
    """Move somebody to a breakout, to another one, or back to the main room."""
    room = (await room_for(request[VIEWER], slug, Right.BREAKOUTS)).room
    async with transaction():
        before = {each.id: each.breakout_room_id for each in await breakouts.people_of(room.id)}
        if participant_id not in before:
            raise ParticipantNotFound
        await breakouts.assign(participant_id, body.breakout_id)
    return await _changed(request, room, ring=before[participant_id] != body.breakout_id)


@endpoint("Choose a breakout room", tag="breakouts", refusals=(*ASSIGNING, TooMany))
async def choose(request: web.Request, slug: str, body: Assignment) -> BreakoutsView:
    """Go to a breakout of your choice, or back to the main room, where the host lets people choose."""
    standing = await room_for(request[VIEWER], slug, Right.CHOOSE_BREAKOUT)
    if standing.participant is None:
        raise Forbidden("Join the meeting first.")
    place = standing.participant.id
    await request.app[LIMITER].hit(Limit.CHOOSE_BREAKOUT, str(place))
    before = {each.id: each.breakout_room_id for each in await breakouts.people_of(standing.room.id)}
    with acting_as_media():
        await breakouts.assign(place, body.breakout_id, chooses=True)
    return await _changed(request, standing.room, ring=before.get(place) != body.breakout_id)


@endpoint("Ask for help in a breakout room", tag="breakouts", refusals=(*REFUSALS, Conflict, TooMany))
async def ask_for_help(request: web.Request, slug: str, body: HelpChange) -> None:
    """Ask host and co-hosts to come to this breakout; it ends when one does. They may take it back, too."""
    standing = await room_for(request[VIEWER], slug, Right.ASK_FOR_HELP)
    room, place = standing.room, standing.participant
    await request.app[LIMITER].hit(Limit.ASK_FOR_HELP, str(place.id if place else actor().user_id))
    changed = await breakouts.ask_for_help(room, wanted=body.wanted)
    if changed and room.parent_room_id is not None:
        await tell_breakouts(request.app[LIVEKIT], room.parent_room_id)
    log.info("help_asked", room_id=str(room.id), wanted=body.wanted)


async def _changed(request: web.Request, room: Room, *, ring: bool = True) -> BreakoutsView:
    """Tell everybody concerned, unless nothing changed, and return how it is now."""
    if ring:
        await tell_breakouts(request.app[LIVEKIT], room.id)
    return await _view(room)


async def _view(room: Room) -> BreakoutsView:
    async with transaction():
        found, people = await breakouts.breakouts_of(room.id), await breakouts.people_of(room.id)
    names = display_names(people)
    return BreakoutsView(
        breakouts=[BreakoutView.model_validate({"id": each.room_id, **_fields(each)}) for each in found],
        people=[_person(each, names[each.id], room) for each in people],
    )


def _fields(breakout: Breakout) -> dict[str, object]:
    return {name: getattr(breakout, name) for name in BreakoutView.model_fields if name != "id"}


def _person(person: BreakoutPerson, name: str, room: Room) -> BreakoutPersonView:
    is_main = person.in_room_id == room.id
    return BreakoutPersonView(
        id=person.id,
        name=name,
        role=person.role,
        leads=person.leads,
        breakout_id=person.breakout_room_id,
        in_breakout_id=None if is_main else person.in_room_id,
        in_main_room=is_main,
    )
