"""The keys of a stack: the operator's, else a file made at the first start, beside the other secrets."""

import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from server.files import alone_with, write_private
from server.meeting.sealing.keyring import Keyring, KeyringError, new_key
from server.meeting.sealing.process_keys import load_process_keyring
from server.stack.layout import Layout

GIVEN = ("PARLEY_KEYS", "PARLEY_KEYS_FILE")
OPENS = ("web",)
"""The processes that seal and open; no other is given the keys."""


def file_of(layout: Layout, environ: Mapping[str, str] = os.environ) -> Path | None:
    """Where the keys are kept; None where they are said in PARLEY_KEYS itself."""
    if environ.get("PARLEY_KEYS"):
        return None
    return Path(environ.get("PARLEY_KEYS_FILE") or layout.data / "keys")


def _make_first(file: Path) -> bool:
    """Whether there were no keys until now."""
    with alone_with(file):
        if file.exists():
            return False
        write_private(file, Keyring([new_key()]).written())
        return True


@contextmanager
def found_or_made(layout: Layout, environ: Mapping[str, str] = os.environ) -> Iterator[dict[str, str]]:
    """Use the keys while the database is made ready; yields what the processes in OPENS are told.

    New ones that turn out not to be those of the database are not left for somebody to mistake for them.
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
