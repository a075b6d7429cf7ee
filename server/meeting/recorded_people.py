"""Who may be seen and heard in a meeting's video now: those who agreed and are on the record, nobody else."""

from dataclasses import dataclass
from uuid import UUID

from server.meeting.db import fetch_one
from server.meeting.recording_state import OURS


@dataclass(frozen=True, slots=True)
class RecordedPeople:
    """Without a recording, and while everybody is off the record, nobody may be."""

    is_recording: bool = False
    """The transcriber records, and shows everybody that it does."""
    everybody_off: bool = False
    identities: tuple[str, ...] = ()
    """LiveKit identities of those who agreed and are not off the record by themselves."""


async def recorded_people(room_id: UUID) -> RecordedPeople:
    """Return who may be recorded now, from one snapshot of the rows."""
    row = await fetch_one(
        f"""
        SELECT EXISTS (SELECT FROM recordings r JOIN rooms m ON m.id = r.room_id WHERE r.room_id = $1
                AND r.{OURS} AND r.status = 'recording' AND m.status = 'live') AS is_recording,
            EXISTS (SELECT FROM transcript_gaps g WHERE g.room_id = $1 AND g.cause = 'off_record'
                AND g.to_ms IS NULL AND g.participant_id IS NULL) AS everybody_off,
            ARRAY (SELECT p.identity FROM participants p
                JOIN recording_consents c ON c.participant_id = p.id AND c.agreed
                WHERE p.room_id = $1 AND p.status <> 'removed' AND NOT EXISTS (
                    SELECT FROM transcript_gaps g WHERE g.room_id = $1 AND g.cause = 'off_record'
                    AND g.to_ms IS NULL AND g.participant_id = p.id)
                ORDER BY p.identity) AS identities
        """,  # noqa: S608  a constant condition
        room_id,
    )
    assert row is not None  # noqa: S101  a SELECT without FROM returns one row
    return RecordedPeople(row["is_recording"], row["everybody_off"], tuple(row["identities"]))
