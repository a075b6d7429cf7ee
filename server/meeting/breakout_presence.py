"""Who is in the breakouts of a meeting, for those who see neither the breakouts nor their people."""

from uuid import UUID

from server.meeting.db import fetch_one


async def leaders_in_breakouts(room_id: UUID) -> bool:
    """Whether host or co-hosts are in breakouts of the meeting, or left one within a minute."""
    row = await fetch_one("SELECT are_in_breakouts($1, true) AS so", room_id)
    return row is not None and bool(row["so"])


async def outlasts_people(room_id: UUID) -> bool:
    """Whether an empty room stays open: a breakout that is not due, or a meeting with people in breakouts."""
    row = await fetch_one("SELECT outlasts_people($1) AS so", room_id)
    return row is not None and bool(row["so"])
