"""A data directory as the server was at a moment: the last backup before it, then the log up to it."""

import asyncio
import contextlib
import gzip
import re
import shutil
import tarfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Protocol

from server.backup import recording_files
from server.backup.base_backup import MANIFEST
from server.backup.catalogue import Backup, backups_in, chain_of
from server.backup.postgres_tools import Progress, run
from server.backup.store import TROUBLE, Store
from server.backup.timelines import WAL, Timeline, chain_leading_to, timelines_in
from server.backup.wal_positions import at
from server.backup.wal_shipper import PARTIAL
from server.operator_error import OperatorError


@dataclass(frozen=True, slots=True)
class RecoveryTarget:
    """What PostgreSQL is to become."""

    moment: datetime | None
    """None: as late as the log goes."""
    line: Timeline
    backup: Backup
    """The last of the chain."""
    is_backup: bool = False
    """As it was at the end of that backup, whatever the log holds."""

    @property
    def whole_to(self) -> str | None:
        """Where the log has to lead at least, where nothing happened between there and the moment."""
        until = self.line.until
        return self.line.lsn if until and self.moment and self.moment <= until else None


@dataclass(frozen=True, slots=True)
class RecoveredTo:
    """What PostgreSQL became."""

    lsn: str
    """How far its log was followed."""
    last_change: datetime | None
    """When the last transaction that is in it was committed; None: none was after the backup."""
    recordings: list[str]
    """Paths of the files its finished recordings have."""
    histories: dict[str, bytes]
    """The history of its timeline, by the name of the file."""


TARS = {"base.tar.gz": ".", "pg_wal.tar.gz": "pg_wal"}
ID = re.compile(r"\d{8}T\d{6}\.\d{3}[FI]")
WAL_FETCH = "gunzip -c {wal}/%f.gz > %p 2> /dev/null || gunzip -c {wal}/%f.partial.gz > %p"
"""The whole segment, else what there was of the last one."""


class Recover(Protocol):
    """What runs PostgreSQL, which stands above us."""

    async def __call__(self, into: Path, pgdata: Path, wal: Path, goal: RecoveryTarget) -> RecoveredTo:
        """Make `pgdata` the data of the stack in `into`, recovered with the packed log in `wal`.

        Raises OperatorError, also where the log ends before the moment that is wanted.
        """


@dataclass(frozen=True, slots=True)
class Restored:
    """What came of it."""

    backup: Backup
    """The last one used."""
    recordings: int
    lost: list[str]
    """Paths of recordings that are not in the store, or not as they were put there."""
    last_change: datetime | None
    """As in RecoveredTo."""
    breaks_off: bool
    """The log was received further than it leads: some of it is damaged or missing."""


async def restore(
    store: Store,
    to: datetime | str | None,
    into: Path,
    recover: Recover,
    progress: Progress = lambda _: None,
) -> Restored:
    """Make `into` a stack's data as they were at `to`: a moment, a backup's end by its id, or None: the last.

    Raises OperatorError where `into` is not empty, no backup leads there, or the log ends before it.
    """
    if isinstance(to, datetime) and to > datetime.now(UTC):
        raise OperatorError("that moment is yet to come", None)
    backups = await backups_in(store)
    chain, goal = await _way(store, backups, to)
    work = _room(into)
    try:
        await _unpacked(store, chain, work, progress)
        await _log(store, goal.line, chain[0], work)
        reached = await recover(into, work / "pgdata", work / WAL, goal)
        progress(0.9)
        await _claim(store, goal.line, reached, work)
        kept = {path: sha256 for each in backups for path, sha256 in each.recordings.items()}
        wanted = {path: kept.get(path, "") for path in reached.recordings}
        count, lost = await recording_files.put_back(store, wanted, into / "recordings", work)
    except BaseException:
        shutil.rmtree(into / "postgres", ignore_errors=True)
        raise
    finally:
        shutil.rmtree(work, ignore_errors=True)
    progress(1)
    ends_early = to is None and goal.line.until is not None and at(reached.lsn) < at(goal.line.lsn)
    return Restored(goal.backup, count, lost, reached.last_change, ends_early)


