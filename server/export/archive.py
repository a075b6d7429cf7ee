"""Packs all formats of an export, and the sound if there is any, into one ZIP file."""

import zipfile
from collections.abc import Iterable
from pathlib import Path

CHUNK_BYTES = 1 << 20


def pack(files: Iterable[tuple[str, bytes | Path]], path: Path) -> None:
    """Write `(name, contents or file)`; sound is stored as it is, for it does not get smaller."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, contents in files:
            if isinstance(contents, bytes):
                archive.writestr(name, contents)
                continue
            kept = zipfile.ZIP_STORED if contents.suffix in (".ogg", ".docx") else zipfile.ZIP_DEFLATED
            archive.write(contents, name, kept)
