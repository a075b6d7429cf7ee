"""What pg_receivewal took in is packed and put into the store."""

import asyncio
import contextlib
import gzip
import re
import shutil
from pathlib import Path

from server.backup.backup_context import BackupContext
from server.backup.timelines import WAL

PARTIAL = ".partial"
WHOLE = re.compile(r"[0-9A-F]{24}|[0-9A-F]{8}\.history")


class WalShipper:
    """Ships from the directory of each cluster to the same in the store."""

    def __init__(self, site: BackupContext) -> None:
        self._site = site
        self._one = asyncio.Lock()
        self._partial: dict[Path, int] = {}
        """When what is in the store of it was written, in ns."""

    async def all(self) -> None:
        """Put everything there is into the store; what was here when this began is there when it ends."""
        async with self._one:
            for path in sorted(self._site.received.glob(f"*/*{PARTIAL}")):
                with contextlib.suppress(_Gone):  # it became whole, and is next
                    written = _written(path)
                    if written != self._partial.get(path):
                        await self._keep(path)
                        self._partial[path] = written
            await self._whole()

    async def whole(self) -> None:
        """Put every segment that is full into the store."""
        async with self._one:
            await self._whole()

    async def _whole(self) -> None:
        found = [path for path in self._site.received.glob("*/*") if WHOLE.fullmatch(path.name)]
        for path in sorted(found):
            await self._keep(path)
            path.unlink()
            partial = path.with_name(path.name + PARTIAL)
            if self._partial.pop(partial, None) is not None:
                await self._site.store.delete([_key(partial)])

    async def let_go(self, partial: Path) -> None:
        """Ship a segment that will not be filled any more, and have it here no longer."""
        async with self._one:
            with contextlib.suppress(_Gone):
                await self._keep(partial)
                partial.unlink()
            self._partial.pop(partial, None)

    def waiting(self) -> int:
        """How many segments are here and not in the store."""
        return sum(1 for _ in self._site.received.glob("*/*"))

    async def _keep(self, path: Path) -> None:
        packed = self._site.work / f"{path.name}.gz"
        await asyncio.to_thread(_pack, path, packed)
        await self._site.store.put(_key(path), packed)


class _Gone(Exception):  # noqa: N818  the name is what happened
    """The file to be packed is not there: a store that is not there is no such thing."""


def _key(path: Path) -> str:
    return f"{WAL}/{path.parent.name}/{path.name}.gz"


def _written(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except FileNotFoundError:
        raise _Gone from None


def _pack(source: Path, target: Path) -> None:
    try:
        whole = source.open("rb")
    except FileNotFoundError:
        raise _Gone from None
    with whole, gzip.open(target, "wb", compresslevel=1) as packed:
        shutil.copyfileobj(whole, packed, 1 << 20)
