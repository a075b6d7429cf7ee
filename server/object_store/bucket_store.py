"""Objects under a prefix of an S3 bucket."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import obstore
from obstore.store import from_url

from server.object_store.protocol import CHUNK_BYTES, UNFINISHED, Entry

PATIENCE_S = 180.0
"""A request that fails is repeated for so long."""


class BucketStore:
    """Uploads are sent in parts, which count when all of them are there."""

    def __init__(self, url: str, patience_s: float = PATIENCE_S) -> None:
        """Repeat a failing request for `patience_s`; raises obstore's BaseError, or ValueError."""
        self._url = url.rstrip("/")
        self._store = from_url(url, retry_config={"retry_timeout": timedelta(seconds=patience_s)})

    def url_of(self, key: str) -> str:
        return f"{self._url}/{key}"

    async def put(self, key: str, source: Path) -> None:
        """Send it, then remove the source."""
        await self.copy(key, source)
        source.unlink()

    async def copy(self, key: str, source: Path) -> None:
        await obstore.put_async(self._store, key, source)

    async def local(self, key: str, scratch: Path) -> Path:
        """Download it, unless it was before."""
        path = scratch / key
        if not path.exists():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            fresh = path.with_name(path.name + UNFINISHED)
            with fresh.open("wb") as file:
                async for chunk in self.chunks(key):
                    await asyncio.to_thread(file.write, chunk)
            fresh.replace(path)
        return path

    async def read(self, key: str) -> bytes:
        return bytes(await (await obstore.get_async(self._store, key)).bytes_async())

    async def about(self, key: str) -> Entry:
        found = await obstore.head_async(self._store, key)
        return Entry(key, found["size"], found["last_modified"])

    def path_of(self, key: str) -> Path | None:
        return None

    async def chunks(self, key: str, start: int = 0, stop: int | None = None) -> AsyncIterator[bytes]:
        if stop is None:
            found = await obstore.get_async(
                self._store, key, options={"range": {"offset": start}} if start else {}
            )
        else:
            found = await obstore.get_async(self._store, key, options={"range": (start, stop)})
        async for chunk in found.stream(min_chunk_size=CHUNK_BYTES):
            yield bytes(chunk)

    async def entries(self, prefix: str) -> list[Entry]:
        found = []
        async for page in obstore.list(self._store, prefix):
            found += [Entry(each["path"], each["size"], each["last_modified"]) for each in page]
        return sorted(found, key=lambda each: each.key)

    async def delete(self, keys: list[str]) -> None:
        if keys:
            await obstore.delete_async(self._store, keys)

    async def tidy(self, prefix: str) -> None:
        """Nothing: an interrupted upload is no object."""
