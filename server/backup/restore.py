"""Point-in-time recovery: the last backup before a moment, then the write-ahead log up to it."""

import asyncio
import contextlib
import gzip
import os
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
from server.backup.timelines import WAL, Timeline, chain_leading_to, timelines_in
from server.backup.wal_positions import lsn_bytes
from server.backup.wal_shipper import PARTIAL
from server.object_store.protocol import STORE_ERRORS, Store
from server.operator_error import OperatorError


@dataclass(frozen=True, slots=True)
class RecoveryTarget:
    """What to recover to."""

    moment: datetime | None
    """None: to the end of the log."""
    line: Timeline
    backup: Backup
    """The last of its chain."""
    is_backup: bool = False
    """To the end of `backup`, even when the log goes on."""

    @property
    def whole_to(self) -> str | None:
        """The LSN that recovery must reach when the log was idle from there to the moment."""
        until = self.line.until
        return self.line.lsn if until and self.moment and self.moment <= until else None


@dataclass(frozen=True, slots=True)
class RecoveredTo:
    """What PostgreSQL recovered."""

    lsn: str
    """The last LSN replayed."""
    last_change: datetime | None
    """Commit time of the last transaction replayed; None when there was none after the backup."""
    recordings: list[str]
    """Paths of the files of its finished recordings."""
    histories: dict[str, bytes]
    """Timeline history files: name to content."""


TARS = {"base.tar.gz": ".", "pg_wal.tar.gz": "pg_wal"}
ID = re.compile(r"\d{8}T\d{6}\.\d{3}[FI]")
WAL_FETCH = "gunzip -c {wal}/%f.gz > %p 2> /dev/null || gunzip -c {wal}/%f.partial.gz > %p"
"""restore_command: the whole segment, else the partial one."""


class Recover(Protocol):
    """Runs PostgreSQL's recovery; implemented in the layer above."""

    async def __call__(self, into: Path, pgdata: Path, wal: Path, goal: RecoveryTarget) -> RecoveredTo:
        """Recover `pgdata` with the compressed log in `wal`, and make it the data of the stack in `into`.

        Raises OperatorError, also when the log ends before the target.
        """


@dataclass(frozen=True, slots=True)
class Restored:
    """The result of a restore."""

    backup: Backup
    """The last backup of the chain that was used."""
    recordings: int
    lost: list[str]
    """Paths of recordings that the store has lost or holds damaged."""
    last_change: datetime | None
    """See RecoveredTo."""
    breaks_off: bool
    """Replay ended before the end of the received log: a segment is damaged or missing."""


async def restore(
    store: Store,
    to: datetime | str | None,
    into: Path,
    recover: Recover,
    progress: Progress = lambda _: None,
) -> Restored:
    """Restore a stack's data into `into` as of `to`: a time, a backup's id for its end, or None: the latest.

    Raises OperatorError when `into` is not empty, no backup precedes `to`, or the log ends before it.
    """
    if isinstance(to, datetime) and to > datetime.now(UTC):
        raise OperatorError("that time is in the future", None)
    backups = await backups_in(store)
    chain, goal = await _find_chain(store, backups, to)
    work = _make_work_directory(into)
    try:
        await _unpack_chain(store, chain, work, progress)
        await _place_log(store, goal.line, chain[0], work)
        reached = await recover(into, work / "pgdata", work / WAL, goal)
        progress(0.9)
        await _claim_timeline(store, goal.line, reached, work)
        kept = {path: sha256 for each in backups for path, sha256 in each.recordings.items()}
        wanted = {path: kept.get(path, "") for path in reached.recordings}
        peaks = map(recording_files.peaks_of, reached.recordings)
        wanted |= {path: kept[path] for path in peaks if path in kept}
        count, lost = await recording_files.restore_recordings(store, wanted, into / "recordings", work)
    except BaseException:
        shutil.rmtree(into / "postgres", ignore_errors=True)
        raise
    finally:
        shutil.rmtree(work, ignore_errors=True)
    progress(1)
    ends_early = (
        to is None and goal.line.until is not None and lsn_bytes(reached.lsn) < lsn_bytes(goal.line.lsn)
    )
    return Restored(goal.backup, count, lost, reached.last_change, ends_early)


def _make_work_directory(into: Path) -> Path:
    """Create the working directory inside `into`, which must be empty or absent."""
    if into.exists() and (not into.is_dir() or any(into.iterdir())):
        what = "is not empty" if into.is_dir() else "is a file"
        raise OperatorError(f"{into} {what}", "parley backup restore --into ANOTHER")
    work = into / "restoring"
    work.mkdir(mode=0o700, parents=True)
    into.chmod(0o700)
    return work


