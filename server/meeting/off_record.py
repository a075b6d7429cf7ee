"""Off the record: stretches in which nobody, or one person, is heard, stored or recorded.

A stretch is a row of `transcript_gaps` with the cause `off_record`; it lasts until somebody who may resumes,
or to the end of the meeting. The transcriber only reads these rows.
"""

from dataclasses import dataclass
from uuid import UUID

from server.errors import Conflict
from server.meeting.db import fetch, fetch_one


@dataclass(frozen=True, slots=True)
class OffRecord:
    """Who is off the record now."""

    everybody: bool = False
    people: frozenset[str] = frozenset()
    """LiveKit identities of those who are by themselves, also while everybody is."""

    def covers(self, identity: str) -> bool:
        """Whether this person is off the record."""
        return self.everybody or identity in self.people


async def set_off_record(room_id: UUID, participant_id: UUID | None, *, is_off: bool) -> bool:
    """Go off the record or back on it, a participant or with None everybody; False without a change.

    A participant does so in every room of the meeting where they have a place, breakouts too.

    Raises Conflict unless the meeting is being held; asyncpg's InsufficientPrivilegeError for an actor who is
    neither the participant nor, for everybody, the host or a co-host.
    """
    row = await fetch_one("SELECT set_off_record($1, $2, $3) AS changed", room_id, participant_id, is_off)
    changed = row["changed"] if row else None
    if changed is None:
        raise Conflict("The meeting is not being held, so nothing of it is recorded.")
    return bool(changed)


async def off_record_now(room_id: UUID) -> OffRecord:
    """Return who is off the record now."""
    rows = await fetch(
        "SELECT p.identity FROM transcript_gaps g LEFT JOIN participants p ON p.id = g.participant_id"
        " WHERE g.room_id = $1 AND g.cause = 'off_record' AND g.to_ms IS NULL",
        room_id,
    )
    found = [row["identity"] for row in rows]
    return OffRecord(None in found, frozenset(filter(None, found)))
