"""Objects as the files of a directory."""

import asyncio
import contextlib
import os
import shutil
import stat
from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime
from pathlib import Path

from server.files import sync
from server.object_store.protocol import CHUNK_BYTES, UNFINISHED, Entry


class DirectoryStore:
    """A directory that only we may enter; it is made when something is put there."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def url_of(self, key: str) -> str:
        return (self.root / key).as_uri()

    async def put(self, key: str, source: Path) -> None:
        """Move it here, across file systems too."""
        await asyncio.to_thread(self._write, self.root / key, lambda fresh: shutil.move(source, fresh))

    async def copy(self, key: str, source: Path) -> None:
        await asyncio.to_thread(self._write, self.root / key, lambda fresh: shutil.copyfile(source, fresh))

    def _write(self, target: Path, fill: Callable[[Path], object]) -> None:
        for place in (self.root, target.parent):
            place.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = target.with_name(target.name + UNFINISHED)
        try:
            fill(fresh)
            sync(fresh)
            fresh.replace(target)
        except BaseException:
            fresh.unlink(missing_ok=True)  # half of it on a full disk is room for something whole
            raise
        for place in target.relative_to(self.root).parents:
            sync(self.root / place)

    async def local(self, key: str, scratch: Path) -> Path:
        path = self.root / key
        if not path.is_file():
            raise FileNotFoundError(key)
        return path

    async def read(self, key: str) -> bytes:
        return await asyncio.to_thread((self.root / key).read_bytes)

    async def about(self, key: str) -> Entry:
        return await asyncio.to_thread(self._about, key)

    def _about(self, key: str) -> Entry:
        path = self.root / key
        if path.resolve() != self.root.resolve() / key or not path.is_file():
            raise FileNotFoundError(key)
        return _entry(key, path.stat())

    def path_of(self, key: str) -> Path | None:
        return self.root / key

    async def chunks(self, key: str, start: int = 0, stop: int | None = None) -> AsyncIterator[bytes]:
        with await asyncio.to_thread((self.root / key).open, "rb") as file:
            file.seek(start)
            at = start
            while stop is None or at < stop:
                most = CHUNK_BYTES if stop is None else min(CHUNK_BYTES, stop - at)
                chunk = await asyncio.to_thread(file.read, most)
                if not chunk:
                    return
                at += len(chunk)
                yield chunk

    async def entries(self, prefix: str) -> list[Entry]:
        return await asyncio.to_thread(self._list, prefix)

    def _list(self, prefix: str) -> list[Entry]:
        found = []
        for path in (self.root / prefix).rglob("*"):
            with contextlib.suppress(FileNotFoundError):  # it went while we walked
                about = path.stat()
                if not stat.S_ISREG(about.st_mode) or path.name.endswith(UNFINISHED):
                    continue
                found.append(_entry(path.relative_to(self.root).as_posix(), about))
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
        for path in (self.root / prefix).rglob(f"*{UNFINISHED}"):
            path.unlink(missing_ok=True)


def _entry(key: str, about: os.stat_result) -> Entry:
    return Entry(key, about.st_size, datetime.fromtimestamp(about.st_mtime, UTC))
