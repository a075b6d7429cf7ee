"""What a file holds, as one number."""

import hashlib
from pathlib import Path


def sha256_of(path: Path) -> str:
    """Read a file and give its SHA-256, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
