"""Which job transcribes a room: one lease each, judged by the database's clock."""

from enum import StrEnum
from uuid import UUID

from server.meeting.db import execute, fetch_one

LEASE_S = 15.0
"""A lease not renewed for so long is anybody's; renew at a third of it."""


class LeaseState(StrEnum):
    """Whether somebody transcribes the room now."""

    FREE = "free"
    HELD = "held"
    STALE = "stale"


async def take_lease(room_id: UUID, holder: str, *, seconds: float = LEASE_S) -> bool:
    """Take a free or stale lease, or again one's own; False when another holds it or the meeting is over.

    The database bounds it: a lease lasts a minute at most. One taken over from a job that died leaves a gap.
    """
    row = await fetch_one("SELECT take_lease($1, $2, $3) AS taken", room_id, holder, seconds)
    return row is not None and row["taken"]


async def renew_lease(room_id: UUID, holder: str, *, seconds: float = LEASE_S) -> bool:
    """Keep it, run out or not; False when another has it, and then one must stop writing at once."""
    row = await fetch_one("SELECT renew_lease($1, $2, $3) AS renewed", room_id, holder, seconds)
    return row is not None and row["renewed"]


async def end_leases(holder: str) -> bool:
    """Let a job that died hold nothing more; False when it held nothing. Who takes over finds when."""
    return bool(
        await fetch_one("SELECT renew_lease(room_id, holder, 0) FROM room_leases WHERE holder = $1", holder)
    )


async def release_lease(room_id: UUID, holder: str) -> None:
    """Give it back; somebody else's is left alone."""
    await execute("DELETE FROM room_leases WHERE room_id = $1 AND holder = $2", room_id, holder)


async def lease_state(room_id: UUID) -> LeaseState:
    """Say whether the room is being transcribed, by the database's clock."""
    row = await fetch_one(
        "SELECT expires_at > clock_timestamp() AS held FROM room_leases WHERE room_id = $1", room_id
    )
    if row is None:
        return LeaseState.FREE
    return LeaseState.HELD if row["held"] else LeaseState.STALE
