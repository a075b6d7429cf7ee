"""The archive of recordings: a folder, or a bucket of S3, behind one door (obstore).

What is put here is there whole or not at all: a folder's file is written beside its name and renamed, a
bucket's parts are joined at the end. What it holds is known by its SHA-256, read back from it.
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
"""What obstore raises where the store, the disk or the network fails."""


class Damaged(Exception):  # noqa: N818  the name is what happened
    """What the archive gave back is not what it was given."""


class Misplaced(Exception):  # noqa: N818  the name is what happened
    """The archive lies among the recordings, where a copy and its original could be one file."""


class Archive:
    """The store at `place`: a directory, or `s3://bucket/prefix` with the environment's AWS_* variables."""

    def __init__(self, place: str) -> None:
        """Make the directory if it is one; raises OSError where that cannot be, ValueError for a bad URL."""
        self.folder = None if "://" in place else Path(place).absolute()
        if self.folder is not None:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._place = place.rstrip("/") if self.folder is None else self.folder.as_uri()
        self._store: ObjectStore = from_url(place) if self.folder is None else LocalStore(prefix=self.folder)

    def keep_out_of(self, directory: Path) -> None:
        """Raise Misplaced if the archive is the directory or lies in it."""
        if self.folder is not None and self.folder.resolve().is_relative_to(directory.resolve()):
            raise Misplaced

    def url_of(self, key: str) -> str:
        """Give where a key is, for people and for the row."""
        return f"{self._place}/{key}"

    async def keep(self, key: str, source: Path) -> str:
        """Copy a file here, read it back and give its SHA-256; raises Damaged if that is another."""
        digest = hashlib.sha256()
        await obstore.put_async(self._store, key, _hashed(source, digest))
        await asyncio.to_thread(self._settle, key)
        kept = await self.sha256_of(key)
        if kept != digest.hexdigest():
            raise Damaged
        return kept

    async def sha256_of(self, key: str) -> str | None:
        """Read it all and give its SHA-256; None if it is not there."""
        digest = hashlib.sha256()
        try:
            found = await obstore.get_async(self._store, key)
            async for chunk in found.stream(min_chunk_size=CHUNK_BYTES):
                digest.update(chunk)
        except FileNotFoundError:
            return None
        return digest.hexdigest()

    async def size_of(self, key: str) -> int | None:
        """Give its length in bytes; None if it is not there."""
        try:
            return (await obstore.head_async(self._store, key))["size"]
        except FileNotFoundError:
            return None

    def _settle(self, key: str) -> None:
        """See a folder's file through to the disk, and every directory on the way to it."""
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
    """Give the SHA-256 of a file."""
    digest = hashlib.sha256()
    async for _ in _hashed(path, digest):
        pass
    return digest.hexdigest()


async def _hashed(path: Path, digest: "hashlib._Hash") -> AsyncIterator[bytes]:
    with await asyncio.to_thread(path.open, "rb") as file:
        while chunk := await asyncio.to_thread(file.read, CHUNK_BYTES):
            digest.update(chunk)
            yield chunk
