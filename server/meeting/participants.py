"""Participants of a meeting: seats, and who holds them."""

# ruff: noqa: S608  only a constant list of columns is put into a statement; values go by $1

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID, uuid4

from asyncpg import PostgresError, Record

from server.errors import Forbidden, ParticipantNotFound, RoomNotFound
from server.meeting import admission_queries, states
from server.meeting.accounts import Account
from server.meeting.actor import acting_also_as
from server.meeting.db import execute, fetch, fetch_one, transaction
from server.meeting.display_names import distinct_names
from server.meeting.entry_errors import LobbyFull, Removed, RoomEnded, RoomFull
from server.meeting.names import MAX_NAME, storable
from server.meeting.rooms import Room
from server.meeting.sessions import new_token, token_hash

ParticipantRole = Literal["host", "cohost", "participant", "guest"]
ParticipantStatus = Literal["invited", "waiting", "admitted", "joined", "left", "removed"]
COLUMNS = """id, room_id, user_id, display_name, role, status, identity, is_muted, may_speak,
             is_invited, can_share_screen, joined_at, left_at, knock_note, denied_at, is_renamed,
             spotlit_at, is_blocked"""
NAMED = "(user_id IS NULL OR display_name <> identity)"
"""An invited account goes by its identity until it joins (`server/meeting/invitations.py`)."""
NO_SEAT = "PY001"
"""The SQLSTATE raised when all seats of a room are taken (migration m0005)."""


@dataclass(frozen=True, slots=True)
class Participant:
    """A person's place in one meeting, kept when they leave and return."""

    id: UUID
    room_id: UUID
    user_id: UUID | None
    display_name: str
    role: ParticipantRole
    status: ParticipantStatus
    identity: str
    """The LiveKit identity; for people of ours the id."""
    is_muted: bool
    """Whether the microphone was off at the last report."""
    may_speak: bool
    """Whether the host allows the microphone; enforced by LiveKit's grants."""
    is_invited: bool
    """Invited, or admitted by a host: passes the room's access settings."""
    can_share_screen: bool
    joined_at: datetime | None
    left_at: datetime | None
    """When they left, while they wait: the door."""
    knock_note: str = ""
    """What they say to the hosts while they wait."""
    denied_at: datetime | None = None
    """When they were turned away, while they wait; they may ask again."""
    is_renamed: bool = False
    """Whether a host gave them their name, which they keep whatever they join with."""
    spotlit_at: datetime | None = None
    """Since when a host shows them large to everybody."""
    is_blocked: bool = False
    """Whether they were removed from a permanent room's later meetings, too."""


@dataclass(frozen=True, slots=True)
class Guest:
    """A person without an account, identified by a cookie for one meeting."""

    participant_id: UUID
    room_id: UUID
    name: str


def participant_from(row: Record) -> Participant:
    """Read a row of COLUMNS."""
    return Participant(**dict(row))


async def admit(
    room: Room, viewer: Account | Guest | None, display_name: str, note: str = ""
) -> tuple[Participant, str | None]:
    """Hold a seat; returns the participant, and a new guest's token for the cookie.

    The same person gets the same row in every tab. The seat is held until the person leaves, is removed,
    or has not arrived within a minute; returning takes a free seat again. Raises RoomEnded, RoomFull,
    LobbyFull, Removed. Where newcomers wait (`newcomers_wait`), they get a place with status `waiting`
    instead, and `note` is shown to the hosts.
    """
    new_id = uuid4()
    with acting_also_as(participant_id=new_id if viewer is None else None):
        try:
            return await _admit(room, viewer, display_name, new_id, note)
        except PostgresError as refused:
            if refused.sqlstate != NO_SEAT:
                raise
            raise RoomFull from refused


async def _admit(
    room: Room, viewer: Account | Guest | None, display_name: str, new_id: UUID, note: str
) -> tuple[Participant, str | None]:
    async with transaction():
        now = await lock_room(room.id)
        if now["status"] not in states.OPEN_ROOM:
            raise RoomEnded
        known = await place_of(room.id, viewer)
        if known is not None and known.status == "removed":
            raise Removed
        hosts = isinstance(viewer, Account) and viewer.id == now["host_id"]
        has_to_knock = not hosts and await _has_to_knock(room.id, known)
        if known is not None and known.status == "waiting" and has_to_knock:
            return known, None
        token = new_token() if known is None and viewer is None else None
        display_name = await _distinct(room.id, viewer, known, display_name)
        if has_to_knock:
            place_id = known.id if known else new_id
            return await _wait(place_id, room.id, display_name, token, note), token
        if known is None:
            known = await _insert(new_id, room.id, viewer, display_name, "host" if hosts else None, token)
        else:
            known = await take_seat(known, display_name)
        await execute(
            "INSERT INTO consents (room_id, participant_id, kind) VALUES ($1, $2, 'transcription')"
            " ON CONFLICT DO NOTHING",
            room.id,
            known.id,
        )
    return known, token