def _room(into: Path) -> Path:
    """Make a place to work in within an empty directory."""
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        what = "is not empty" if into.is_dir() else "is a file"
        raise OperatorError(f"{into} {what}", "parley backup restore --into ANOTHER")
    work = into / "restoring"
    work.mkdir(mode=0o700, parents=True)
    into.chmod(0o700)
    return work


async def _way(
    store: Store, backups: Sequence[Backup], to: datetime | str | None
) -> tuple[list[Backup], RecoveryTarget]:
    lines = await timelines_in(store, backups)
    if not isinstance(to, str):
        chain, line = chain_leading_to(to, backups, lines)
        return chain, RecoveryTarget(to, line, chain[-1])
    wanted = next((each for each in backups if each.id == to), None)
    chain = chain_of(wanted, backups) if wanted else []
    if wanted is None or not chain:
        raise OperatorError(f"there is no whole backup {to}", "parley backup list")
    line = next(line for line in lines if (line.system, line.timeline) == (wanted.system, wanted.timeline))
    return chain, RecoveryTarget(None, line, wanted, is_backup=True)


async def _claim(store: Store, line: Timeline, reached: RecoveredTo, work: Path) -> None:
    """Let nobody else who is restored from this store write a timeline of the same number."""
    for name, history in reached.histories.items():
        packed = work / f"{name}.gz"
        packed.write_bytes(gzip.compress(history))
        with contextlib.suppress(*TROUBLE):  # a store that only can be read needs no claim
            await store.put(f"{line.log}/{name}.gz", packed)


def target(text: str) -> datetime | str:
    """Read what to restore to: a backup's id, or a moment."""
    return text if ID.fullmatch(text) else moment(text)


def moment(text: str) -> datetime:
    """Read a time with its offset, as `2026-11-22 14:03:07+00`; raises OperatorError."""
    with contextlib.suppress(ValueError, OverflowError):
        read = datetime.fromisoformat(text)
        if read.tzinfo is not None:
            return read.astimezone(UTC)
    raise OperatorError(f"{text!r} is no time with an offset", "--to '2026-11-22 14:03:07+00'")


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
    try:
        for name, part in TARS.items():
            source = await store.local(backup.key_of(name), work)
            await asyncio.to_thread(_untar, source, place / part)
        shutil.copyfile(await store.local(backup.key_of(MANIFEST), work), place / MANIFEST)
    except FileNotFoundError as error:
        cause = f"of the backup {backup.id} something is not in the store"
        raise OperatorError(cause, f"parley backup verify {backup.id}") from error
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile) as error:
        cause = f"the backup {backup.id} is damaged"
        raise OperatorError(cause, f"parley backup verify {backup.id}") from error
    await run("pg_verifybackup", ["--no-parse-wal", "--quiet", str(place)])


def _untar(source: Path, place: Path) -> None:
    with tarfile.open(source) as packed:
        packed.extractall(place, filter="data")  # nobody else’s, and nothing outside


async def _log(store: Store, line: Timeline, first: Backup, work: Path) -> None:
    """Lay the line's log since the first backup where PostgreSQL will ask for it."""
    (work / WAL).mkdir(mode=0o700)
    for each in await store.entries(line.log):
        name = each.key.removeprefix(f"{line.log}/")
        if ".history" in name or (line.has(name) and name[8:24] >= first.first_segment[8:24]):
            with contextlib.suppress(FileNotFoundError):  # what was partial became whole
                await _lay(store, each.key, work / WAL / name, work / "fetched")


async def _lay(store: Store, key: str, place: Path, scratch: Path) -> None:
    """A whole segment is read where it is; what is replaced under our hands is copied."""
    if PARTIAL not in key:
        place.symlink_to(await store.local(key, scratch))
        return
    try:
        place.write_bytes(await store.read(key))
    except FileNotFoundError:
        whole = key.replace(PARTIAL, "")
        with contextlib.suppress(FileExistsError):
            place.with_name(whole.rpartition("/")[2]).symlink_to(await store.local(whole, scratch))
