"""Format numbers and tables for a terminal of 80 columns."""

import os
import sys
from datetime import UTC, datetime

from rich.console import Console
from rich.table import Table

PIPED_COLUMNS = 100
UNITS = ("B", "kB", "MB", "GB", "TB")
STEP = 1024
MARKS = {True: "✓", False: "✗", None: "–"}


def console() -> Console:
    """Return a console as wide as the terminal; of fixed width when output is piped."""
    told = sys.stdout.isatty() or "COLUMNS" in os.environ
    return Console(highlight=False, width=None if told else PIPED_COLUMNS)


def grid(*columns: str, right: int = 0, wraps: str = "") -> Table:
    """Build a borderless table; columns from index `right` on are numeric; only column `wraps` shrinks."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for at, name in enumerate(columns):
        table.add_column(name, justify="right" if right and at >= right else "left", no_wrap=name != wraps)
    return table


def size(count: int) -> str:
    """Format bytes with about three figures: `12 kB`."""
    value = float(count)
    for unit in UNITS:
        if value < STEP or unit == UNITS[-1]:
            break
        value /= STEP
    return f"{value:.0f} {unit}" if value >= 10 or unit == "B" else f"{value:.1f} {unit}"


def number(count: int) -> str:
    """Format a count with thin spaces between thousands; `?` for a negative (unknown) count."""
    return "?" if count < 0 else f"{count:,}"


def moment(time: datetime | None) -> str:
    """Format a recent time to the minute, in UTC."""
    return f"{time.astimezone(UTC):%m-%d %H:%M}" if time is not None else "–"
