"""`parley db seed`: fill an empty database with a made-up year."""

import argparse
import asyncio
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from server.meeting.passwords import hash_password
from server.meeting.schema import migrate
from server.seed.load import load
from server.seed.people import email_of
from server.seed.scale import SCALES, Year


class Bar:
    """One step's progress."""

    def __init__(self, progress: Progress, name: str, total: float | None) -> None:
        self._progress = progress
        self.task = progress.add_task(name, total=total)

    def advance(self, by: float) -> None:
        """Say that more is done."""
        self._progress.advance(self.task, by)


class Board:
    """Bars on a terminal, one line a finished step everywhere."""

    def __init__(self, console: Console) -> None:
        self.console = console
        self.progress = Progress(
            TextColumn("  {task.description:<22}"), BarColumn(30), TaskProgressColumn(), TimeElapsedColumn(),
            TextColumn("left"), TimeRemainingColumn(), console=console, transient=True,
            disable=not console.is_terminal,
        )  # fmt: skip

    @contextmanager
    def step(self, name: str, total: float | None = None) -> Iterator[Bar]:
        """Show a bar while the block runs; a line says how long it took."""
        began, bar = time.monotonic(), Bar(self.progress, name, total)
        yield bar
        self.progress.remove_task(bar.task)
        self.console.print(f"  ✓ {name} ({time.monotonic() - began:.0f} s)", highlight=False)


def seed(url: str, given: argparse.Namespace) -> int:
    """Bring the schema up to date, write the year, and say who can sign in."""
    day: datetime = given.until or datetime.now(UTC)
    until = day.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=UTC)
    password, console = secrets.token_urlsafe(9), Console(highlight=False, soft_wrap=True)
    asyncio.run(_seed(url, given.scale, given.seed, until, password, Board(console)))
    console.print(f"  sign in as {email_of(0)} (in 300 meetings) with {password}")
    return 0


async def _seed(url: str, scale: str, number: int, until: datetime, password: str, board: Board) -> None:
    await migrate(url)
    year = Year(SCALES[scale], number, until, await hash_password(password))
    with board.progress:
        await load(url, year, board)
