"""The protocol of an object store."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from obstore.exceptions import BaseError

STORE_ERRORS = (BaseError, OSError)
"""What a store raises when it, the disk or the network fails."""
CHUNK_BYTES = 8 << 20
UNFINISHED = ".unfinished"
"""Suffix of a file that is not whole yet."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One object in the store; `size` in bytes."""

    key: str
    size: int
    put_at: datetime

    @property
    def version(self) -> str:
        """Another one when something else was put under the key; the times of buckets are whole seconds."""
        return f"{int(self.put_at.timestamp() * 1_000_000):x}-{self.size:x}"


class Store(Protocol):
    """Keys are relative paths with `/`. What was put or copied is whole and survives a power cut."""

    def url_of(self, key: str) -> str: ...

    async def put(self, key: str, source: Path) -> None:
        """Move a file into the store."""

    async def copy(self, key: str, source: Path) -> None:
        """Copy a file into the store."""

    async def local(self, key: str, scratch: Path) -> Path:
        """Return a local path, below `scratch` when it must be downloaded; raises FileNotFoundError."""

    async def read(self, key: str) -> bytes:
        """Return the content of a small object; raises FileNotFoundError."""

    async def about(self, key: str) -> Entry:
        """Describe one object; raises FileNotFoundError, of a link or directory too."""

    def path_of(self, key: str) -> Path | None:
        """Return the file of this machine that an object is; None: it must be downloaded."""

    def chunks(self, key: str, start: int = 0, stop: int | None = None) -> AsyncIterator[bytes]:
        """Read an object, or its bytes from `start` to before `stop`, in pieces; raises FileNotFoundError."""

    async def entries(self, prefix: str) -> list[Entry]:
        """List the objects under `prefix/`, by key."""

    async def delete(self, keys: list[str]) -> None:
        """Delete objects; a missing one is no error."""

    async def tidy(self, prefix: str) -> None:
        """Delete interrupted uploads under `prefix/`; the caller ensures that no `put` runs there."""
