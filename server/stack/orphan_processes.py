"""Find and end the processes that a killed supervisor left, by a mark in their environment."""

import os
from collections.abc import Iterator

import psutil

from server.stack.layout import Layout

MARK = "PARLEY_STACK"
"""Inherited by every process of a stack; its value is the data directory."""
GONE_S = 5.0


def mark(layout: Layout) -> None:
    """Set the mark for all processes started from now on."""
    os.environ[MARK] = str(layout.data)


def sweep(layout: Layout) -> int:
    """End the processes of an earlier stack on these data; returns the count. The caller holds the lock."""
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
