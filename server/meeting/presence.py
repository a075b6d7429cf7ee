"""Arrivals and departures: reports that are doubled, late or out of order give the same attendance.

Whoever reports one as it happens says how long ago that was, and the database's clock gives the time: the
meeting's clock counts from it, and the clocks of other machines differ, or are set while a meeting lasts.
"""

# ruff: noqa: S608  only a constant list of columns is put into a statement; values go by $1

from datetime import datetime, timedelta
from uuid import UUID, uuid4

from server.meeting import states
from server.meeting.actor import acting_also_as
from server.meeting.audit import record
from server.meeting.db import execute, fetch_one, transaction
from server.meeting.lifecycle import mark_live
from server.meeting.names import shown, storable
from server.meeting.participants import (
    COLUMNS,
    Participant,
    lock_room,
    participant_by_identity,
    participant_from,
)

Moment = datetime | timedelta
"""A time of another machine, or how long ago."""
NOTED = {"joined": "arrive", "left": "leave"}
"""The audit's action for each new status."""


async def record_arrival(
    room_id: UUID, identity: str, name: str, at: Moment, sid: str | None = None
) -> Participant:
    """Record that somebody is in the LiveKit room; idempotent, also after their departure.

    `sid` is LiveKit's id of this stay, so that reports may come in any order. An unknown identity (of another
    application) gets a row. The first arrival starts the meeting.
    """
    async with transaction():
        room, at = await lock_room(room_id), await _database_time(at)
        row = await fetch_one(
            f"""
            INSERT INTO participants (id, room_id, display_name, role, status, identity)
            VALUES ($1, $2, $4, 'participant', 'admitted', $3)
            ON CONFLICT (room_id, identity) DO UPDATE SET is_muted = participants.is_muted RETURNING {COLUMNS}
            """,
            uuid4(),
            room_id,
            storable(identity),
            shown(name, shown(identity)),
        )
        assert row is not None  # noqa: S101  inserted or found
        participant = participant_from(row)
        await _open_stay(participant, at, sid, over=room["status"] not in states.OPEN_ROOM)
        await mark_live(room_id, at)
        return await _update_status(participant)


async def _open_stay(participant: Participant, at: datetime, sid: str | None, *, over: bool) -> None:
    await execute(
        """
        INSERT INTO attendance (room_id, participant_id, livekit_sid, joined_at, left_at)
        SELECT $1, $2, $3::text, $4::timestamptz, CASE WHEN $5 THEN $4::timestamptz END
        WHERE $3::text IS NOT NULL
           OR NOT EXISTS (SELECT FROM attendance WHERE participant_id = $2 AND left_at IS NULL)
        ON CONFLICT (participant_id, livekit_sid)
        DO UPDATE SET joined_at = least(attendance.joined_at, EXCLUDED.joined_at)
        """,
        participant.room_id,
        participant.id,
        sid,
        at,
        over,
    )


async def record_departure(
    room_id: UUID, identity: str, at: Moment, sid: str | None = None
) -> Participant | None:
    """Record that somebody left the LiveKit room; None if the identity is unknown."""
    async with transaction():
        await lock_room(room_id)
        participant = await participant_by_identity(room_id, identity)
        if participant is None:
            return None
        closed = await execute(
            """
            UPDATE attendance SET left_at = greatest(joined_at, $3)
            WHERE participant_id = $1 AND left_at IS NULL
              AND ($2::text IS NULL OR livekit_sid = $2 OR livekit_sid IS NULL)
            """,
            participant.id,
            sid,
            at := await _database_time(at),
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
        return await _update_status(participant)


async def _database_time(at: Moment) -> datetime:
    """Convert to the database's clock; what another machine places in its future is now."""
    row = await fetch_one("SELECT clock_timestamp() AS now")
    assert row is not None  # noqa: S101  a SELECT without FROM has one row
    now: datetime = row["now"]
    return now - at if isinstance(at, timedelta) else min(at, now)


async def _update_status(participant: Participant) -> Participant:
    """Derive the participant's status from their stays; removed stays removed."""
    row = await fetch_one(
        f"""
        WITH stays AS (
            SELECT min(joined_at) AS first, max(left_at) AS last, bool_or(left_at IS NULL) AS here
            FROM attendance WHERE participant_id = $1
        )
        UPDATE participants SET joined_at = stays.first, left_at = CASE WHEN here THEN NULL ELSE last END,
               status = CASE WHEN status = 'removed' THEN status WHEN here THEN 'joined' ELSE 'left' END
        FROM stays WHERE id = $1 RETURNING {COLUMNS}
        """,
        participant.id,
    )
    assert row is not None  # noqa: S101  the row is locked by its room
    if row["status"] != participant.status and row["status"] in NOTED:
        with acting_also_as(user_id=participant.user_id, participant_id=participant.id):
            await record("room_access", NOTED[row["status"]], participant.room_id)
    return participant_from(row)
