"""What minutes rest on no more: segments that were corrected after the minutes' author read them."""

from collections.abc import Sequence
from uuid import UUID

from server.meeting.db import execute, fetch, to_json
from server.meeting.segment_rows import Segment


async def mark_stale(summary_id: UUID, room_id: UUID, read: Sequence[Segment]) -> None:
    """Compare the segments that were read with what is stored now, under the summary's lock.

    Who corrects one later waits for the lock and marks it themselves (settle_corrections(), m0034).
    """
    as_read = {each.id: each for each in read}
    rows = await fetch(
        "SELECT id, text, speaker, participant_id FROM transcript_segments WHERE room_id = $1 AND id IN"
        " (SELECT segment_id FROM segment_edits WHERE room_id = $1)",
        room_id,
    )
    stale = {
        str(each.id): each.revision
        for row in rows
        if (each := as_read.get(row["id"])) is not None
        and (each.text, each.speaker, each.participant_id) != tuple(row)[1:]
    }
    await execute("UPDATE meeting_summaries SET stale = $2 WHERE id = $1", summary_id, to_json(stale))
