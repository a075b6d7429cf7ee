"""Reminds people of their action items: the day before, and once when they are overdue."""

from server.jobs.cleanup_tasks import until_done
from server.jobs.scheduled_task import Counts, Work


async def action_items(_: Work) -> Counts:
    """Notify whose items are due by tomorrow, or overdue, where the meeting was held; once of each date."""
    return {"notified": await until_done("remind_of_action_items()")}
