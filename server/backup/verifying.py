"""Whether what is in the store is what was put there, and whether it leads to every moment it should."""

import asyncio
import gzip
import itertools
import re
import shutil
import zlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from server.backup.catalogue import WAL, Backup, after, backups_in, chain_of
from server.backup.hashing import sha256_of
from server.backup.recordings import KEPT
from server.backup.site import Site
from server.backup.store import Store
from server.backup.tools import Progress, ToolError, run
from server.mending import MendableError

NAMED = re.compile(r"error: (.*)")
SEGMENT_NAME = re.compile(r"[0-9A-F]{24}")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is not as it was put there, or not there at all."""

    what: str
    why: str


async def verify(
    site: Site, backup_id: str | None = None, progress: Progress = lambda _: None
) -> list[Fault]:
    """Read everything a chain rests on: the named backup's, else the last one's; what is wrong with it.

    Raises MendableError where there is no such backup.
    """
    backups = await backups_in(site.store, site.work)
    chosen = [each for each in backups if backup_id in (None, each.id)]
    if not chosen:
        raise MendableError("there is no such backup", "parley backup list")
    chain = chain_of(chosen[-1], backups)
    scratch = site.work / "verifying"
    shutil.rmtree(scratch, ignore_errors=True)
    try:
        if not chain:
            return [Fault(chosen[-1].id, "what it is the increment of is not there")]
        return [fault async for fault in _faults(site.store, chain, scratch, progress)]
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


async def _faults(
    store: Store, chain: Sequence[Backup], scratch: Path, progress: Progress
) -> AsyncIterator[Fault]:
    for done, backup in enumerate(chain):
        progress(done / (len(chain) + 2))
        async for fault in _of_backup(store, backup, scratch):
            yield fault
    progress(len(chain) / (len(chain) + 2))
    async for fault in _of_wal(store, chain[0], scratch):
        yield fault
    progress((len(chain) + 1) / (len(chain) + 2))
    async for fault in _of_recordings(store, chain[-1], scratch):
        yield fault


async def _of_backup(store: Store, backup: Backup, scratch: Path) -> AsyncIterator[Fault]:
    place, whole = scratch / "base" / backup.id, True
    place.mkdir(parents=True)
    for name, sha256 in backup.files.items():
        try:
            path = await store.local(backup.key_of(name), scratch)
        except FileNotFoundError:
            whole = False
            yield Fault(backup.key_of(name), "is not there")
            continue
        if not (place / name).exists():
            (place / name).symlink_to(path)
        if await asyncio.to_thread(sha256_of, path) != sha256:
            whole = False
            yield Fault(backup.key_of(name), "is not what was put there")
    try:
        await run("pg_verifybackup", ["--no-parse-wal", str(place)])
    except ToolError as error:
        for said in NAMED.findall(error.said) if not whole else [error.cause]:
            yield Fault(backup.id, said)


async def _of_wal(store: Store, first: Backup, scratch: Path) -> AsyncIterator[Fault]:
    """Each segment from the chain's beginning to the last is there, and unpacks."""
    names = [each.key.removeprefix(f"{WAL}/") for each in await store.entries(WAL)]
    whole = sorted({name[:24] for name in names if SEGMENT_NAME.fullmatch(name.split(".")[0])})
    whole = [name for name in whole if name[8:] >= first.first_segment[8:]]
    for before, name in itertools.pairwise(whole):
        if after(before)[8:] != name[8:] and before[8:] != name[8:]:
            yield Fault(f"{WAL}/{after(before)}.gz", "is not there: moments after it are out of reach")
    for name in names:
        if name[:24] in whole:
            try:
                path = await store.local(f"{WAL}/{name}", scratch)
                await asyncio.to_thread(_unpack, path)
            except (OSError, EOFError, zlib.error):
                yield Fault(f"{WAL}/{name}", "does not unpack")


def _unpack(path: Path) -> None:
    with gzip.open(path) as file:
        while file.read(1 << 20):
            pass


async def _of_recordings(store: Store, last: Backup, scratch: Path) -> AsyncIterator[Fault]:
    for path, sha256 in last.recordings.items():
        try:
            found = await store.local(f"{KEPT}/{sha256[:2]}/{sha256}", scratch)
        except FileNotFoundError:
            yield Fault(path, "is not there")
            continue
        if await asyncio.to_thread(sha256_of, found) != sha256:
            yield Fault(path, "is not what was put there")
