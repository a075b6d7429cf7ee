"""Health endpoints of the jobs process: one for a supervisor, one for monitoring.

`/healthz` is 200 while tasks are started on time, else 503; a failing task does not turn it to 503, because
a restart would not help. `/overdue` is 503 when any task is overdue. Both list the tasks.
"""

import contextlib
from collections.abc import AsyncIterator

from aiohttp import web

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


@contextlib.asynccontextmanager
async def answering(worker: JobsWorker, host: str, port: int) -> AsyncIterator[int]:
    """Serve both while the block runs; yields the port."""

    async def told(*, late_is_ill: bool) -> web.Response:
        if not worker.ready.is_set():
            return web.json_response({"status": "waiting"}, status=503)
        try:
            found = await worker.standings()
        except DATABASE_ERRORS:
            return web.json_response({"status": "waiting"}, status=503)
        late = [each.task.name for each in found if each.overdue]
        body = {"status": "ready", "overdue": late, "tasks": [shown(each) for each in found]}
        return web.json_response(body, status=503 if late_is_ill and late else 200)

    async def healthz(_: web.Request) -> web.Response:
        return await told(late_is_ill=False)

    async def overdue(_: web.Request) -> web.Response:
        return await told(late_is_ill=True)

    app = web.Application()
    app.add_routes([web.get("/healthz", healthz), web.get("/overdue", overdue)])
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, host, port).start()
        yield runner.addresses[0][1]
    finally:
        await runner.cleanup()
