"""Copies that count only once they were read back."""

import asyncio
import hashlib
from pathlib import Path

from server.files import sha256_of
from server.object_store.protocol import STORE_ERRORS, Store


class Damaged(Exception):  # noqa: N818  the name is what happened
    """What a store gives back differs from what it was given."""


COPY_ERRORS = (*STORE_ERRORS, Damaged)


async def copy_verified(store: Store, key: str, source: Path) -> str:
    """Copy a file, read the copy back and return its SHA-256; raises Damaged when it differs."""
    await store.copy(key, source)
    sha256 = await sha256_in(store, key)
    if sha256 is None or sha256 != await asyncio.to_thread(sha256_of, source):
        raise Damaged
    return sha256


async def sha256_in(store: Store, key: str, size: int | None = None) -> str | None:
    """Return the SHA-256 of an object; None when it is missing, or not of `size` bytes."""
    digest, length = hashlib.sha256(), 0
    try:
        async for chunk in store.chunks(key):
            digest.update(chunk)
            length += len(chunk)
    except FileNotFoundError:
        return None
    return digest.hexdigest() if length == (size or length) else None
