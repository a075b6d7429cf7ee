"""Videos on disk: fetched from the folder that Egress writes to, which is shared with another service."""

import os
import secrets
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

from server.files import sync
from server.livekit_egress import SUFFIX

NAME = f"video{SUFFIX}"
"""A video's file in the directory of its recording."""
LEFT_S = 3600
"""After so long a file that belongs to no video in the making is not fetched any more."""


def video_path(room_id: UUID, recording_id: UUID) -> str:
    """Return the place of a video, relative to the recordings' directory."""
    return f"{room_id}/{recording_id}/{NAME}"


def fetch(source: Path, target: Path) -> int:
    """Copy a finished file, and return its size in bytes; whoever does the same at once gets the same.

    The copy is ours alone: the service may not change it any more. Raises FileNotFoundError where there is no
    file, an empty one, or something else by that name, and OSError where it cannot be read or written.
    """
    descriptor = os.open(source, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    with os.fdopen(descriptor, "rb") as original:
        if not source.is_file() or os.fstat(descriptor).st_size == 0:
            raise FileNotFoundError
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh = target.with_name(f"{NAME}.{secrets.token_hex(8)}")
        try:
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as copy:
                shutil.copyfileobj(original, copy, 1 << 20)
            sync(fresh)
            fresh.replace(target)
        finally:
            fresh.unlink(missing_ok=True)
    sync(target.parent)
    return target.stat().st_size


def leftovers(folder: Path) -> Iterator[tuple[UUID, Path]]:
    """Yield the files of the shared folder that nobody fetched for long, and the recordings they are of."""
    try:
        found = list(folder.glob(f"*{SUFFIX}"))
        for path in found:
            if path.lstat().st_mtime < time.time() - LEFT_S:
                yield UUID(path.stem), path
    except (OSError, ValueError):
        return
