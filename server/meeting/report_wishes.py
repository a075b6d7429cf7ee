"""Who wants a report of their own: by default everybody; a refusal deletes it and lets none be written."""

from typing import Literal
from uuid import UUID

from server.meeting.db import execute, fetch_one, transaction

Refused = Literal["meeting", "always"]


async def refused_by(participant_id: UUID | None, user_id: UUID | None) -> Refused | None:
    """Return whether this person refused the report of this meeting, or of every one; None: of neither."""
    if user_id is not None and not await wants_reports(user_id):
        return "always"
    row = await fetch_one("SELECT id FROM report_refusals WHERE participant_id = $1", participant_id)
    return "meeting" if row else None


async def want_report(participant_id: UUID, *, wanted: bool) -> None:
    """Say whether a participant wants the report of their meeting; idempotent."""
    async with transaction():
        if wanted:
            await execute("DELETE FROM report_refusals WHERE participant_id = $1", participant_id)
            return
        await execute(
            "INSERT INTO report_refusals (participant_id) VALUES ($1) ON CONFLICT DO NOTHING", participant_id
        )
        await execute("DELETE FROM participant_reports WHERE participant_id = $1", participant_id)


async def wants_reports(user_id: UUID) -> bool:
    """Whether an account wants reports at all."""
    return await fetch_one("SELECT id FROM report_refusals WHERE user_id = $1", user_id) is None


async def want_reports(user_id: UUID, *, wanted: bool) -> None:
    """Say whether an account wants reports; a refusal deletes those of all its meetings. Idempotent."""
    async with transaction():
        if wanted:
            await execute("DELETE FROM report_refusals WHERE user_id = $1", user_id)
            return
        await execute("INSERT INTO report_refusals (user_id) VALUES ($1) ON CONFLICT DO NOTHING", user_id)
        await execute(
            "DELETE FROM participant_reports WHERE participant_id IN"
            " (SELECT id FROM participants WHERE user_id = $1)",
            user_id,
        )
