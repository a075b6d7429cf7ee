"""The start and the end of a meeting: each happens once, with everything that follows from it."""

from datetime import datetime
from typing import Literal
from uuid import UUID

from server.meeting import states
from server.meeting.breakout_presence import outlasts_people
from server.meeting.db import execute, fetch_one, transaction
from server.meeting.next_meetings import ready_meeting
from server.meeting.queue import enqueue_minutes, enqueue_mix
from server.meeting.recording_state import stop_recording, unfinished_recording

EndCause = Literal["host", "left", "webhook", "agent", "sweeper"]


async def mark_live(room_id: UUID, at: datetime) -> bool:
    """Start the meeting; `at` is the zero of its clock. False if it has already started or is over."""
    return bool(
        await execute(
            "UPDATE rooms SET status = 'live', started_at = $2 WHERE id = $1 AND status = ANY($3::text[])",
            room_id,
            at,
            states.sources(states.ROOM, "arrive"),
        )
    )


async def elapsed_ms(room_id: UUID) -> int:
    """Return the meeting's age by the database's clock; never less than the end of its last segment."""
    row = await fetch_one(
        "SELECT greatest((extract(epoch FROM clock_timestamp() - started_at) * 1000)::bigint, 0, (SELECT"
        " max(end_ms) FROM transcript_segments WHERE room_id = $1)) AS ms FROM rooms WHERE id = $1",
        room_id,
    )
    return int(row["ms"]) if row else 0


async def end_room(
    room_id: UUID, cause: EndCause, at: datetime | None = None, *, even_so: bool = False
) -> bool:
    """End the meeting; idempotent, True for the call that ended it.

    One with people in breakouts, and an open breakout, does not end by being empty, unless `even_so`.

    In the same transaction stays and participants are closed, transcript and queued summary created, minutes
    enqueued; of a permanent room the next meeting stands ready. A meeting nobody attended is cancelled if the
    host ends it, but not a permanent room's, and unchanged by the other causes.
    """
    async with transaction():
        row = await fetch_one(
            "SELECT status, type, series_id FROM rooms WHERE id = $1 FOR NO KEY UPDATE", room_id
        )
        after = states.ROOM.get((row["status"], cause)) if row else None
        if row is None or after is None or (row["type"] == "permanent" and after == "cancelled"):
            return False
        if cause != "host" and not even_so and await outlasts_people(room_id):
            return False
        await execute(
            """
            UPDATE rooms SET status = $2, ended_at = greatest(coalesce($3, now()), started_at) WHERE id = $1
            """,
            room_id,
            after,
            at,
        )
        if after == "ended":
            await _close_records(room_id)
        if row["type"] == "permanent":
            await ready_meeting(row["series_id"])
    return True


async def _close_records(room_id: UUID) -> None:
    await execute(
        """
        UPDATE attendance a SET left_at = greatest(r.ended_at, a.joined_at)
        FROM rooms r WHERE r.id = $1 AND a.room_id = $1 AND a.left_at IS NULL
        """,
        room_id,
    )
    await execute(
        """
        UPDATE participants p SET status = 'left', left_at = coalesce((
            SELECT max(a.left_at) FROM attendance a WHERE a.participant_id = p.id), p.left_at)
        WHERE p.room_id = $1 AND p.status IN ('admitted', 'joined')
        """,
        room_id,
    )
    await execute(
        """
        INSERT INTO transcripts (room_id, language, engine, status)
        SELECT id, settings->>'language', 'none', 'open' FROM rooms
        WHERE id = $1 AND NOT EXISTS (SELECT FROM transcripts WHERE room_id = $1)
        """,
        room_id,
    )
    await execute(
        """
        INSERT INTO meeting_summaries (room_id, transcript_id, state)
        SELECT $1, id, 'queued' FROM transcripts WHERE room_id = $1 ORDER BY created_at DESC LIMIT 1
        ON CONFLICT (room_id) DO NOTHING
        """,
        room_id,
    )
    await enqueue_minutes(room_id)
    await stop_recording(room_id)
    if await unfinished_recording(room_id) is not None:
        await enqueue_mix(room_id)
