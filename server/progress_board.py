"""Progress of long commands: one bar per step on a terminal; lines for what is done or missing everywhere."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    SpinnerColumn,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
)

WORTH_A_LINE_S = 2.0
EACH_STEP, NO_STEP = 0.0, float("inf")
"""Values of `line_after_s`: print a line for every step, or for none."""


class ProgressBar:
    """The progress of one step."""

    def __init__(self, progress: Progress, name: str, total: float | None) -> None:
        self._progress = progress
        self._task = progress.add_task(name, total=total)
        self.note = ""
        """Printed in the step's final line."""

    def of(self, total: float) -> None:
        """Set the total, once it is known."""
        self._progress.update(self._task, total=total)

    def at(self, done: float, total: float | None = None) -> None:
        """Set how much is done, and the total if given."""
        self._progress.update(self._task, completed=done, total=total)

    def advance(self, by: float = 1) -> None:
        """Add to what is done."""
        self._progress.advance(self._task, by)

    def remove(self) -> None:
        """Remove the bar."""
        self._progress.remove_task(self._task)


class ProgressBoard:
    """Bars for running steps, lines for what is done or missing."""

    def __init__(self, console: Console | None = None, *, line_after_s: float = WORTH_A_LINE_S) -> None:
        self._line_after_s = line_after_s
        self.console = console or Console(highlight=False, soft_wrap=True)
        self._progress = Progress(
            SpinnerColumn(), TextColumn("{task.description:<24}"), BarColumn(30), TaskProgressColumn(),
            TimeElapsedColumn(), console=self.console, transient=True,
        )  # fmt: skip
        self._said: set[str] = set()

    @contextmanager
    def shown(self) -> Iterator[None]:
        """Draw the bars while the block runs; without a terminal only lines are printed."""
        if not self.console.is_terminal:
            yield
            return
        with self._progress:
            yield

    def line(self, text: str) -> None:
        """Print one line above the bars."""
        self.console.print(f"  {text}", markup=False)

    def ready(self, name: str, detail: str, began: float) -> None:
        """Print that a part is ready, and the time since `began` (time.monotonic)."""
        self.line(f"✓ {name:<16} {detail}  ({time.monotonic() - began:.1f} s)")

    def once(self, text: str) -> None:
        """Print a line, unless it was printed before."""
        if text not in self._said:
            self._said.add(text)
            self.line(f"! {text}")

    @contextmanager
    def waiting(self, name: str) -> Iterator[None]:
        """Show a spinner while the block runs; the part prints its own line when ready."""
        bar = ProgressBar(self._progress, name, None)
        try:
            yield
        finally:
            bar.remove()

    @contextmanager
    def step(self, name: str, total: float | None = None) -> Iterator[ProgressBar]:
        """Show a bar for one step; a step that took long leaves a line."""
        began = time.monotonic()
        bar = ProgressBar(self._progress, name, total)
        try:
            yield bar
            took = time.monotonic() - began
            if took >= self._line_after_s:
                self.line(f"✓ {name} ({took:.0f} s)" + (f"  {bar.note}" if bar.note else ""))
        finally:
            bar.remove()
