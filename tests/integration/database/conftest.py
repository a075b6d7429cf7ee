"""`parley db` as a process, on the test's database."""

import asyncio
import os
import sys
from dataclasses import dataclass

import pytest

WIDTH = 80


@dataclass(frozen=True)
class Said:
    """What a command wrote, and how it ended."""

    code: int
    out: str
    err: str


async def parley(*argv: str, **environment: str) -> Said:
    """Run `parley db` on a terminal's 80 columns, with these variables over ours."""
    return await command("db", *argv, **environment)


async def command(*argv: str, **environment: str) -> Said:
    """Run any command so."""
    known = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "server", *argv,
        stdin=asyncio.subprocess.DEVNULL, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
        env={**known, "COLUMNS": str(WIDTH), **environment},
    )  # fmt: skip
    out, err = await process.communicate()
    return Said(process.returncode or 0, out.decode(), err.decode())


@pytest.fixture
def url(database: str) -> str:
    """Of the owner."""
    return database
