"""Write small files atomically and privately, and checksum large ones; imports nothing of ours."""

import contextlib
import fcntl
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path


def write_private(path: Path, text: str, *, durable: bool = True) -> None:
    """Write `text` atomically, readable by this user only; after an OSError the old file is as before.

    `durable=False` does not wait for the disk: after a power failure the file may be the old one, or empty.
    """
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    try:
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
        if durable:
            sync(fresh)
        fresh.replace(path)
    except OSError:
        fresh.unlink(missing_ok=True)  # part of it, on a full disk
        raise
    if durable:
        sync(path.parent)


def sync(path: Path) -> None:
    """Wait until a file's content, or the names in a directory, are on the disk."""
    with _opened(path) as descriptor:
        os.fsync(descriptor)


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextlib.contextmanager
def exclusive_lock(path: Path) -> Iterator[None]:
    """Lock the directory of a file, which need not exist yet, against our other processes."""
    with _opened(path.parent) as descriptor:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield


@contextlib.contextmanager
def _opened(path: Path) -> Iterator[int]:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
