"""Runs a blocking call beside the event loop, such that no stop of the process waits for it."""

import asyncio
import contextlib
import threading
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


async def in_daemon_thread(call: Callable[[], T], name: str) -> T:
    """Return or raise what the call does; it goes on by itself if the task is cancelled meanwhile."""
    loop = asyncio.get_running_loop()
    done: asyncio.Future[T] = loop.create_future()

    def finish(settle: Callable[[], None]) -> None:
        if not done.cancelled():
            settle()

    def run() -> None:
        try:
            result = call()
        except Exception as error:  # noqa: BLE001  it is raised in the task that waits
            _tell(loop, finish, lambda failure=error: done.set_exception(failure))  # type: ignore[misc]
        else:
            _tell(loop, finish, lambda: done.set_result(result))

    threading.Thread(target=run, name=name, daemon=True).start()
    return await done


def _tell(
    loop: asyncio.AbstractEventLoop,
    finish: Callable[[Callable[[], None]], None],
    settle: Callable[[], None],
) -> None:
    with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits
        loop.call_soon_threadsafe(finish, settle)
