"""Compress received WAL segments and upload them."""

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
    """Uploads each cluster's segments under the same directory name in the store."""

    def __init__(self, context: BackupContext) -> None:
        self._context = context
        self._one = asyncio.Lock()
        self._partial: dict[Path, int] = {}
        """Modification time in ns of the uploaded state of each partial segment."""

    async def all(self) -> None:
        """Upload everything, partial segments too; what existed at the call is stored at return."""
        async with self._one:
            for path in sorted(self._context.received.glob(f"*/*{PARTIAL}")):
                with contextlib.suppress(_Gone):  # it was completed and is uploaded next
                    written = _written(path)
                    if written != self._partial.get(path):
                        await self._keep(path)
                        self._partial[path] = written
            await self._whole()

    async def whole(self) -> None:
        """Upload every finished segment."""
        async with self._one:
            await self._whole()

    async def _whole(self) -> None:
        found = [path for path in self._context.received.glob("*/*") if WHOLE.fullmatch(path.name)]
        for path in sorted(found):
            await self._keep(path)
            path.unlink()
            partial = path.with_name(path.name + PARTIAL)
            if self._partial.pop(partial, None) is not None:
                await self._context.store.delete([_key(partial)])

    async def let_go(self, partial: Path) -> None:
        """Upload a partial segment that will never be completed, and delete it here."""
        async with self._one:
            with contextlib.suppress(_Gone):
                await self._keep(partial)
                partial.unlink()
            self._partial.pop(partial, None)

    def waiting(self) -> int:
        """Count the segments that are not uploaded yet."""
        return sum(1 for _ in self._context.received.glob("*/*"))

    async def _keep(self, path: Path) -> None:
        packed = self._context.work / f"{path.name}.gz"
        await asyncio.to_thread(_pack, path, packed)
        await self._context.store.put(_key(path), packed)


class _Gone(Exception):  # noqa: N818  the name is what happened
    """The source file vanished; distinct from a store that is missing."""


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
