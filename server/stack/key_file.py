"""The stack's keys: given by the operator, else a file created at the first start."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from server.files import exclusive_lock, write_private
from server.meeting.sealing.keyring import Keyring, KeyringError, new_key
from server.meeting.sealing.process_keys import load_process_keyring
from server.stack.layout import Layout

GIVEN = ("PARLEY_KEYS", "PARLEY_KEYS_FILE")


def file_of(layout: Layout, environ: Mapping[str, str] = os.environ) -> Path | None:
    """Return the key file; None when PARLEY_KEYS holds the keys."""
    if environ.get("PARLEY_KEYS"):
        return None
    return Path(environ.get("PARLEY_KEYS_FILE") or layout.data / "keys")


def _make_first(file: Path) -> bool:
    """Create the file if there are no keys; returns whether it did."""
    with exclusive_lock(file):
        if file.exists():
            return False
        write_private(file, Keyring([new_key()]).written())
        return True


@contextmanager
def found_or_made(layout: Layout, environ: Mapping[str, str] = os.environ) -> Iterator[dict[str, str]]:
    """Use the keys while the database is prepared; yields the settings for the web processes.

    New keys that do not match the database are deleted again.
    """
    file = file_of(layout, environ)
    made = file is not None and "PARLEY_KEYS_FILE" not in environ and _make_first(file)
    load_process_keyring(environ.get("PARLEY_KEYS", ""), file)
    try:
        yield {"PARLEY_KEYS_FILE": str(file.absolute())} if file else {"PARLEY_KEYS": environ["PARLEY_KEYS"]}
    except KeyringError:
        if made and file is not None:
            file.unlink()
        raise
