"""`python -m server.jobs`: the jobs process of the Procfile."""

import asyncio
import contextlib
import signal
import sys

import structlog

from server.config import Settings, SettingsError
from server.health_page import health_pages
from server.jobs.health import pages_of
from server.jobs.task_registry import TASKS
from server.jobs.worker import JobsWorker
from server.logs import configure_logs

HOST = "127.0.0.1"
GRACE_S = 2.0
"""Work not finished within this time after SIGTERM is left to the next process."""


async def serve(settings: Settings) -> None:
    """Run tasks until SIGTERM or SIGINT."""
    async with contextlib.AsyncExitStack() as stack:
        worker = JobsWorker(settings, TASKS)
        _stop_by_signal(worker)
        if settings.jobs_port is not None:
            await stack.enter_async_context(health_pages(pages_of(worker), HOST, settings.jobs_port))
        await worker.run()


def _stop_by_signal(worker: JobsWorker) -> None:
    loop = asyncio.get_running_loop()

    def stop() -> None:
        worker.stop()
        loop.call_later(GRACE_S, worker.give_up)

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)


def main() -> int:
    """Return the exit code: 2 when the settings are invalid."""
    configure_logs()
    try:
        settings = Settings.from_env()
    except SettingsError as error:
        structlog.get_logger().error("settings", cause=str(error))
        return 2
    asyncio.run(serve(settings))
    return 0


if __name__ == "__main__":
    sys.exit(main())
