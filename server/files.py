"""Small files written the safe way."""

import os
from pathlib import Path


def write_private(path: Path, text: str) -> None:
    """Write `text` so that only we may read it, and nobody ever sees half of it."""
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
