"""`parley db`: open the owner's connection and run one task."""

import argparse
import asyncio
from pathlib import Path

from server.database.psql import become_psql
from server.database.reindex import reindex
from server.database.sizes import print_sizes
from server.database.status import print_status
from server.database.vacuum import vacuum
from server.meeting.owner_connection import connected


def run(url: str, given: argparse.Namespace, rest: list[str], programs: Path | None) -> int:
    """Run one task on the owner's `url`; returns its exit code. `programs` is PostgreSQL's bin directory."""
    match given.task:
        case "vacuum":
            return asyncio.run(vacuum(url, given.tables))
        case "reindex":
            return asyncio.run(reindex(url, given.tables))
        case "psql":
            become_psql(url, [*rest, *given.rest], programs)
        case "sizes":
            return asyncio.run(_sizes(url))
    return asyncio.run(print_status(url))


async def _sizes(url: str) -> int:
    async with connected(url) as connection:
        return await print_sizes(connection)
