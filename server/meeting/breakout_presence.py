"""Who is in the breakouts of a meeting: whether anybody who leads it is, and all people for who leads it."""

# ruff: noqa: S608  only a constant list of columns is put into a statement; values go by $1

from collections.abc import Sequence
from uuid import UUID

from server.meeting.db import fetch, fetch_one
from server.meeting.participants import COLUMNS, Participant, participant_from


async def leaders_in_breakouts(room_id: UUID) -> bool:
    """Whether host or co-hosts are in breakouts of the meeting, or left one within a minute."""
    row = await fetch_one("SELECT are_in_breakouts($1, true) AS so", room_id)
    return row is not None and bool(row["so"])


async def outlasts_people(room_id: UUID) -> bool:
    """Whether an empty room stays open: a breakout that is not due, or a meeting with people in breakouts."""
    row = await fetch_one("SELECT outlasts_people($1) AS so", room_id)
    return row is not None and bool(row["so"])


async def people_inside(room_ids: Sequence[UUID]) -> list[Participant]:
    """List everybody who is in one of these rooms of a meeting, for who leads it."""
    rows = await fetch(
        f"SELECT {COLUMNS} FROM participants WHERE room_id = ANY($1::uuid[]) AND status = 'joined'",
        list(room_ids),
    )
    return [participant_from(row) for row in rows]
