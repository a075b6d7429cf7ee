"""What a long command shows: a bar a step on a terminal, and a line for each finished step everywhere."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)


class ProgressBar:
    """One step's progress."""

    def __init__(self, progress: Progress, name: str, total: float | None) -> None:
        self._progress = progress
        self.task = progress.add_task(name, total=total)
        self.note = ""
        """Said in the line that remains."""

    def advance(self, by: float) -> None:
        """Say that more is done."""
        self._progress.advance(self.task, by)

    def at(self, done: float, total: float) -> None:
        """Say how much of how much is done."""
        self._progress.update(self.task, completed=done, total=total)


class ProgressBoard:
    """The bars of one command, shown while it is entered."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.progress = Progress(
            TextColumn("  {task.description:<22}"), BarColumn(30), TaskProgressColumn(), TimeElapsedColumn(),
            TextColumn("left"), TimeRemainingColumn(), console=console, transient=True,
            disable=not console.is_terminal,
        )  # fmt: skip

    @contextmanager
    def step(self, name: str, total: float | None = None) -> Iterator[ProgressBar]:
        """Show a bar while the block runs; a line says how long it took."""
        began, bar = time.monotonic(), ProgressBar(self.progress, name, total)
        try:
            yield bar
        finally:
            self.progress.remove_task(bar.task)
        note = f"  {bar.note}" if bar.note else ""
        self.console.print(f"  ✓ {name} ({time.monotonic() - began:.0f} s){note}", highlight=False)
