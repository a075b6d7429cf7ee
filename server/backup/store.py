"""Where backups are: a folder, or a bucket of S3, by the same names.

What is put is there whole or not at all, and survives a power cut from then on.
"""

import asyncio
import json
import os
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol, cast

import obstore
from obstore.exceptions import BaseError
from obstore.store import from_url

TROUBLE = (BaseError, OSError)
"""What a store raises where it, the disk or the network fails."""
UNFINISHED = ".unfinished"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing in the store; `size` in bytes."""

    key: str
    size: int
    put_at: datetime


class Store(Protocol):
    """Keys are relative paths with `/`."""

    async def put(self, key: str, source: Path) -> None:
        """Take the file away from where it is and keep it."""

    async def local(self, key: str, scratch: Path) -> Path:
        """Give a path to read it at, below `scratch` where it has to be fetched; raises FileNotFoundError."""

    async def entries(self, prefix: str) -> list[Entry]:
        """Give what is under `prefix/`, by key."""

    async def delete(self, keys: list[str]) -> None:
        """Forget them; what is not there is no error."""


def store_at(place: str) -> Store:
    """Open `s3://bucket/prefix` (with the environment's AWS_* variables), else a directory."""
    return Bucket(place) if "://" in place else Folder(Path(place).absolute())


class Folder:
    """A directory that only we may enter."""

    def __init__(self, root: Path) -> None:
        root.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.root = root

    async def put(self, key: str, source: Path) -> None:
        """Move it here, over the border of file systems too."""
        await asyncio.to_thread(self._put, self.root / key, source)

    def _put(self, target: Path, source: Path) -> None:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = target.with_name(target.name + UNFINISHED)
        shutil.move(source, fresh)
        _to_disk(fresh)
        fresh.replace(target)
        for place in target.relative_to(self.root).parents:
            _to_disk(self.root / place)

    async def local(self, key: str, scratch: Path) -> Path:
        """It is there already."""
        path = self.root / key
        if not path.is_file():
            raise FileNotFoundError(key)
        return path

    async def entries(self, prefix: str) -> list[Entry]:
        """Walk it."""
        return await asyncio.to_thread(self._list, prefix)

    def _list(self, prefix: str) -> list[Entry]:
        found = []
        for path in (self.root / prefix).rglob("*"):
            if path.is_file() and not path.name.endswith(UNFINISHED):
                about = path.stat()
                put_at = datetime.fromtimestamp(about.st_mtime, UTC)
                found.append(Entry(path.relative_to(self.root).as_posix(), about.st_size, put_at))
        return sorted(found, key=lambda each: each.key)

    async def delete(self, keys: list[str]) -> None:
        """Unlink them, and the directories that become empty."""
        for key in keys:
            path = self.root / key
            path.unlink(missing_ok=True)
            for place in path.relative_to(self.root).parents[:-1]:
                if not any((self.root / place).iterdir()):
                    (self.root / place).rmdir()


class Bucket:
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


async def put_json(store: Store, key: str, value: object, scratch: Path) -> None:
    """Keep a small document."""
    fresh = scratch / key.replace("/", "-")
    fresh.write_text(json.dumps(value, indent=1))
    await store.put(key, fresh)


async def get_json(store: Store, key: str, scratch: Path) -> dict[str, Any]:
    """Read it as it is now; raises FileNotFoundError."""
    if isinstance(store, Bucket):
        (scratch / key).unlink(missing_ok=True)
    return cast(dict[str, Any], json.loads((await store.local(key, scratch)).read_text()))


def _to_disk(place: Path) -> None:
    descriptor = os.open(place, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
