"""Health endpoints of the jobs process: one for a supervisor, one for monitoring.

`/healthz` is 200 while tasks are started on time, else 503; a failing task does not turn it to 503, because
a restart would not help. `/overdue` is 503 when any task is overdue. Both list the tasks.
"""

from functools import partial

from server.health_page import Answer
from server.jobs.overdue_tasks import TaskStanding
from server.jobs.worker import JobsWorker
from server.meeting.database_errors import DATABASE_ERRORS


def shown(standing: TaskStanding) -> dict[str, object]:
    """Convert one task to JSON."""
    last = standing.last
    return {
        "task": standing.task.name,
        "overdue": standing.overdue,
        "due": standing.due.isoformat() if standing.due else None,
        "last_outcome": last.outcome if last else None,
        "last_started": last.started_at.isoformat() if last else None,
    }


def pages_of(worker: JobsWorker) -> dict[str, Answer]:
    """Both pages, by path."""

    async def told(*, late_is_ill: bool) -> tuple[int, dict[str, object]]:
        if not worker.ready.is_set():
            return 503, {"status": "waiting"}
        try:
            found = await worker.standings()
        except DATABASE_ERRORS:
            return 503, {"status": "waiting"}
        late = [each.task.name for each in found if each.overdue]
        body: dict[str, object] = {
            "status": "ready",
            "overdue": late,
            "tasks": [shown(each) for each in found],
        }
        return 503 if late_is_ill and late else 200, body

    return {"/healthz": partial(told, late_is_ill=False), "/overdue": partial(told, late_is_ill=True)}