async def _has_to_knock(room_id: UUID, known: Participant | None) -> bool:
    if known is None:
        return await admission_queries.newcomers_wait(room_id)
    return await admission_queries.must_knock(known.id)


async def lock_room(room_id: UUID) -> Record:
    """Serialize admissions to a room; writes of rows that only refer to it are not blocked."""
    row = await fetch_one("SELECT status, host_id, max_participants FROM lock_room($1)", room_id)
    if row is None:
        raise RoomNotFound
    return row


async def _distinct(
    room_id: UUID, viewer: Account | Guest | None, known: Participant | None, name: str
) -> str:
    """Return the name for the seat: the one a host gave, or their own.

    A guest's is marked if it looks like that of somebody in the room.
    """
    if known is not None and known.is_renamed:
        return known.display_name
    if isinstance(viewer, Account):
        return name
    others = await admission_queries.names_there(room_id, but=known.id if known else None)
    return distinct_names([*others, name])[-1][:MAX_NAME]


async def _wait(place_id: UUID, room_id: UUID, name: str, token: str | None, note: str) -> Participant:
    if not await admission_queries.ask_to_enter(
        place_id, room_id, name, token_hash(token) if token else None
    ):
        raise LobbyFull if await admission_queries.lobby_is_full(room_id) else Forbidden
    await admission_queries.knock_again(place_id, note)
    return await participant(room_id, place_id)


async def _insert(
    new_id: UUID,
    room_id: UUID,
    viewer: Account | Guest | None,
    name: str,
    role: ParticipantRole | None,
    token: str | None,
) -> Participant:
    row = await fetch_one(
        f"""
        INSERT INTO participants (id, room_id, user_id, display_name, role, status, identity,
                                  guest_token_hash, admitted_at)
        VALUES ($1, $2, $3, $4, $5, 'admitted', $6, $7, now()) RETURNING {COLUMNS}
        """,
        new_id,
        room_id,
        viewer.id if isinstance(viewer, Account) else None,
        name,
        role or ("participant" if isinstance(viewer, Account) else "guest"),
        str(new_id),
        token_hash(token) if token else None,
    )
    assert row is not None  # noqa: S101  an INSERT … RETURNING gives its row
    return participant_from(row)


async def take_seat(known: Participant, display_name: str) -> Participant:
    """Hold a seat for somebody who has a place; call it in a transaction that has locked the room."""
    row = await fetch_one(
        f"""
        UPDATE participants SET status = $2, display_name = $3, admitted_at = now()
        WHERE id = $1 RETURNING {COLUMNS}
        """,
        known.id,
        states.next_state(states.PARTICIPANT, known.status, "admit"),
        display_name,
    )
    assert row is not None  # noqa: S101  the row is locked by its room
    return participant_from(row)


async def participants_of(room_id: UUID) -> list[Participant]:
    """List everybody with a place in the meeting, first come first; who is only invited is left out."""
    rows = await fetch(
        f"SELECT {COLUMNS} FROM participants WHERE room_id = $1 AND {NAMED}"
        " ORDER BY joined_at NULLS LAST, created_at",
        room_id,
    )
    return [participant_from(row) for row in rows]


async def _find(room_id: UUID, column: str, value: object) -> Participant | None:
    row = await fetch_one(
        f"SELECT {COLUMNS} FROM participants WHERE room_id = $1 AND {column} = $2", room_id, value
    )
    return participant_from(row) if row else None


async def participant(room_id: UUID, participant_id: UUID) -> Participant:
    """Return a participant of this room; raises ParticipantNotFound, also for who is only invited."""
    found = await _find(room_id, "id", participant_id)
    if found is None or (found.user_id is not None and found.display_name == found.identity):
        raise ParticipantNotFound
    return found


async def participant_by_identity(room_id: UUID, identity: str) -> Participant | None:
    """Return the participant with this LiveKit identity."""
    return await _find(room_id, "identity", storable(identity))


async def place_of(room_id: UUID, viewer: Account | Guest | None) -> Participant | None:
    """Return the viewer's own place in a room."""
    if isinstance(viewer, Account):
        return await _find(room_id, "user_id", viewer.id)
    return await _find(room_id, "id", viewer.participant_id) if viewer else None
