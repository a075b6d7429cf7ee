"""`parley db seed`: fill an empty database with a fictional year."""

import argparse
import asyncio
import secrets
from datetime import UTC, datetime

from rich.console import Console

from server.meeting.passwords import hash_password
from server.meeting.schema import migrate
from server.progress_board import EACH_STEP, ProgressBoard
from server.seed.load import load
from server.seed.people import email_of
from server.seed.scale import SCALES, Year


def seed(url: str, given: argparse.Namespace) -> int:
    """Migrate, load the year, and print who can sign in."""
    day: datetime = given.until or datetime.now(UTC)
    until = day.replace(hour=0, minute=0, second=0, microsecond=0, tzinfo=UTC)
    password, console = secrets.token_urlsafe(9), Console(highlight=False, soft_wrap=True)
    asyncio.run(
        _seed(url, given.scale, given.seed, until, password, ProgressBoard(console, line_after_s=EACH_STEP))
    )
    console.print(f"  sign in as {email_of(0)} (in 300 meetings) with {password}")
    return 0


async def _seed(
    url: str, scale: str, number: int, until: datetime, password: str, board: ProgressBoard
) -> None:
    await migrate(url)
    year = Year(SCALES[scale], number, until, await hash_password(password))
    with board.shown():
        await load(url, year, board)
