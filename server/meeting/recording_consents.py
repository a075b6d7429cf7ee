"""Who agreed to be recorded: everybody says so for themselves, and may say otherwise at any time."""

from uuid import UUID

from server.meeting.db import execute, fetch
from server.meeting.participants import Participant


async def set_consent(participant: Participant, *, agreed: bool) -> None:
    """Record what a participant says of themselves."""
    await execute(
        "INSERT INTO recording_consents (room_id, participant_id, agreed) VALUES ($1, $2, $3)"
        " ON CONFLICT (participant_id) DO UPDATE SET agreed = EXCLUDED.agreed"
        " WHERE recording_consents.agreed <> EXCLUDED.agreed",
        participant.room_id,
        participant.id,
        agreed,
    )


async def not_recorded(room_id: UUID, recording_id: UUID) -> frozenset[UUID]:
    """Return who attended, does not agree and is not in the mix; nobody where nobody was asked."""
    rows = await fetch(
        """
        SELECT p.id FROM participants p
        LEFT JOIN recording_consents c ON c.participant_id = p.id
        WHERE p.room_id = $1 AND p.joined_at IS NOT NULL AND c.agreed IS NOT TRUE
          AND EXISTS (SELECT FROM recording_consents asked WHERE asked.room_id = $1 AND asked.agreed)
          AND NOT EXISTS (
              SELECT FROM recording_tracks t WHERE t.recording_id = $2 AND t.participant_id = p.id)
        """,
        room_id,
        recording_id,
    )
    return frozenset(row["id"] for row in rows)


async def consents_of(room_id: UUID) -> dict[UUID, bool]:
    """Return what each participant said; who has not said anything is left out."""
    rows = await fetch("SELECT participant_id, agreed FROM recording_consents WHERE room_id = $1", room_id)
    return {row["participant_id"]: row["agreed"] for row in rows}
