"""Verify that stored files match their checksums and that the log has no gap."""

import asyncio
import gzip
import re
import shutil
import tempfile
import zlib
from collections.abc import AsyncIterator, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from server.backup.backup_context import BackupContext
from server.backup.catalogue import Backup, catalogue_of, chain_of
from server.backup.postgres_tools import Progress, ToolError, run
from server.backup.recording_files import key_of
from server.backup.timelines import WAL, Timeline, timelines_in
from server.backup.wal_positions import SEGMENT, segment_ending_at, segment_name
from server.files import sha256_of
from server.object_store.protocol import Store
from server.operator_error import OperatorError

NAMED = re.compile(r"error: (.*)")


@dataclass(frozen=True, slots=True)
class VerificationFault:
    """A file that is missing or has changed since it was stored."""

    what: str
    why: str


async def verify(
    context: BackupContext, backup_id: str | None = None, progress: Progress = lambda _: None
) -> list[VerificationFault]:
    """Read everything a chain rests on: the named backup's, else the last one's; what is wrong with it.

    Raises OperatorError where there is no such backup.
    """
    backups, unreadable = await catalogue_of(context.store)
    faults = [VerificationFault(key, "cannot be read") for key in unreadable]
    chosen = [each for each in backups if backup_id in (None, each.id)]
    if not chosen and (backup_id or not faults):
        raise OperatorError("there is no such backup", "parley backup list")
    if not chosen:
        return faults
    chain = chain_of(chosen[-1], backups)
    if not chain:
        return [*faults, VerificationFault(chosen[-1].id, "the backup it is an increment of is missing")]
    scratch = Path(tempfile.mkdtemp(prefix="verifying-", dir=context.work))
    try:
        lines = await timelines_in(context.store, backups)
        leads = [line for line in lines if line.leads_from(chain[-1])]
        return [
            *faults,
            *[fault async for fault in _verify_chain(context.store, chain, leads, scratch, progress)],
        ]
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


async def _verify_chain(
    store: Store, chain: Sequence[Backup], lines: Sequence[Timeline], scratch: Path, progress: Progress
) -> AsyncIterator[VerificationFault]:
    for done, backup in enumerate(chain):
        progress(done / (len(chain) + 2))
        async for fault in _verify_backup(store, backup, scratch):
            yield fault
    progress(len(chain) / (len(chain) + 2))
    async for fault in _verify_wal(store, chain[0], lines, scratch):
        yield fault
    progress((len(chain) + 1) / (len(chain) + 2))
    async for fault in _verify_recordings(store, chain[-1], scratch):
        yield fault


async def _verify_backup(store: Store, backup: Backup, scratch: Path) -> AsyncIterator[VerificationFault]:
    place, whole = scratch / "base" / backup.id, True
    place.mkdir(parents=True)
    for name, sha256 in backup.files.items():
        try:
            path = await store.local(backup.key_of(name), scratch)
        except FileNotFoundError:
            whole = False
            yield VerificationFault(backup.key_of(name), "is missing")
            continue
        if not (place / name).exists():
            (place / name).symlink_to(path)
        if await asyncio.to_thread(sha256_of, path) != sha256:
            whole = False
            yield VerificationFault(backup.key_of(name), "has changed since it was stored")
    try:
        await run("pg_verifybackup", ["--no-parse-wal", str(place)])
    except ToolError as error:
        for said in NAMED.findall(error.said) if not whole else [error.cause]:
            yield VerificationFault(backup.id, said)


async def _verify_wal(
    store: Store, first: Backup, lines: Sequence[Timeline], scratch: Path
) -> AsyncIterator[VerificationFault]:
    """Check that each segment from the backup's end to each timeline's end is present and decompresses."""
    prefix = f"{WAL}/{first.system}"
    names = [each.key.removeprefix(f"{prefix}/") for each in await store.entries(prefix)]
    missing = {fault.what: fault for line in lines for fault in _gaps(line, first, names)}
    for fault in missing.values():
        yield fault
    for name in names:
        if SEGMENT.match(name) and name[8:24] >= first.first_segment[8:]:
            path = scratch / name
            try:
                path.write_bytes(await store.read(f"{prefix}/{name}"))
                await asyncio.to_thread(_unpack, path)
            except FileNotFoundError:
                continue  # completed or expired while we read
            except (OSError, EOFError, zlib.error):
                yield VerificationFault(f"{prefix}/{name}", "cannot be decompressed")
            finally:
                path.unlink(missing_ok=True)


def _gaps(line: Timeline, first: Backup, names: Sequence[str]) -> Iterator[VerificationFault]:
    """Report the first missing segment from the backup to the end of the timeline."""
    there, begin = line.segments(names), segment_ending_at(first.end_lsn)
    end = max([*there, *([segment_ending_at(line.lsn)] if line.until else [])], default=begin)
    for number in range(begin, end + 1):
        if number not in there and (there or line.until):
            what = f"{line.log}/{segment_name(line.timeline, number)}.gz"
            yield VerificationFault(what, "is missing: no time from there to the next backup can be restored")
            return


def _unpack(path: Path) -> None:
    with gzip.open(path) as file:
        while file.read(1 << 20):
            pass


async def _verify_recordings(store: Store, last: Backup, scratch: Path) -> AsyncIterator[VerificationFault]:
    for path, sha256 in last.recordings.items():
        try:
            found = await store.local(key_of(sha256), scratch)
        except FileNotFoundError:
            yield VerificationFault(path, "is missing")
            continue
        if await asyncio.to_thread(sha256_of, found) != sha256:
            yield VerificationFault(path, "has changed since it was stored")
