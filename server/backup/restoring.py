"""A data directory as the server was at a moment: the last backup before it, then the log up to it."""

import asyncio
import contextlib
import shutil
import tarfile
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from server.backup import recordings
from server.backup.catalogue import WAL, Backup, backups_in, leading_to, received_until
from server.backup.store import Store
from server.backup.taking import MANIFEST
from server.backup.tools import Progress, run
from server.mending import MendableError

TARS = {"base.tar.gz": ".", "pg_wal.tar.gz": "pg_wal"}
WAL_FETCH = "gunzip -c {wal}/%f.gz > %p 2> /dev/null || gunzip -c {wal}/%f.partial.gz > %p"
"""The whole segment, else what there was of the last one."""


class Recover(Protocol):
    """What runs PostgreSQL, which stands above us."""

    async def __call__(
        self, into: Path, pgdata: Path, wal: Path, to: datetime | None, *, is_whole: bool
    ) -> None:
        """Make `pgdata` the data of the stack in `into`, recovered to a moment with the packed log in `wal`.

        `is_whole`: the log holds everything up to that moment, so nothing happened after its end. Raises
        MendableError, also where the log ends earlier.
        """


@dataclass(frozen=True, slots=True)
class Restored:
    """What came of it."""

    backup: Backup
    """The last one used."""
    recordings: int


async def restore(
    store: Store,
    to: datetime | None,
    into: Path,
    recover: Recover,
    progress: Progress = lambda _: None,
) -> Restored:
    """Make `into` a stack's data as they were at `to` (None: as late as possible).

    Raises MendableError where `into` is not empty, no backup leads there, or the log ends before it.
    """
    if into.exists() and any(into.iterdir()):
        raise MendableError(f"{into} is not empty", "parley backup restore --into ANOTHER")
    if to is not None and to > datetime.now(UTC):
        raise MendableError("that moment is yet to come", None)
    into.mkdir(mode=0o700, parents=True, exist_ok=True)
    work = into / "restoring"
    work.mkdir(mode=0o700)
    try:
        chain = leading_to(to, await backups_in(store, work))
        await _unpacked(store, chain, work, progress)
        await _log(store, chain[0], work)
        until = await received_until(store, work)
        is_whole = to is not None and until is not None and to <= until
        await recover(into, work / "pgdata", work / WAL, to, is_whole=is_whole)
        progress(0.9)
        last = chain[-1]
        count = await recordings.put_back(store, last.recordings, into / "recordings", work)
    except BaseException:
        shutil.rmtree(into / "postgres", ignore_errors=True)
        raise
    finally:
        shutil.rmtree(work, ignore_errors=True)
    progress(1)
    return Restored(last, count)


def moment(text: str) -> datetime:
    """Read a time with its offset, as `2026-11-22 14:03:07+00`; raises MendableError."""
    with contextlib.suppress(ValueError):
        read = datetime.fromisoformat(text)
        if read.tzinfo is not None:
            return read.astimezone(UTC)
    raise MendableError(f"{text!r} is no time with an offset", "--to '2026-11-22 14:03:07+00'")


async def _unpacked(store: Store, chain: Sequence[Backup], work: Path, progress: Progress) -> None:
    """Fetch, unpack and check each backup, then let pg_combinebackup make one directory of them."""
    places = []
    for done, backup in enumerate(chain):
        progress(0.6 * done / len(chain))
        places.append(work / "unpacked" / backup.id)
        await _unpack(store, backup, places[-1], work)
    if len(places) == 1:
        places[0].rename(work / "pgdata")
    else:
        await run("pg_combinebackup", ["-o", str(work / "pgdata"), *map(str, places)])
        await run("pg_verifybackup", ["--no-parse-wal", "--quiet", str(work / "pgdata")])
    progress(0.6)


async def _unpack(store: Store, backup: Backup, place: Path, work: Path) -> None:
    place.mkdir(mode=0o700, parents=True)
    for name, part in TARS.items():
        source = await store.local(backup.key_of(name), work)
        await asyncio.to_thread(_untar, source, place / part)
    shutil.copyfile(await store.local(backup.key_of(MANIFEST), work), place / MANIFEST)
    await run("pg_verifybackup", ["--no-parse-wal", "--quiet", str(place)])


def _untar(source: Path, place: Path) -> None:
    with tarfile.open(source) as packed:
        packed.extractall(place, filter="data")  # nobody else’s, and nothing outside


async def _log(store: Store, first: Backup, work: Path) -> None:
    """Lay all of the log since the first backup where PostgreSQL will ask for it."""
    (work / WAL).mkdir(mode=0o700)
    for each in await store.entries(WAL):
        name = each.key.removeprefix(f"{WAL}/")
        if ".history" in name or name[8:24] >= first.first_segment[8:24]:
            (work / WAL / name).symlink_to(await store.local(each.key, work / "fetched"))
