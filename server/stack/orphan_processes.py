"""What a supervisor that was killed left running: found by a mark in the environment, and ended."""

import os
from collections.abc import Iterator

import psutil

from server.stack.layout import Layout

MARK = "PARLEY_STACK"
"""Every process of a stack inherits it; its value is the stack's data directory."""
GONE_S = 5.0


def mark(layout: Layout) -> None:
    """Let everything that is started from now on carry the mark."""
    os.environ[MARK] = str(layout.data)


def sweep(layout: Layout) -> int:
    """End what still runs of an earlier stack on these data; how many. Only the holder of the lock may."""
    found = list(_of(layout))
    for process in found:
        try:
            process.terminate()
        except psutil.NoSuchProcess:
            continue
    _, stubborn = psutil.wait_procs(found, timeout=GONE_S)
    for process in stubborn:
        process.kill()
    psutil.wait_procs(stubborn, timeout=GONE_S)
    return len(found)


def _of(layout: Layout) -> Iterator[psutil.Process]:
    for process in psutil.process_iter():
        try:
            if process.pid != os.getpid() and process.environ().get(MARK) == str(layout.data):
                yield process
        except psutil.Error:
            continue
