"""Totals of the participant reports, which the host may see; never another person's report."""

from dataclasses import dataclass
from uuid import UUID

from server.meeting.db import fetch_one


@dataclass(frozen=True, slots=True)
class Totals:
    """Sums over a meeting's reports, of which at least three are not the host's (m0047)."""

    reports: int
    speaking_time_s: int
    tasks_assigned: int
    questions: int
    interruptions: int


async def report_totals(room_id: UUID) -> Totals | None:
    """Sum the reports of a meeting one hosts; None when they are too few to hide one."""
    row = await fetch_one(
        "SELECT reports, speaking_time AS speaking_time_s, tasks_assigned, questions, interruptions"
        " FROM report_totals($1)",
        room_id,
    )
    return Totals(**dict(row)) if row and row["reports"] else None
