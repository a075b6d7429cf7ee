"""The keys this process seals and opens with; a new one in their file is taken up without a new start."""

import contextlib
from pathlib import Path

from server.meeting.sealing.keyring import Keyring, KeyringError

_ring: Keyring | None = None
_file: Path | None = None
_seen: tuple[int, int] | None = None


def load_process_keyring(keys: str, file: Path | None) -> None:
    """Use what PARLEY_KEYS or the file of PARLEY_KEYS_FILE says; raises KeyringError."""
    set_process_keyring(Keyring.of(keys, file), None if keys else file)


def set_process_keyring(process_keyring: Keyring | None, file: Path | None = None) -> None:
    """Let this process seal and open with it; a key that is later written into `file` is taken up."""
    global _ring, _file, _seen
    _ring, _file, _seen = process_keyring, file, _version_of(file)


def process_keyring() -> Keyring:
    """Give this process's keys; raises KeyringError before `use`."""
    global _ring, _seen
    if _ring is None:
        raise KeyringError("this process was given no keys")
    version = _version_of(_file)
    if version not in (None, _seen) and _file is not None:
        _seen = version
        with contextlib.suppress(KeyringError):  # whoever starts with it next says what is wrong
            _ring = _renewed(_ring, Keyring.read(_file))
    return _ring


def _renewed(process_keyring: Keyring, read: Keyring) -> Keyring:
    """What one could open one still opens; a file without the key in use is another's."""
    return read.also(process_keyring) if process_keyring.is_within(read) else process_keyring


def _version_of(file: Path | None) -> tuple[int, int] | None:
    """What is another after each writing; None where there is no file."""
    try:
        found = file.stat() if file is not None else None
    except OSError:
        return None
    return (found.st_ino, found.st_mtime_ns) if found else None
