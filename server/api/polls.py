"""Polls: asked, answered, closed and deleted; everybody inside is told that they changed."""

from typing import Annotated
from uuid import UUID

import structlog
from aiohttp import web
from pydantic import AfterValidator, AwareDatetime, ConfigDict, Field

from server.api.app_keys import LIMITER, LIVEKIT
from server.api.endpoint import endpoint
from server.api.fields import Body, PollOption, PollQuestion, View
from server.api.limits import Limit
from server.app_keys import CHANGE_BUS, VIEWER
from server.errors import Conflict, Forbidden, Invalid, LiveKitUnavailable, RoomNotFound, TooMany
from server.meeting import polls
from server.meeting.access import Right, Standing, room_for
from server.meeting.audit import record
from server.meeting.change_bus import ChangeEvent
from server.meeting.db import transaction
from server.meeting.display_names import display_names
from server.meeting.entry_errors import RoomEnded
from server.meeting.participants import participants_of
from server.meeting.polls import Kind, Poll, PollNotFound, Results
from server.meeting.rooms import Room

TOPIC = "parley.polls"
log = structlog.get_logger()
REFUSALS = (RoomNotFound, Forbidden)
ON_ONE = (*REFUSALS, PollNotFound)
FEW_OPTIONS = f"Write at least 2 options, at most {polls.MOST_OPTIONS}."


def _different(options: list[str]) -> list[str]:
    if len({each.casefold() for each in options}) < len(options):
        raise ValueError("Two options are the same. Change one of them.")
    return options


class NewPoll(Body):
    """A question with options. `results`: shown while people vote, or once the poll is closed."""

    model_config = ConfigDict(strict=True)

    question: PollQuestion
    options: Annotated[
        list[PollOption],
        Field(json_schema_extra={"minItems": 2, "maxItems": polls.MOST_OPTIONS, "uniqueItems": True}),
        AfterValidator(_different),
    ]
    kind: Kind = "single"
    is_anonymous: bool = False
    results: Results = "live"


class Vote(Body):
    """The places of the options chosen, from 0; of an open poll with names, none takes the vote back."""

    model_config = ConfigDict(strict=True)

    choices: Annotated[
        list[Annotated[int, Field(ge=0, lt=polls.MOST_OPTIONS)]], Field(max_length=polls.MOST_OPTIONS)
    ]


class ChoiceView(View):
    """An option. `votes` is null until results are shown; `voters` are names, empty of an anonymous poll."""

    text: str
    votes: int | None
    voters: list[str]


class PollView(View):
    """A poll as you see it; `mine` has the places of what you chose, empty where nobody stores it."""

    id: UUID
    name: str
    """Who asked."""
    question: str
    choices: list[ChoiceView]
    kind: Kind
    is_anonymous: bool
    results: Results
    is_open: bool
    created_at: AwareDatetime
    closed_at: AwareDatetime | None
    voters: int
    """How many took part."""
    has_voted: bool
    mine: list[int]


class PollList(View):
    """A meeting's polls in the order they were asked."""

    polls: list[PollView]


@endpoint("List polls", tag="polls", refusals=REFUSALS)
async def index(request: web.Request, slug: str) -> PollList:
    """Return all polls with your vote, and results where they are shown."""
    async with transaction():
        room = (await room_for(request[VIEWER], slug, Right.READ)).room
        await record("room_access", "poll.read", room.id, lasting=False)
        return PollList(polls=await _views(room))


@endpoint("Ask a poll", tag="polls", status=201, refusals=(*REFUSALS, RoomEnded, Conflict, TooMany))
async def create(request: web.Request, slug: str, body: NewPoll) -> PollView:
    """Open a poll to everybody in the meeting; for the host and co-hosts."""
    standing = await room_for(request[VIEWER], slug, Right.ASK_POLL)
    if standing.participant is None or standing.participant.status != "joined":
        raise Forbidden("Join the meeting first.")
    if not 2 <= len(body.options) <= polls.MOST_OPTIONS:
        await record("user_action", "poll.refuse", standing.room.id)
        raise Invalid(FEW_OPTIONS, [{"field": "options", "message": FEW_OPTIONS}])
    await request.app[LIMITER].hit(Limit.ASK_POLL, str(standing.participant.id))
    asked = polls.NewPoll(body.question, body.options, body.kind, body.is_anonymous, body.results)
    poll_id = await polls.ask_poll(standing.participant, asked)
    return await _changed(request, standing.room, poll_id)


@endpoint("Vote in a poll", tag="polls", refusals=(*ON_ONE, Conflict, Invalid, TooMany))
async def vote(request: web.Request, slug: str, poll_id: UUID, body: Vote) -> PollView:
    """Vote, or replace your vote; a vote in an anonymous poll is final."""
    standing = await room_for(request[VIEWER], slug, Right.VOTE)
    await request.app[LIMITER].hit(Limit.VOTE, str(_place(standing)))
    await polls.cast_vote(standing.room.id, poll_id, body.choices)
    return await _changed(request, standing.room, poll_id)


@endpoint("Close a poll", tag="polls", refusals=ON_ONE)
async def close(request: web.Request, slug: str, poll_id: UUID) -> PollView:
    """End the voting for good and show the results; repeating it changes nothing."""
    room = (await room_for(request[VIEWER], slug, Right.ASK_POLL)).room
    await polls.close_poll(room.id, poll_id)
    return await _changed(request, room, poll_id)


@endpoint("Delete a poll", tag="polls", refusals=(*ON_ONE, RoomEnded))
async def remove(request: web.Request, slug: str, poll_id: UUID) -> None:
    """Delete a poll with its votes, while the meeting is open."""
    room = (await room_for(request[VIEWER], slug, Right.ASK_POLL)).room
    await polls.delete_poll(room.id, poll_id)
    await _tell(request, room)


def _place(standing: Standing) -> UUID:
    if standing.participant is None:
        raise Forbidden("Join the meeting first.")
    return standing.participant.id


async def _changed(request: web.Request, room: Room, poll_id: UUID) -> PollView:
    """Tell everybody, and return the poll as it is now."""
    await _tell(request, room)
    async with transaction():
        for view in await _views(room):
            if view.id == poll_id:
                return view
    raise PollNotFound


async def _tell(request: web.Request, room: Room) -> None:
    """Ring; who misses it finds the change in the list."""
    await request.app[CHANGE_BUS].publish(ChangeEvent("polls", room.id))
    try:
        await request.app[LIVEKIT].send(room.livekit_name, TOPIC, "")
    except LiveKitUnavailable:
        log.warning("polls_not_told", room_id=str(room.id))


async def _views(room: Room) -> list[PollView]:
    names = display_names(await participants_of(room.id))
    return [_view(each, room, names) for each in await polls.polls_of(room.id)]


def _view(poll: Poll, room: Room, names: dict[UUID, str]) -> PollView:
    asker = names.get(poll.participant_id, poll.name) if poll.participant_id else poll.name
    return PollView(
        id=poll.id,
        name=asker,
        question=poll.question,
        choices=[
            ChoiceView(
                text=each.text, votes=each.votes, voters=[names[who] for who in each.voters if who in names]
            )
            for each in poll.choices
        ],
        kind=poll.kind,
        is_anonymous=poll.is_anonymous,
        results=poll.results,
        is_open=poll.closed_at is None and not room.is_over,
        created_at=poll.created_at,
        closed_at=poll.closed_at,
        voters=poll.voters,
        has_voted=poll.has_voted,
        mine=list(poll.mine),
    )
