"""Benchmark of the database at the schema document's scales, with row-level security on.

    python -m tests.bench.database [--scale small|medium|large] [--seconds 2] [--directory DIR]

Starts its own PostgreSQL, seeds a year of data (unless the directory holds it), and runs the read queries
through the product's functions, in the web process's role as a user, each client in a closed loop. Then it
measures writes, on the same durable server. A sequential scan of a growing table fails the benchmark.
"""

# ruff: noqa: S311  random choices, no secrets

import argparse
import asyncio
import json
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from statistics import quantiles

import asyncpg
from rich.console import Console

from server.meeting.actor import AS_CONNECTED, acting_as
from server.meeting.db import open_database
from server.meeting.passwords import hash_password
from server.meeting.schema import migrate
from server.meeting.sealing.keyring import Keyring
from server.meeting.sealing.process_keys import set_process_keyring
from server.progress_board import EACH_STEP, ProgressBoard
from server.seed.load import load
from server.seed.scale import SCALES, Year
from server.stack.engines import postgres
from tests.bench.database_pages import Ask, Pages, visitors
from tests.bench.database_plans import plans_of
from tests.bench.database_search import Searches
from tests.bench.database_writes import finals, live_transcripts, wal_of_a_long_meeting
from tests.bench.percentiles import machine

CLIENTS = (1, 8, 32)
WARM = 20
TUNED = {
    "shared_buffers": "{buffers}",
    "random_page_cost": "1.1",
    "max_wal_size": "4GB",
    "checkpoint_timeout": "15min",
}
"""Settings recommended by PostgreSQL's manual for SSDs and ample memory; also in docs/database.md."""
BUFFERS = {"small": "256MB", "medium": "1GB", "large": "4GB"}


def say(text: str) -> None:
    """Print and flush."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def row(samples_ms: list[float]) -> str:
    """p50, p95 and p99 in milliseconds."""
    if len(samples_ms) < 2:
        return f"{'too few':>24}"
    cuts = quantiles(samples_ms, n=100, method="inclusive")
    return f"{cuts[49]:8.1f}{cuts[94]:8.1f}{cuts[98]:8.1f}"


async def asked(ask: Ask, clients: int, seconds: float) -> list[float]:
    """Run `clients` concurrent closed loops for `seconds`; return each latency in ms."""
    samples: list[float] = []
    until = time.perf_counter() + seconds

    async def client() -> None:
        while (begin := time.perf_counter()) < until:
            await ask()
            samples.append((time.perf_counter() - begin) * 1000)

    await asyncio.gather(*(client() for _ in range(clients)))
    return samples


async def read_path(
    url: str, asks: Callable[[int], dict[str, Ask]], seconds: float
) -> tuple[dict[str, list[float]], bool]:
    """Measure every query, of those a random seed gives; returns the latencies in ms of one client.

    False if a plan scans a growing table sequentially.
    """
    say(f"\n{'ms':<29}" + "".join(f"{f'{n} at once: p50':>17}{'p95':>7}{'p99':>8}" for n in CLIENTS))
    slow: dict[str, set[str]] = {}
    indexes: dict[str, list[str]] = {}
    alone: dict[str, list[float]] = {}
    async with open_database(url, role="web", pool_size=max(CLIENTS)):
        for name, ask in asks(1).items():
            for _ in range(WARM):
                await ask()
            samples = [await asked(ask, clients, seconds) for clients in CLIENTS]
            alone[name] = samples[0]
            say(f"{name:<37}" + "        ".join(map(row, samples)))
    for name, ask in asks(2).items():
        plans = await plans_of(url, ask)
        indexes[name] = list(plans.indexes)
        if plans.whole:
            slow[name] = plans.whole
    say("\nindexes of the plans")
    for name, used in indexes.items():
        say(f"{name:<37}{', '.join(used)}")
    for name, tables in slow.items():
        say(f"✗ {name} reads the whole of {', '.join(sorted(tables))}")
    return alone, not slow


def say_search(scale: str, samples: dict[str, list[float]]) -> None:
    """Print the 95th percentile of all kinds of searches together, and of the slowest kind."""
    whole = [each for kind in samples.values() for each in kind]
    by_kind = {name: quantiles(kind, n=20, method="inclusive")[18] for name, kind in samples.items()}
    name, slowest = max(by_kind.items(), key=lambda each: each[1])
    p95 = quantiles(whole, n=20, method="inclusive")[18]
    say(f"\nsearch p95 over the {scale} seed: {p95:.0f} ms; of the slowest kind, “{name}”, {slowest:.0f} ms")


async def write_path(url: str, seconds: float) -> None:
    """Measure writing finals of many rooms at once, and the WAL of a long meeting."""
    with acting_as(AS_CONNECTED):
        async with open_database(url, pool_size=4):
            where = await live_transcripts()
    async with open_database(url, role="agent", pool_size=16):
        await finals(where, 1)
        begun, stored, rate = await finals(where, seconds)
    say(f"\n{len(where)} rooms, {rate:.0f} finals a second{'p50':>13}{'p95':>8}{'p99':>8}")
    say(f"{'begin a segment':<37}{row(begun)}\n{'store its final words':<37}{row(stored)}")
    with acting_as(AS_CONNECTED):
        async with open_database(url, pool_size=1):
            wal = await wal_of_a_long_meeting()
    ours = wal["segments"] + wal["closing"]
    said, closing, naive = (wal[name] / 1e6 for name in ("segments", "closing", "naive"))
    say(f"\nWAL of a two-hour meeting: {said:.1f} MB as it is said and {closing:.1f} MB to close it")
    say(f"appended to transcripts.segments: {naive:.1f} MB, {wal['naive'] / ours:.0f} times as much")


async def sizes(url: str) -> None:
    """Print the size of every table."""
    connection = await asyncpg.connect(url)
    rows = await connection.fetch(
        "SELECT relname AS name, greatest(1, n_live_tup) AS n, pg_table_size(relid) AS heap,"
        " pg_indexes_size(relid) AS indexes FROM pg_stat_user_tables WHERE schemaname = 'public'"
        " AND n_live_tup > 0 ORDER BY pg_total_relation_size(relid) DESC LIMIT 15"
    )
    await connection.close()
    say(f"\n{'table':<22}{'rows':>12}{'bytes a row':>14}{'of indexes':>12}{'in all, MB':>12}")
    for each in rows:
        whole = (each["heap"] + each["indexes"]) / 1e6
        cells = f"{each['heap'] / each['n']:>14.0f}{each['indexes'] / each['n']:>12.0f}{whole:>12.0f}"
        say(f"{each['name']:<22}{each['n']:>12}{cells}")


async def seeded(directory: Path, scale: str) -> Year:
    """Use the directory's data of this scale, or seed it."""
    note = directory / "year.json"
    if note.exists():
        told = json.loads(note.read_text())
        return Year(SCALES[told["scale"]], told["seed"], datetime.fromisoformat(told["until"]), "")
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    year = Year(SCALES[scale], 1, midnight, await hash_password("correct horse battery", cost=4))
    board, began = ProgressBoard(Console(highlight=False), line_after_s=EACH_STEP), time.monotonic()
    await tune(directory, BUFFERS[scale])
    async with postgres(directory, durable=False) as url:
        await migrate(url)
        with board.shown():
            await load(url, year, board)
    say(f"seeded in {time.monotonic() - began:.0f} s")
    note.write_text(json.dumps({"scale": scale, "seed": year.seed, "until": year.until.isoformat()}))
    return replace(year, password_hash="")


