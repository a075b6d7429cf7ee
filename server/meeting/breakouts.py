"""Breakout rooms: opened beside a running meeting, with people assigned by hosts, by chance or by themselves.

Each is a room row whose `parent_room_id` is the main meeting. The functions of migration m0062 decide who
may do what.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import SystemRandom
from typing import Final
from uuid import UUID, uuid4

from server.errors import Conflict, Forbidden, NotFound, ParleyError, ParticipantNotFound, RoomNotFound
from server.meeting import states
from server.meeting.actor import acting_as_media
from server.meeting.db import fetch, fetch_one, transaction
from server.meeting.entry_errors import RoomEnded
from server.meeting.names import MAX_NAME
from server.meeting.participants import Participant, ParticipantRole, lock_room, participant
from server.meeting.permissions import Right, When, when
from server.meeting.rooms import SELECT_ROOM, Room, new_slug, room, room_of

MOST = 50
"""Open at once in one meeting."""
MAX_LABEL = 60
LONGEST = timedelta(days=1)
LiveSeat = tuple[Room, str]
LEADS: Final = ("host", "cohost")


class BreakoutNotFound(NotFound):
    """No such breakout room is open in this meeting."""

    title = "There is no such breakout room"
    detail = "It may have ended."


@dataclass(frozen=True, slots=True)
class Breakout:
    """A breakout room as one person of the main meeting sees it; `is_mine`: assigned to them."""

    room_id: UUID
    number: int
    label: str
    status: str
    slug: str
    by_choice: bool
    closes_at: datetime | None
    help_asked_at: datetime | None
    help_asked_by: UUID | None
    """Since when people there wait for the host, and whose place in the main meeting asked; None also for
    those whom it does not concern."""
    is_mine: bool

    @property
    def is_open(self) -> bool:
        """Whether people may go there."""
        return self.status in states.OPEN_ROOM


@dataclass(frozen=True, slots=True)
class BreakoutPerson:
    """Somebody of the main meeting: where they are assigned, and where they are; None: nowhere."""

    id: UUID
    display_name: str
    role: ParticipantRole
    joined_at: datetime | None
    breakout_room_id: UUID | None
    in_room_id: UUID | None

    @property
    def leads(self) -> bool:
        """Whether they go into every breakout, and are assigned to none."""
        return when(self.role, Right.BREAKOUTS) is When.YES


@dataclass(frozen=True, slots=True)
class NewBreakouts:
    """What to open: a label for each room, and by place of its room who goes there."""

    labels: Sequence[str]
    people: Mapping[UUID, int]
    """Places in the main meeting, by the index of the label."""
    by_choice: bool = False
    lasts: timedelta | None = None


async def breakouts_of(room_id: UUID) -> list[Breakout]:
    """List a meeting's breakouts, also those that ended; none for who has not been in the meeting."""
    return [Breakout(**dict(row)) for row in await fetch("SELECT * FROM breakouts_of($1)", room_id)]


async def people_of(room_id: UUID) -> list[BreakoutPerson]:
    """List who is or was in the main meeting and may still be, first come first."""
    return [BreakoutPerson(**dict(row)) for row in await fetch("SELECT * FROM breakout_people($1)", room_id)]


async def open_breakouts(main: Room, new: NewBreakouts) -> None:
    """Open rooms and assign people, all or nothing.

    Raises Conflict if some are open or the meeting is not being held, Forbidden, and the errors of `assign`.
    """
    async with transaction():
        await lock_room(main.id)
        if any(each.is_open for each in await breakouts_of(main.id)):
            raise Conflict("Breakout rooms are open. Move people, or call everybody back first.")
        closes_at = await _in(new.lasts)
        opened = [
            await _open(main, place, label, new, closes_at) for place, label in enumerate(new.labels, start=1)
        ]
        for place_id, index in new.people.items():
            await assign(place_id, opened[index])


async def _open(main: Room, number: int, label: str, new: NewBreakouts, closes_at: datetime | None) -> UUID:
    breakout_id = uuid4()
    row = await fetch_one(
        "SELECT open_breakout($1, $2, $3, $4, $5, $6, $7, $8) AS done",
        main.id,
        breakout_id,
        new_slug(),
        f"{main.name[: MAX_NAME - len(label) - 2]}: {label}",
        label,
        number,
        new.by_choice,
        closes_at,
    )
    if row is None or not row["done"]:
        raise Conflict("Breakout rooms are opened while the meeting is being held, by its host or a co-host.")
    return breakout_id


def by_chance(people: Sequence[BreakoutPerson], room_id: UUID, rooms: int) -> dict[UUID, int]:
    """Deal who is in the main meeting, without those who lead it, evenly to so many rooms."""
    dealt = [each.id for each in people if not each.leads and each.in_room_id == room_id]
    SystemRandom().shuffle(dealt)
    return {place_id: index % rooms for index, place_id in enumerate(dealt)}


