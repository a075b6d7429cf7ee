"""`parley up`: install, start, print the link, supervise, and stop everything together."""

import asyncio
import contextlib
import json
import os
import signal
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

from server.damaged_models import damaged_models
from server.files import write_private
from server.progress_board import ProgressBoard
from server.stack.environment import STARTED_LATER, completed, settings_for
from server.stack.layout import Layout
from server.stack.orphan_processes import mark, sweep
from server.stack.ports import Ports
from server.stack.preparation import prepare
from server.stack.reachability import for_others
from server.stack.request import Request
from server.stack.running import Running
from server.stack.supervisor import Supervisor

Watch = Callable[[Running], Coroutine[None, None, None]]
"""What runs beside the stack, until the stack ends."""


async def watch(running: Running) -> None:
    await running.supervisor.watch()


def up(request: Request, data: Path | None, *, strict: bool = False, while_up: Watch = watch) -> int:
    """Run the stack until a signal; returns the exit code."""
    layout = Layout.of(data=data)
    with layout.held():
        layout.state.unlink(missing_ok=True)
        sweep(layout)
        mark(layout)
        return asyncio.run(until_stopped(serve(layout, request, strict=strict, while_up=while_up)))


async def until_stopped(serving: Coroutine[None, None, None]) -> int:
    """Run until SIGINT or SIGTERM; further signals do not interrupt the shutdown."""
    task = asyncio.create_task(serving)
    loop = asyncio.get_running_loop()
    stopping = False

    def stop() -> None:
        nonlocal stopping
        if not stopping:
            stopping = True
            task.cancel()

    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop)
    with contextlib.suppress(asyncio.CancelledError):
        await task
    return 0


async def serve(layout: Layout, request: Request, *, strict: bool, while_up: Watch = watch) -> None:
    """Install and run the stack until cancelled; with `strict` raises when a part exits."""
    board, began = ProgressBoard(), time.monotonic()
    ports = Ports.choose(request, layout)
    completed({**STARTED_LATER, **settings_for(layout, request, ports)})
    await prepare(layout, os.environ.get("PARLEY_LANGUAGE", "en"), board)
    async with started(layout, request, ports, board, strict=strict) as running:
        with announced(running):
            took = time.monotonic() - began
            board.console.print(f"\n  Parley is ready: {running.settings['PARLEY_URL']}", style="bold")
            board.console.print(f"  ({took:.0f} s; Ctrl-C stops everything)\n")
            for line in for_others(request, ports, running.settings):
                board.line(line)
            for model in sorted(damaged_models(layout.data)):
                board.line(f"! {model.name} is damaged, rooms do without it: parley doctor")
            await while_up(running)


@asynccontextmanager
async def started(
    layout: Layout, request: Request, ports: Ports, board: ProgressBoard, *, strict: bool
) -> AsyncIterator[Running]:
    """Run engines and processes while the block runs."""
    supervisor = Supervisor(board, layout.data, strict=strict)
    running = Running(layout, board, request, ports, settings_for(layout, request, ports), supervisor)
    try:
        with board.shown():
            await running.engines()
            await running.procfile()
        yield running
    finally:
        await running.stop()


@contextlib.contextmanager
def announced(running: Running) -> Iterator[None]:
    """Write the stack's URL and settings to stack.json while the block runs."""
    told = {"url": running.settings["PARLEY_URL"], "env": running.settings}
    write_private(running.layout.state, json.dumps(told, indent=1))
    try:
        yield
    finally:
        running.layout.state.unlink(missing_ok=True)
