"""`python -m agent.minutes`: the minutes process of the Procfile."""

import asyncio
import contextlib
import os
import signal
import sys

import structlog
from aiohttp import ClientSession

from agent.logs import configure
from agent.minutes.authored import ModelAuthor
from agent.minutes.worker import Worker, health
from agent.minutes.writing import Extractor
from server.config import Settings, SettingsError
from server.meeting.rings import Rings

HOST = "127.0.0.1"
GRACE_S = 2.0
"""What cannot be finished in so long is left to the next worker."""


async def serve(settings: Settings, port: int | None) -> None:
    """Work until SIGTERM or SIGINT."""
    rings = Rings(settings.redis_url)
    session = ClientSession()
    author = ModelAuthor(settings, session) if settings.ollama_host else Extractor()
    worker = Worker(author, rings, settings.database_url)
    loop = asyncio.get_running_loop()
    running = asyncio.ensure_future(worker.run())

    def stop() -> None:
        worker.stop()
        loop.call_later(GRACE_S, running.cancel)

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    async with contextlib.AsyncExitStack() as stack:
        await stack.enter_async_context(rings)
        await stack.enter_async_context(session)
        if port is not None:
            await stack.enter_async_context(health(worker, HOST, port))
        with contextlib.suppress(asyncio.CancelledError):
            await running


def main() -> int:
    """Read the settings and serve; 2 when they cannot be right."""
    configure()
    try:
        settings = Settings.from_env()
    except SettingsError as error:
        structlog.get_logger().error("settings", cause=str(error))
        return 2
    port = os.environ.get("MINUTES_PORT")
    asyncio.run(serve(settings, int(port) if port else None))
    return 0


if __name__ == "__main__":
    sys.exit(main())
