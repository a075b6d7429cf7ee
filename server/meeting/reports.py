"""What the host sees of everybody's reports: their sums, never one of another's."""

from dataclasses import dataclass
from uuid import UUID

from server.meeting.db import fetch_one


@dataclass(frozen=True, slots=True)
class Totals:
    """All reports of a meeting together."""

    reports: int
    speaking_time_s: int
    tasks_assigned: int


async def report_totals(room_id: UUID) -> Totals | None:
    """Add up the reports of a meeting one hosts; None where there are none to see."""
    row = await fetch_one(
        "SELECT reports, speaking_time AS speaking_time_s, tasks_assigned FROM report_totals($1)", room_id
    )
    return Totals(**dict(row)) if row and row["reports"] else None
