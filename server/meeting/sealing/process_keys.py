"""The process's keyring; a key added to its file is picked up without a restart."""

import contextlib
from pathlib import Path

from server.meeting.sealing.keyring import Keyring, KeyringError

_ring: Keyring | None = None
_file: Path | None = None
_seen: tuple[int, int] | None = None


def load_process_keyring(keys: str, file: Path | None) -> None:
    """Load the keys of PARLEY_KEYS or PARLEY_KEYS_FILE; raises KeyringError."""
    set_process_keyring(Keyring.of(keys, file), None if keys else file)


def set_process_keyring(process_keyring: Keyring | None, file: Path | None = None) -> None:
    """Use `ring` in this process, and watch `file` for new keys."""
    global _ring, _file, _seen
    _ring, _file, _seen = process_keyring, file, _version_of(file)


def process_keyring() -> Keyring:
    """Return the process's keyring; raises KeyringError if none is set."""
    global _ring, _seen
    if _ring is None:
        raise KeyringError("this process was given no keys")
    version = _version_of(_file)
    if version not in (None, _seen) and _file is not None:
        _seen = version
        with contextlib.suppress(KeyringError):  # the next process to start reports it
            _ring = _renewed(_ring, Keyring.read(_file))
    return _ring


def _renewed(process_keyring: Keyring, read: Keyring) -> Keyring:
    """Add the file's keys, keeping all known ones; ignore a file without the key in use."""
    return read.also(process_keyring) if process_keyring.is_within(read) else process_keyring


def _version_of(file: Path | None) -> tuple[int, int] | None:
    """Inode and modification time, which change with each write; None without a file."""
    try:
        found = file.stat() if file is not None else None
    except OSError:
        return None
    return (found.st_ino, found.st_mtime_ns) if found else None