async def tune(directory: Path, buffers: str) -> None:
    """Write the settings, effective at the next start."""
    async with postgres(directory, durable=False) as url:
        connection = await asyncpg.connect(url)
        for name, value in TUNED.items():
            await connection.execute(f"ALTER SYSTEM SET {name} = '{value.format(buffers=buffers)}'")
        await connection.close()


async def measure(directory: Path, scale: str, seconds: float) -> bool:
    """Seed and measure; return whether no plan scans a growing table sequentially."""
    year = await seeded(directory, scale)
    async with postgres(directory, durable=True) as url:
        await migrate(url)
        say(f"\n{machine()}; {year.scale.name}: {year.scale.people} people, {year.scale.rooms} meetings,"
            f" {year.scale.segments} segments")  # fmt: skip
        with acting_as(AS_CONNECTED):
            async with open_database(url, pool_size=2):
                cast = await visitors(year, Random(1))
        _, pages_good = await read_path(url, lambda seed: Pages(cast, seed).all(), seconds)
        found, search_good = await read_path(
            url, lambda seed: Searches(cast, year.until, seed).all(), seconds
        )
        say_search(scale, found)
        await write_path(url, 5 * seconds)
        await sizes(url)
    return pages_good and search_good


def main() -> int:
    """Measure and print; exit code 1 if a plan scans a growing table sequentially."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--scale", choices=list(SCALES), default="small")
    options.add_argument("--seconds", type=float, default=2.0, help="of each page and number of clients")
    options.add_argument("--directory", type=Path, help="where the database is kept; else it is thrown away")
    given = options.parse_args()
    set_process_keyring(Keyring([("bench", bytes(32))]))
    with tempfile.TemporaryDirectory(prefix="parley-bench-") as passing:
        directory = given.directory or Path(passing)
        return 0 if asyncio.run(measure(directory, given.scale, given.seconds)) else 1


if __name__ == "__main__":
    sys.exit(main())