_REFUSED: Final[Mapping[str, ParleyError]] = {
    "forbidden": Forbidden("The host assigns people to the breakout rooms."),
    "leads": Conflict("Host and co-hosts go into every breakout room. They are assigned to none."),
    "absent": ParticipantNotFound(),
    "over": RoomEnded(),
    "unknown": BreakoutNotFound(),
}


async def assign(place_id: UUID, breakout_id: UUID | None, *, chooses: bool = False) -> None:
    """Assign somebody to one breakout instead of any other, or with None to the main room.

    `chooses`: it is their own choice, stored as `parley_media`. Raises ParticipantNotFound, BreakoutNotFound,
    Forbidden, Conflict and RoomEnded.
    """
    row = await fetch_one("SELECT assign_breakout($1, $2, $3) AS told", place_id, breakout_id, chooses)
    told = row["told"] if row is not None else None
    if told != "assigned":
        refusal = _REFUSED.get(told or "absent", _REFUSED["absent"])
        raise type(refusal)(refusal.detail)


async def close_in(room_id: UUID, lasts: timedelta | None) -> None:
    """Let all open breakouts last so long from now, without an end with None; raises BreakoutNotFound."""
    row = await fetch_one("SELECT time_breakouts($1, $2) AS timed", room_id, await _in(lasts))
    if row is None or not row["timed"]:
        raise BreakoutNotFound


async def ask_for_help(breakout: Room, *, wanted: bool) -> bool:
    """Ask host and co-hosts to come, from inside, or take that back, which they may do, too; idempotent.

    Returns whether that changed anything; raises Conflict.
    """
    row = await fetch_one("SELECT ask_for_help($1, $2) AS changed", breakout.id, wanted)
    if row is None or row["changed"] is None:
        raise Conflict("Help is asked for by somebody inside a breakout room that no host is in.")
    return bool(row["changed"])


async def open_rooms(main_id: UUID) -> list[Room]:
    """List a meeting's main room and its open breakouts; runs as media."""
    rows = await fetch(
        f"{SELECT_ROOM} WHERE $1 IN (r.id, r.parent_room_id) AND r.status = ANY($2::text[])",
        main_id,
        list(states.OPEN_ROOM),
    )
    return [room_of(row) for row in rows]


async def main_room(breakout: Room) -> Room:
    """Return the meeting of a breakout; raises RoomNotFound."""
    if breakout.parent_room_id is None:
        raise RoomNotFound
    return await room(breakout.parent_room_id)


async def main_place(room: Room, place: Participant) -> tuple[Room, Participant]:
    """Return the meeting and somebody's place in it, by which hosts change them wherever they are.

    A host who has only been in its breakouts has none: then it is the place that was given.
    """
    if room.parent_room_id is None:
        return room, place
    row = await fetch_one("SELECT main_participant_id AS id FROM participants WHERE id = $1", place.id)
    if row is None or row["id"] is None:
        return room, place
    return await main_room(room), await participant(room.parent_room_id, row["id"])


async def live_seats(meeting: Room, place: Participant) -> list[LiveSeat]:
    """List the rooms where somebody may be, each with their identity there: the main one, and breakouts."""
    with acting_as_media():
        rows = await fetch(
            "SELECT p.room_id, p.identity FROM participants p JOIN rooms r ON r.id = p.room_id"
            " WHERE p.main_participant_id = $1 AND p.status = 'joined' AND r.status = ANY($2::text[])",
            place.id,
            list(states.OPEN_ROOM),
        )
        there = [(await room(row["room_id"]), row["identity"]) for row in rows]
    return [(meeting, place.identity), *there]


async def due_breakouts(room_id: UUID | None = None) -> list[Room]:
    """List open breakouts whose time is up or whose meeting is over, with None of all; runs as media."""
    rows = await fetch(
        f"""
        {SELECT_ROOM} JOIN breakouts k ON k.room_id = r.id JOIN rooms main ON main.id = k.main_room_id
        WHERE r.status = ANY($1::text[]) AND ($2::uuid IS NULL OR main.id = $2)
          AND (k.closes_at <= clock_timestamp() OR main.status <> ALL($1::text[]))
        """,
        list(states.OPEN_ROOM),
        room_id,
    )
    return [room_of(row) for row in rows]


async def _in(lasts: timedelta | None) -> datetime | None:
    """Return the moment by the database's clock."""
    row = await fetch_one("SELECT clock_timestamp() + $1::interval AS at", lasts)
    return row["at"] if row is not None else None
