"""`python -m agent.minutes`: the minutes process of the Procfile."""

import asyncio
import contextlib
import signal
import sys

import structlog
from aiohttp import ClientSession

from agent.minutes.model_author import ModelAuthor
from agent.minutes.worker import MinutesWorker
from agent.minutes.writing import Extractor
from server.config import Settings, SettingsError
from server.health_page import health_pages, ready_when
from server.logs import configure_logs
from server.meeting.change_bus import ChangeBus

HOST = "127.0.0.1"
GRACE_S = 2.0
"""Grace period at shutdown; unfinished jobs return to the queue."""


async def serve(settings: Settings) -> None:
    """Run the worker until SIGTERM or SIGINT."""
    async with contextlib.AsyncExitStack() as stack:
        change_bus = await stack.enter_async_context(ChangeBus(settings.redis_url))
        session = await stack.enter_async_context(ClientSession())
        author = ModelAuthor(settings, session) if settings.ollama_host else Extractor()
        worker = MinutesWorker(author, change_bus, settings.database_url)
        _stop_by_signal(worker)
        if settings.minutes_port is not None:
            pages = {"/healthz": ready_when(worker.ready.is_set)}
            await stack.enter_async_context(health_pages(pages, HOST, settings.minutes_port))
        await worker.run()


def _stop_by_signal(worker: MinutesWorker) -> None:
    loop = asyncio.get_running_loop()

    def stop() -> None:
        worker.stop()
        loop.call_later(GRACE_S, worker.return_jobs)

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)


def main() -> int:
    """Run the process; exit code 2 on invalid settings."""
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
