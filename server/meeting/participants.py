"""Who is in a meeting: admission to its seats, arrivals and departures, and what the host may change."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID, uuid4

from asyncpg import Record

from server.errors import Forbidden, ParticipantNotFound, Removed, RoomEnded, RoomFull, RoomNotFound
from server.meeting import states
from server.meeting.db import execute, fetch, fetch_one, transaction
from server.meeting.names import shown, storable
from server.meeting.people import Person
from server.meeting.rooms import Room
from server.meeting.sessions import new_token, token_hash

ParticipantRole = Literal["host", "cohost", "participant", "guest"]
COLUMNS = """id, room_id, user_id, display_name, role, status, identity, is_muted, can_share_screen,
             joined_at, left_at"""
ADMITTED_MINUTES = 15
"""As long as the LiveKit token: who was admitted and did not arrive by then gives the seat up."""


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody's place in one meeting; they keep it when they leave and come back."""

    id: UUID
    room_id: UUID
    user_id: UUID | None
    display_name: str
    role: ParticipantRole
    status: str
    identity: str
    """LiveKit's name for them; the id for people of ours."""
    is_muted: bool
    can_share_screen: bool
    joined_at: datetime | None
    left_at: datetime | None


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody without an account, known by a cookie to one meeting."""

    participant_id: UUID
    room_id: UUID
    name: str


def participant_from(row: Record) -> Participant:
    """Read a row of COLUMNS."""
    return Participant(**dict(row))


async def admit(
    room: Room, viewer: Person | Guest | None, display_name: str
) -> tuple[Participant, str | None]:
    """Give a seat, and a guest who is new the token for their cookie.

    The same person gets the same row in every tab. A seat is held from here until one leaves, is removed,
    or has not arrived in 15 minutes; who comes back takes a free seat again. Raises RoomEnded, RoomFull,
    Removed.
    """
    async with transaction():
        now = await _lock(room.id)
        if now["status"] not in states.OPEN_ROOM:
            raise RoomEnded
        known = await _known(room.id, viewer)
        if known is not None and known.status == "removed":
            raise Removed
        if known is None or known.status not in states.SEATED:
            await _find_seat(room.id, now["max_participants"])
        token = new_token() if known is None and viewer is None else None
        if known is None:
            known = await _insert(
                room.id, viewer, display_name, "host" if _hosts(now, viewer) else None, token
            )
        else:
            known = await _seat(known, display_name)
        await execute(
            "INSERT INTO consents (room_id, participant_id, kind) VALUES ($1, $2, 'transcription')"
            " ON CONFLICT DO NOTHING",
            room.id,
            known.id,
        )
        await _count(room.id)
    return known, token


async def _lock(room_id: UUID) -> Record:
    """One at a time through the door of a room."""
    row = await fetch_one(
        "SELECT status, host_id, max_participants FROM rooms WHERE id = $1 FOR UPDATE", room_id
    )
    if row is None:
        raise RoomNotFound
    return row


def _hosts(room: Record, viewer: Person | Guest | None) -> bool:
    return isinstance(viewer, Person) and viewer.id == room["host_id"]


async def _known(room_id: UUID, viewer: Person | Guest | None) -> Participant | None:
    if isinstance(viewer, Person):
        return await participant_of(room_id, viewer.id)
    if isinstance(viewer, Guest) and viewer.room_id == room_id:
        row = await fetch_one(f"SELECT {COLUMNS} FROM participants WHERE id = $1", viewer.participant_id)
        return participant_from(row) if row else None
    return None


async def _find_seat(room_id: UUID, seats: int) -> None:
    row = await fetch_one(
        """
        SELECT count(*) AS taken FROM participants WHERE room_id = $1
          AND (status = 'joined' OR (status = 'admitted' AND admitted_at > now() - make_interval(mins => $2)))
        """,
        room_id,
        ADMITTED_MINUTES,
    )
    if row is not None and row["taken"] >= seats:
        raise RoomFull


async def _insert(
    room_id: UUID, viewer: Person | Guest | None, name: str, role: ParticipantRole | None, token: str | None
) -> Participant:
    participant_id = uuid4()
    row = await fetch_one(
        f"""
        INSERT INTO participants (id, room_id, user_id, display_name, role, status, identity, guest_token_hash,
                                  admitted_at)
        VALUES ($1, $2, $3, $4, $5, 'admitted', $6, $7, now()) RETURNING {COLUMNS}
        """,
        participant_id,
        room_id,
        viewer.id if isinstance(viewer, Person) else None,
        name,
        role or ("participant" if isinstance(viewer, Person) else "guest"),
        str(participant_id),
        token_hash(token) if token else None,
    )
    assert row is not None  # noqa: S101  an INSERT … RETURNING gives its row
    return participant_from(row)


async def _seat(known: Participant, display_name: str) -> Participant:
    row = await fetch_one(
        f"""
        UPDATE participants SET status = $2, display_name = $3, admitted_at = now() WHERE id = $1 RETURNING {COLUMNS}
        """,
        known.id,
        states.step(states.PARTICIPANT, known.status, "admit"),
        display_name,
    )
    assert row is not None  # noqa: S101  the row is locked by its room
    return participant_from(row)


async def _count(room_id: UUID) -> None:
    await execute(
        """
        UPDATE rooms SET current_participants = (
            SELECT count(*) FROM participants WHERE room_id = $1 AND (status = 'joined'
               OR (status = 'admitted' AND admitted_at > now() - make_interval(mins => $2))))
        WHERE id = $1
        """,
        room_id,
        ADMITTED_MINUTES,
    )


async def arrived(
    room_id: UUID, identity: str, name: str, at: datetime, sid: str | None = None
) -> Participant:
    """Somebody is in the LiveKit room; told twice, or after their departure, the books are the same.

    `sid` is LiveKit's id of this one stay: with it every order of the reports is told apart. An identity we
    do not know (another application's) gets a row. The first arrival begins the meeting.
    """
    async with transaction():
        await _lock(room_id)
        row = await fetch_one(
            f"""
            INSERT INTO participants (id, room_id, display_name, role, status, identity)
            VALUES ($1, $2, $4, 'participant', 'admitted', $3)
            ON CONFLICT (room_id, identity) DO UPDATE SET identity = EXCLUDED.identity RETURNING {COLUMNS}
            """,
            uuid4(),
            room_id,
            storable(identity),
            shown(name, shown(identity)),
        )
        assert row is not None  # noqa: S101  inserted or found
        participant = participant_from(row)
        await _open_stay(participant, at, sid)
        await execute(
            "UPDATE rooms SET status = 'live', started_at = $2 WHERE id = $1 AND status = ANY($3::text[])",
            room_id,
            at,
            states.sources(states.ROOM, "arrive"),
        )
        return await _settle(participant)


async def _open_stay(participant: Participant, at: datetime, sid: str | None) -> None:
    await execute(
        """
        INSERT INTO attendance (room_id, participant_id, livekit_sid, joined_at)
        SELECT $1, $2, $3::text, $4::timestamptz WHERE $3::text IS NOT NULL OR NOT EXISTS (
            SELECT FROM attendance WHERE participant_id = $2 AND left_at IS NULL)
        ON CONFLICT (participant_id, livekit_sid)
        DO UPDATE SET joined_at = least(attendance.joined_at, EXCLUDED.joined_at)
        """,
        participant.room_id,
        participant.id,
        sid,
        at,
    )


async def departed(room_id: UUID, identity: str, at: datetime, sid: str | None = None) -> Participant | None:
    """Somebody left the LiveKit room; None when nobody of that identity was ever expected."""
    async with transaction():
        await _lock(room_id)
        participant = await participant_by_identity(room_id, identity)
        if participant is None:
            return None
        closed = await execute(
            """
            UPDATE attendance SET left_at = greatest(joined_at, $3)
            WHERE participant_id = $1 AND left_at IS NULL AND ($2::text IS NULL OR livekit_sid = $2 OR livekit_sid IS NULL)
            """,
            participant.id,
            sid,
            at,
        )
        if not closed:
            await execute(
                """
                INSERT INTO attendance (room_id, participant_id, livekit_sid, joined_at, left_at)
                SELECT $1, $2, $3::text, $4::timestamptz, $4
                WHERE $3::text IS NOT NULL OR NOT EXISTS (SELECT FROM attendance WHERE participant_id = $2)
                ON CONFLICT (participant_id, livekit_sid) DO NOTHING
                """,
                room_id,
                participant.id,
                sid,
                at,
            )
        return await _settle(participant)


async def _settle(participant: Participant) -> Participant:
    """Make the row say what the stays say, and the room's count what the rows say; removed stays removed."""
    row = await fetch_one(
        f"""
        WITH stays AS (
            SELECT min(joined_at) AS first, max(left_at) AS last, bool_or(left_at IS NULL) AS here,
                   coalesce(sum(extract(epoch FROM left_at - joined_at)), 0)::int AS seconds
            FROM attendance WHERE participant_id = $1
        )
        UPDATE participants SET joined_at = stays.first, left_at = CASE WHEN here THEN NULL ELSE last END,
               duration = seconds,
               status = CASE WHEN status = 'removed' THEN status WHEN here THEN 'joined' ELSE 'left' END
        FROM stays WHERE id = $1 RETURNING {COLUMNS}
        """,
        participant.id,
    )
    assert row is not None  # noqa: S101  the row is locked by its room
    await _count(participant.room_id)
    return participant_from(row)


async def participants_of(room_id: UUID) -> list[Participant]:
    """Everybody with a place in the meeting, first come first."""
    rows = await fetch(
        f"SELECT {COLUMNS} FROM participants WHERE room_id = $1 ORDER BY joined_at NULLS LAST, created_at",
        room_id,
    )
    return [participant_from(row) for row in rows]


async def participant(room_id: UUID, participant_id: UUID) -> Participant:
    """One of this room; raises ParticipantNotFound."""
    row = await fetch_one(
        f"SELECT {COLUMNS} FROM participants WHERE room_id = $1 AND id = $2", room_id, participant_id
    )
    if row is None:
        raise ParticipantNotFound
    return participant_from(row)


async def participant_of(room_id: UUID, person_id: UUID) -> Participant | None:
    """A person's place in a room."""
    row = await fetch_one(
        f"SELECT {COLUMNS} FROM participants WHERE room_id = $1 AND user_id = $2", room_id, person_id
    )
    return participant_from(row) if row else None


async def participant_by_identity(room_id: UUID, identity: str) -> Participant | None:
    """The place of whom LiveKit calls so."""
    row = await fetch_one(
        f"SELECT {COLUMNS} FROM participants WHERE room_id = $1 AND identity = $2", room_id, storable(identity)
    )
    return participant_from(row) if row else None


async def guest_of(token: str) -> Guest | None:
    """The guest whose cookie this is."""
    row = await fetch_one(
        "SELECT id, room_id, display_name FROM participants WHERE guest_token_hash = $1", token_hash(token)
    )
    return Guest(row["id"], row["room_id"], row["display_name"]) if row else None


async def set_role(room_id: UUID, participant_id: UUID, role: ParticipantRole) -> Participant:
    """Make a co-host, or a participant again; the host stays the host and a guest has no account to trust."""
    known = await participant(room_id, participant_id)
    if known.role == "host" or role not in ("cohost", "participant"):
        raise Forbidden("There is one host, and only people with an account can be co-hosts.")
    if known.user_id is None:
        raise Forbidden("Only people with an account can be co-hosts.")
    await execute("UPDATE participants SET role = $2 WHERE id = $1", participant_id, role)
    return await participant(room_id, participant_id)


async def set_muted(room_id: UUID, participant_id: UUID, muted: bool) -> Participant:
    """Note what the microphone is now."""
    await execute(
        "UPDATE participants SET is_muted = $3 WHERE room_id = $1 AND id = $2", room_id, participant_id, muted
    )
    return await participant(room_id, participant_id)


async def remove(room_id: UUID, participant_id: UUID) -> Participant:
    """Put somebody out, and keep them out: a token they still hold does not seat them again."""
    async with transaction():
        await _lock(room_id)
        known = await participant(room_id, participant_id)
        if known.role == "host":
            raise Forbidden("The host cannot be removed.")
        if known.status != "removed":
            states.step(states.PARTICIPANT, known.status, "remove")
            await execute("UPDATE participants SET status = 'removed' WHERE id = $1", participant_id)
            await _count(room_id)
        return await participant(room_id, participant_id)
