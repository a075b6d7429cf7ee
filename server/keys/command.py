"""`parley keys`: list, create and rotate the keys that people's data are sealed with."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from server.files import exclusive_lock, write_private
from server.meeting.owner_connection import Connection, connected
from server.meeting.sealing.key_proofs import is_known
from server.meeting.sealing.key_rotation import Resealed, rotate, sealed_texts
from server.meeting.sealing.keyring import Keyring, KeyringError, new_key
from server.meeting.sealing.process_keys import load_process_keyring, process_keyring
from server.meeting.sealing.sealed_columns import SEALED_COLUMNS
from server.operator_error import OperatorError
from server.progress_board import NO_STEP, ProgressBoard

MOVE = "put a new one before the others in PARLEY_KEYS, or move them into a file and set PARLEY_KEYS_FILE"


def keys(task: str, url: Callable[[], str], told: str, file: Path | None) -> int:
    """Run a task; `url` finds the database, `told` and `file` are PARLEY_KEYS and PARLEY_KEYS_FILE."""
    console = Console(highlight=False, soft_wrap=True)
    if task == "new":
        return _make(file, console)
    load_process_keyring(told, file)
    return asyncio.run(_with_database(url(), task, file, console))


def _make(file: Path | None, console: Console) -> int:
    """Add a new key to the file; other lines stay."""
    if file is None:
        raise OperatorError("the keys are said in PARLEY_KEYS, which is not ours to change", MOVE)
    made = Keyring([new_key()])
    try:
        with exclusive_lock(file):
            there = _written_in(file)
            write_private(file, made.written() + there)
    except OSError as error:
        raise KeyringError(f"no key can be written into {file}: {error.strerror}", None) from error
    console.print(f"the key {made.ids[0]} is now first in {file}; keep a copy of it apart from the backups")
    if there:
        console.print(
            "what is written from now on is sealed with it; parley keys rotate does the same to the rest"
        )
    return 0


def _written_in(file: Path) -> str:
    """Read the keys already in the file; raises KeyringError."""
    if not file.exists() or not file.stat().st_size:
        return ""
    Keyring.read(file)
    return file.read_text("ascii")


async def _with_database(url: str, task: str, file: Path | None, console: Console) -> int:
    async with connected(url) as connection:
        if await connection.fetchval("SELECT to_regclass('public.sealing_keys') IS NULL"):
            raise OperatorError("the database has no sealed tables yet", "parley migrate")
        if task == "list":
            return await _list(connection, console)
        return await _rotate(connection, file, console)


async def _list(connection: Connection, console: Console) -> int:
    """Print the keys; returns 1 when one is missing."""
    texts = await sealed_texts(connection)
    table = Table("key", "sealed texts", "", box=None, pad_edge=False)
    for key_id in dict.fromkeys([*process_keyring().ids, *sorted(texts)]):
        said = (
            "seals"
            if key_id == process_keyring().ids[0]
            else "opens"
            if key_id in process_keyring().ids
            else "MISSING"
        )
        table.add_row(key_id, f"{texts.get(key_id, 0):,}", said)
    console.print(table)
    return 1 if texts.keys() - set(process_keyring().ids) else 0


async def _rotate(connection: Connection, file: Path | None, console: Console) -> int:
    """Web processes with keys from the environment must be restarted with the new key first."""
    newest = process_keyring().ids[0]
    if file is None and not await is_known(connection, newest):
        raise OperatorError(
            f"no web process has begun with the key {newest}", "start Parley anew, then rotate"
        )
    texts = await sealed_texts(connection)
    board, total = ProgressBoard(console, line_after_s=NO_STEP), sum(texts.values()) - texts.get(newest, 0)
    with board.shown(), board.step("sealing", total) as bar:
        done = await rotate(connection, bar.advance)
    return _tell(done, newest, console)


def _tell(done: Resealed, newest: str, console: Console) -> int:
    for column in (f"{each.table}.{each.column}" for each in SEALED_COLUMNS):
        console.print(f"  {column:<32} {done.rows[column]:>9,}")
    for place in done.unreadable:
        console.print(f"  ✗ {place} does not open with any key")
    if done.left:
        console.print(f"  ✗ {done.left:,} texts have been sealed with another key meanwhile")
        console.print("    → start the web processes anew with these keys, then parley keys rotate")
    if done.unreadable or done.left:
        return 1
    console.print(f"everything is sealed with {newest}")
    for key_id in done.retired:
        console.print(f"{key_id} opens only backups from before; without them its line may go")
    return 0
