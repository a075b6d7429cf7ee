"""The main functions of processes: log, settings, exit code; and of queue workers: signals, health pages."""

import asyncio
import contextlib
import signal
import sys
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, Protocol

from server.config import Settings, SettingsError
from server.health_page import Answer, health_pages
from server.logs import configure_logs
from server.metrics_page import MetricsPage

HOST = "127.0.0.1"
GRACE_S = 2.0
"""What has not ended this long after SIGTERM is cancelled, and begun again by the next process."""


class Worker(Protocol):
    """What stops in two steps, as a QueueWorker."""

    async def run(self) -> None: ...

    def stop(self) -> None: ...

    def cancel_running(self) -> None: ...


def run_process(serve: Callable[[Settings], Coroutine[Any, Any, None]]) -> int:
    """Run `serve` with the environment's settings.

    The exit code is 2, with one line on standard error, when it or the settings raise SettingsError.
    """
    configure_logs()
    try:
        asyncio.run(serve(Settings.from_env()))
    except SettingsError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


async def run_worker(
    worker: Worker, pages: Mapping[str, Answer], port: int | None, metrics: MetricsPage | None = None
) -> None:
    """Run until SIGTERM or SIGINT, with health pages and metrics if there is a port for them."""
    loop = asyncio.get_running_loop()

    def stop() -> None:
        worker.stop()
        loop.call_later(GRACE_S, worker.cancel_running)

    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    serving = health_pages(pages, HOST, port, metrics) if port is not None else contextlib.nullcontext()
    async with serving:
        await worker.run()
