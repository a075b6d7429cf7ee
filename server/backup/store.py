"""The store of backups: a directory or an S3 bucket, with the same keys.

`put` is atomic and durable: after it returns, the object survives a power cut.
"""

import asyncio
import contextlib
import json
import os
import shutil
import stat
import tempfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import obstore
from obstore.exceptions import BaseError
from obstore.store import from_url

from server.operator_error import OperatorError

STORE_ERRORS = (BaseError, OSError)
"""What a store raises when it, the disk or the network fails."""
UNFINISHED = ".unfinished"


@dataclass(frozen=True, slots=True)
class Entry:
    """One object in the store; `size` in bytes."""

    key: str
    size: int
    put_at: datetime


class Store(Protocol):
    """Keys are relative paths with `/`."""

    async def put(self, key: str, source: Path) -> None:
        """Move a file into the store."""

    async def local(self, key: str, scratch: Path) -> Path:
        """Return a local path, below `scratch` when it must be downloaded; raises FileNotFoundError."""

    async def read(self, key: str) -> bytes:
        """Return the content of a small object; raises FileNotFoundError."""

    async def entries(self, prefix: str) -> list[Entry]:
        """List the objects under `prefix/`, by key."""

    async def delete(self, keys: list[str]) -> None:
        """Delete objects; a missing one is no error."""

    async def tidy(self, prefix: str) -> None:
        """Delete interrupted uploads under `prefix/`; the caller ensures that no `put` runs there."""


def store_at(place: str) -> Store:
    """Open `s3://bucket/prefix` (with the environment's AWS_* variables), else a directory.

    Raises OperatorError when it is neither.
    """
    if "://" not in place:
        return DirectoryStore(Path(place).absolute())
    try:
        return BucketStore(place)
    except (BaseError, ValueError) as error:
        raise OperatorError(
            f"PARLEY_BACKUPS is {place!r}", "PARLEY_BACKUPS=s3://bucket/prefix, or a directory"
        ) from error


class DirectoryStore:
    """A directory that only we may enter; it is made when something is put there."""

    def __init__(self, root: Path) -> None:
        self.root = root

    async def put(self, key: str, source: Path) -> None:
        """Move it here, over the border of file systems too."""
        await asyncio.to_thread(self._put, self.root / key, source)

    def _put(self, target: Path, source: Path) -> None:
        for place in (self.root, target.parent):
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = target.with_name(target.name + UNFINISHED)
        try:
            shutil.move(source, fresh)
            _to_disk(fresh)
            fresh.replace(target)
        except BaseException:
            fresh.unlink(missing_ok=True)  # half of it on a full disk is room for something whole
            raise
        for place in target.relative_to(self.root).parents:
            _to_disk(self.root / place)

    async def local(self, key: str, scratch: Path) -> Path:
        """It is there already."""
        path = self.root / key
        if not path.is_file():
            raise FileNotFoundError(key)
        return path

    async def read(self, key: str) -> bytes:
        """Read it."""
        return await asyncio.to_thread((self.root / key).read_bytes)

    async def entries(self, prefix: str) -> list[Entry]:
        """Walk it."""
        return await asyncio.to_thread(self._list, prefix)

    def _list(self, prefix: str) -> list[Entry]:
        found = []
        for path in (self.root / prefix).rglob("*"):
            with contextlib.suppress(FileNotFoundError):  # it went while we walked
                about = path.stat()
                if not stat.S_ISREG(about.st_mode) or path.name.endswith(UNFINISHED):
                    continue
                put_at = datetime.fromtimestamp(about.st_mtime, UTC)
                found.append(Entry(path.relative_to(self.root).as_posix(), about.st_size, put_at))
        return sorted(found, key=lambda each: each.key)

    async def delete(self, keys: list[str]) -> None:
        """Unlink them, and the directories that become empty."""
        for key in keys:
            path = self.root / key
            path.unlink(missing_ok=True)
            for place in path.relative_to(self.root).parents[:-1]:
                with contextlib.suppress(OSError):  # something else is in it
                    (self.root / place).rmdir()

    async def tidy(self, prefix: str) -> None:
        """Remove what was not renamed."""
        for path in (self.root / prefix).rglob(f"*{UNFINISHED}"):
            path.unlink(missing_ok=True)


class BucketStore:
    """A prefix of a bucket; parts that were sent count when all are there."""

    def __init__(self, url: str) -> None:
        self._store = from_url(url)

    async def put(self, key: str, source: Path) -> None:
        """Send it in parts, then remove the source."""
        await obstore.put_async(self._store, key, source)
        source.unlink()

    async def local(self, key: str, scratch: Path) -> Path:
        """Fetch it, unless it was before."""
        path = scratch / key
        if not path.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            fresh = path.with_name(path.name + UNFINISHED)
            found = await obstore.get_async(self._store, key)
            with fresh.open("wb") as file:
                async for chunk in found.stream():
                    await asyncio.to_thread(file.write, chunk)
            fresh.replace(path)
        return path

    async def read(self, key: str) -> bytes:
        """Fetch it."""
        return bytes(await (await obstore.get_async(self._store, key)).bytes_async())

    async def entries(self, prefix: str) -> list[Entry]:
        """Ask page by page."""
        found = []
        async for page in obstore.list(self._store, prefix):
            found += [Entry(each["path"], each["size"], each["last_modified"]) for each in page]
        return sorted(found, key=lambda each: each.key)

    async def delete(self, keys: list[str]) -> None:
        """Delete them."""
        if keys:
            await obstore.delete_async(self._store, keys)

    async def tidy(self, prefix: str) -> None:
        """Nothing: what was not sent whole is not there."""


async def put_json(store: Store, key: str, value: object, scratch: Path) -> None:
    """Keep a small document."""
    with tempfile.NamedTemporaryFile("w", dir=scratch, suffix=".json", delete=False) as fresh:
        json.dump(value, fresh, indent=1)
    try:
        await store.put(key, Path(fresh.name))
    finally:
        Path(fresh.name).unlink(missing_ok=True)


async def get_json(store: Store, key: str) -> dict[str, Any]:
    """Read it as it is now; raises FileNotFoundError, and ValueError where it is none."""
    document = json.loads(await store.read(key))
    if not isinstance(document, dict):
        raise ValueError(key)
    return document


def _to_disk(place: Path) -> None:
    descriptor = os.open(place, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
