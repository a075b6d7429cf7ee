"""Talk time of each participant."""

from dataclasses import dataclass
from uuid import UUID

from server.meeting.db import fetch
from server.meeting.display_names import display_names
from server.meeting.participants import participants_of


@dataclass(frozen=True, slots=True)
class TalkTime:
    """One person's talk time; `share` of all speech, 0 to 1."""

    participant_id: UUID | None
    name: str
    seconds: float
    share: float


async def talk_time(room_id: UUID) -> list[TalkTime]:
    """Sum the segments' durations by speaker, longest first."""
    rows = await fetch(
        """
        WITH spoken AS (
            SELECT participant_id, min(speaker) AS speaker, sum(end_ms - start_ms) AS ms
            FROM transcript_segments WHERE room_id = $1 AND text <> ''
            GROUP BY participant_id, CASE WHEN participant_id IS NULL THEN speaker END
        )
        SELECT participant_id, speaker AS name, (ms / 1000.0)::float8 AS seconds,
               coalesce(ms / nullif(sum(ms) OVER (), 0), 0)::float8 AS share
        FROM spoken ORDER BY ms DESC, name
        """,
        room_id,
    )
    names = display_names(await participants_of(room_id)) if rows else {}
    return [
        TalkTime(**{**row, "name": names.get(row["participant_id"], row["name"])}) for row in map(dict, rows)
    ]