async def _find_chain(
    store: Store, backups: Sequence[Backup], to: datetime | str | None
) -> tuple[list[Backup], RecoveryTarget]:
    lines = await timelines_in(store, backups)
    if not isinstance(to, str):
        chain, line = chain_leading_to(to, backups, lines)
        return chain, RecoveryTarget(to, line, chain[-1])
    wanted = next((each for each in backups if each.id == to), None)
    chain = chain_of(wanted, backups) if wanted else []
    if wanted is None or not chain:
        raise OperatorError(f"there is no complete backup named {to}", "parley backup list")
    line = next(line for line in lines if (line.system, line.timeline) == (wanted.system, wanted.timeline))
    return chain, RecoveryTarget(None, line, wanted, is_backup=True)


async def _claim_timeline(store: Store, line: Timeline, reached: RecoveredTo, work: Path) -> None:
    """Store the timeline's history, so that no other restore from this store takes the same number."""
    for name, history in reached.histories.items():
        packed = work / f"{name}.gz"
        packed.write_bytes(gzip.compress(history))
        with contextlib.suppress(*STORE_ERRORS):  # a read-only store needs no claim
            await store.put(f"{line.log}/{name}.gz", packed)


def parse_target(text: str) -> datetime | str:
    """Parse `--to`: a backup's id or a time; raises OperatorError."""
    return text if ID.fullmatch(text) else parse_time(text)


def parse_time(text: str) -> datetime:
    """Parse a time with UTC offset such as `2026-11-22 14:03:07+00`; raises OperatorError."""
    with contextlib.suppress(ValueError, OverflowError):
        read = datetime.fromisoformat(text)
        if read.tzinfo is not None:
            return read.astimezone(UTC)
    raise OperatorError(f"{text!r} is not a time with a UTC offset", "--to '2026-11-22 14:03:07+00'")


async def _unpack_chain(store: Store, chain: Sequence[Backup], work: Path, progress: Progress) -> None:
    """Fetch, unpack and verify each backup of the chain; pg_combinebackup merges them into one directory."""
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
            await asyncio.to_thread(untar, source, place / part)
        shutil.copyfile(await store.local(backup.key_of(MANIFEST), work), place / MANIFEST)
    except FileNotFoundError as error:
        cause = f"a file of the backup {backup.id} is missing in the store"
        raise OperatorError(cause, f"parley backup verify {backup.id}") from error
    except (tarfile.TarError, EOFError, zlib.error, gzip.BadGzipFile) as error:
        cause = f"the backup {backup.id} is damaged"
        raise OperatorError(cause, f"parley backup verify {backup.id}") from error
    await run("pg_verifybackup", ["--no-parse-wal", "--quiet", str(place)])


def untar(source: Path, place: Path) -> None:
    """Unpack files and directories as our own; raises TarError for a path outside and for any other member.

    Not by the filters of tarfile: Debian 12's Python, 3.11.2, has none.
    """
    with tarfile.open(source) as packed:
        packed.extraction_filter = lambda member, _: member
        for member in packed:
            inside = (place / member.name).resolve().is_relative_to(place.resolve())
            if not inside or not (member.isreg() or member.isdir()):
                raise tarfile.TarError(member.name)
            member.uid, member.gid, member.uname, member.gname = os.geteuid(), os.getegid(), "", ""
            packed.extract(member, place)


async def _place_log(store: Store, line: Timeline, first: Backup, work: Path) -> None:
    """Place the timeline's segments since the first backup where restore_command looks for them."""
    (work / WAL).mkdir(mode=0o700)
    for each in await store.entries(line.log):
        name = each.key.removeprefix(f"{line.log}/")
        if ".history" in name or (line.has(name) and name[8:24] >= first.first_segment[8:24]):
            with contextlib.suppress(FileNotFoundError):  # the partial segment was completed meanwhile
                await _place_segment(store, each.key, work / WAL / name, work / "fetched")


async def _place_segment(store: Store, key: str, place: Path, scratch: Path) -> None:
    """Link a whole segment; copy a partial one, which the receiver may replace while we read."""
    if PARTIAL not in key:
        place.symlink_to(await store.local(key, scratch))
        return
    try:
        place.write_bytes(await store.read(key))
    except FileNotFoundError:
        whole = key.replace(PARTIAL, "")
        with contextlib.suppress(FileExistsError):
            place.with_name(whole.rpartition("/")[2]).symlink_to(await store.local(whole, scratch))
