"""The archive of recordings: a directory or an S3 bucket, by obstore.

Writes are atomic: a file is written under a temporary name and renamed, a bucket's parts are joined at the
end. Each copy is verified by reading it back and comparing its SHA-256.
"""

import asyncio
import hashlib
import os
from collections.abc import AsyncIterator
from pathlib import Path

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, from_url

CHUNK_BYTES = 8 << 20
TROUBLE = (BaseError, OSError, ValueError)
"""What obstore raises when the store, the disk or the network fails."""


class Damaged(Exception):  # noqa: N818  the name is what happened
    """The archived copy differs from the original."""


class Misplaced(Exception):  # noqa: N818  the name is what happened
    """The archive lies inside the recordings' directory, so a copy could be its own original."""


class Archive:
    """The store at `place`: a directory, or `s3://bucket/prefix` with the environment's AWS_* variables."""

    def __init__(self, place: str) -> None:
        """Create the directory if needed; raises OSError, or ValueError for an invalid URL."""
        self.folder = None if "://" in place else Path(place).absolute()
        if self.folder is not None:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._place = place.rstrip("/") if self.folder is None else self.folder.as_uri()
        self._store: ObjectStore = from_url(place) if self.folder is None else LocalStore(prefix=self.folder)

    def keep_out_of(self, directory: Path) -> None:
        """Raise Misplaced if the archive is `directory` or lies inside it."""
        if self.folder is not None and self.folder.resolve().is_relative_to(directory.resolve()):
            raise Misplaced

    def url_of(self, key: str) -> str:
        """Return the URL of a key."""
        return f"{self._place}/{key}"

    async def keep(self, key: str, source: Path) -> str:
        """Copy a file, read the copy back and return its SHA-256; raises Damaged when it differs."""
        digest = hashlib.sha256()
        await obstore.put_async(self._store, key, _hashed(source, digest))
        await asyncio.to_thread(self._settle, key)
        kept = await self.sha256_of(key)
        if kept != digest.hexdigest():
            raise Damaged
        return kept

    async def sha256_of(self, key: str) -> str | None:
        """Return the SHA-256 of an object; None when it is missing."""
        digest = hashlib.sha256()
        try:
            found = await obstore.get_async(self._store, key)
            async for chunk in found.stream(min_chunk_size=CHUNK_BYTES):
                digest.update(chunk)
        except FileNotFoundError:
            return None
        return digest.hexdigest()

    async def size_of(self, key: str) -> int | None:
        """Return the size in bytes; None when the object is missing."""
        try:
            return (await obstore.head_async(self._store, key))["size"]
        except FileNotFoundError:
            return None

    def _settle(self, key: str) -> None:
        """Sync a file and its parent directories to disk."""
        if self.folder is None:
            return
        path = self.folder / key
        for place in (path, *path.parents):
            descriptor = os.open(place, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)
            if place == self.folder:
                return


async def sha256_of_file(path: Path) -> str:
    digest = hashlib.sha256()
    async for _ in _hashed(path, digest):
        pass
    return digest.hexdigest()


async def _hashed(path: Path, digest: "hashlib._Hash") -> AsyncIterator[bytes]:
    with await asyncio.to_thread(path.open, "rb") as file:
        while chunk := await asyncio.to_thread(file.read, CHUNK_BYTES):
            digest.update(chunk)
            yield chunk
