"""Goes on with series of meetings: makes the rooms of the next ones, and invites their people to them."""

from server.jobs.scheduled_task import Counts, Work
from server.meeting.series import extend_due_series


async def extend(_: Work) -> Counts:
    """Keep each series so many meetings ahead."""
    return {"rooms": await extend_due_series()}
