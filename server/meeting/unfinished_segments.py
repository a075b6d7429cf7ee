"""Open segments that get no final: discarded because nothing was said, or interrupted with their job."""

from uuid import UUID

from server.meeting.db import execute, transaction


async def discard_segment(segment_id: UUID) -> None:
    """Delete a segment that turned out to have no words; its `seq` is not reused."""
    await execute("DELETE FROM transcript_segments WHERE id = $1 AND state = 'open'", segment_id)


async def interrupt_open_segments(transcript_id: UUID) -> int:
    """Close the segments a dead job left open; empty ones are deleted. Returns how many were kept."""
    async with transaction():
        await execute(
            "DELETE FROM transcript_segments WHERE transcript_id = $1 AND state = 'open' AND text = ''",
            transcript_id,
        )
        return await execute(
            """
            UPDATE transcript_segments SET state = 'interrupted', raw_text = text, revision = revision + 1
            WHERE transcript_id = $1 AND state = 'open'
            """,
            transcript_id,
        )
