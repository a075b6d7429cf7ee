"""The lease of the job that transcribes a room: one per room, judged by the database's clock."""

from enum import StrEnum
from uuid import UUID

from server.meeting.db import execute, fetch_one

LEASE_S = 15.0
"""A lease not renewed for this long can be taken over; renew at a third of it."""
LONGEST_LEASE_S = 60.0
"""The database gives no longer ones: one that lasts longer is left from before its clock was set back."""


class LeaseState(StrEnum):
    """Whether a transcriber holds the room now."""

    FREE = "free"
    HELD = "held"
    STALE = "stale"


async def take_lease(room_id: UUID, holder: str, *, seconds: float = LEASE_S) -> bool:
    """Take a free or expired lease, or one's own again; False if another holds it or the meeting is over.

    The database limits a lease to a minute. Taking one over from a job that died records a gap. If only a
    jump of the database's clock explains the expiry, the holder first has ten seconds in which to renew.
    """
    row = await fetch_one("SELECT take_lease($1, $2, $3) AS taken", room_id, holder, seconds)
    return row is not None and row["taken"]


async def take_late_lease(room_id: UUID, holder: str, *, seconds: float = LEASE_S) -> bool:
    """Take or renew the lease of a meeting that ended within a week; False if another holds it."""
    row = await fetch_one("SELECT take_late_lease($1, $2, $3) AS taken", room_id, holder, seconds)
    return row is not None and row["taken"]


async def renew_lease(room_id: UUID, holder: str, *, seconds: float = LEASE_S) -> bool:
    """Renew the lease, expired or not; False if another job has it: then stop writing at once."""
    row = await fetch_one("SELECT renew_lease($1, $2, $3) AS renewed", room_id, holder, seconds)
    return row is not None and row["renewed"]


async def end_leases(holder: str) -> bool:
    """End the leases of a job that died, as of their last renewal; False if it held none."""
    return bool(
        await fetch_one("SELECT renew_lease(room_id, holder, 0) FROM room_leases WHERE holder = $1", holder)
    )


async def release_lease(room_id: UUID, holder: str) -> None:
    """Release one's own lease; does nothing to another's."""
    await execute("DELETE FROM room_leases WHERE room_id = $1 AND holder = $2", room_id, holder)


async def lease_state(room_id: UUID) -> LeaseState:
    """Return whether the room is being transcribed, by the database's clock.

    Held are leases that were not ended, and that expire within the longest time the database gives.
    """
    row = await fetch_one(
        "SELECT expires_at > coalesce(renewed_at, '-infinity') AND expires_at > clock_timestamp()"
        " AND expires_at <= clock_timestamp() + make_interval(secs => $2) AS held"
        " FROM room_leases WHERE room_id = $1",
        room_id,
        LONGEST_LEASE_S,
    )
    if row is None:
        return LeaseState.FREE
    return LeaseState.HELD if row["held"] else LeaseState.STALE
