"""A participant's private report: written by the worker with the minutes, read by that person alone."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

from asyncpg import Record

from server.meeting.db import execute, execute_many, fetch
from server.meeting.minutes_elements import Claim, claims_of, to_column
from server.meeting.report_figures import Figures, figures_from_json, figures_to_json


@dataclass(frozen=True, slots=True)
class Report:
    """A participant's private report."""

    participant_id: UUID
    speaking_time_s: int
    speaking_percentage: float
    """0 to 100."""
    content: str = ""
    """The prose of a report from before there were figures; empty since."""
    key_contributions: list[Claim] = field(default_factory=list)
    tasks_assigned_count: int = 0
    figures: Figures | None = None
    mentions: list[Claim] = field(default_factory=list)
    """What others said of the person by name; the first ones."""


OWN_REPORT = "SELECT * FROM participant_reports WHERE summary_id = $1 AND participant_id = $2"


async def save_reports(room_id: UUID, summary_id: UUID, reports: Iterable[Report]) -> None:
    """Replace the reports of a meeting."""
    await execute("DELETE FROM participant_reports WHERE summary_id = $1", summary_id)
    await execute_many(
        """
        INSERT INTO participant_reports (room_id, participant_id, summary_id, report_content, speaking_time,
                                         speaking_percentage, key_contributions, tasks_assigned_count,
                                         figures, mentions)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
        """,
        [
            (room_id, r.participant_id, summary_id, r.content, r.speaking_time_s, r.speaking_percentage,
             to_column(r.key_contributions), r.tasks_assigned_count, figures_to_json(r.figures),
             to_column(r.mentions))
            for r in reports
        ],
    )  # fmt: skip


async def reports_for(summary_id: UUID, participant_id: UUID | None) -> list[Report]:
    """Return this participant's report; none if they have none, or nobody is given."""
    return [_report(each) for each in await fetch(OWN_REPORT, summary_id, participant_id)]


def _report(row: Record) -> Report:
    return Report(
        participant_id=row["participant_id"],
        speaking_time_s=row["speaking_time"],
        speaking_percentage=row["speaking_percentage"],
        content=row["report_content"],
        key_contributions=claims_of(row["key_contributions"]),
        tasks_assigned_count=row["tasks_assigned_count"],
        figures=figures_from_json(row["figures"]),
        mentions=claims_of(row["mentions"]),
    )
