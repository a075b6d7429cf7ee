"""PostgreSQL brought back to a moment on what a backup left, then ended: data a stack can start with."""

import os
import re
import shlex
import shutil
import signal
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import asyncpg

from server.backup.restoring import WAL_FETCH
from server.backup.tools import run
from server.mending import MendableError
from server.stack.postgres import NOBODY, USER, disguise, password_of
from server.stack.process import ready, start

RECOVERY_S = 24 * 3600.0
SETTING = re.compile(r"^(\w+) setting: +(\d+)$", re.MULTILINE)
ROOMS = {
    "max_connections": "max_connections",
    "max_worker_processes": "max_worker_processes",
    "max_wal_senders": "max_wal_senders",
    "max_prepared_xacts": "max_prepared_transactions",
    "max_locks_per_xact": "max_locks_per_transaction",
}
"""As pg_controldata calls them, and as they are set."""
TOO_SHORT = "recovery ended before configured recovery target was reached"


async def recover(into: Path, pgdata: Path, wal: Path, to: datetime | None, *, is_whole: bool) -> None:
    """As the protocol of server.backup.restoring says."""
    directory = into / "postgres"
    directory.mkdir(mode=0o700)
    prefix, programs, data = await disguise(directory)
    shutil.rmtree(data, ignore_errors=True)
    if _changes_user(prefix):  # who we become there enters no directory of ours
        wal = Path(shutil.copytree(wal, data.with_name("wal"), dirs_exist_ok=True))
    shutil.move(pgdata, data)
    (data / "recovery.signal").touch()
    sockets = Path(tempfile.mkdtemp(prefix="parley-"))
    try:
        (sockets / "hba").write_text("local all all trust\n")
        if _changes_user(prefix):
            _give_away(data, sockets, wal)
        log = into.with_name(f"{into.name}-recovery.log")  # stays, where it came to nothing
        argv = [*prefix, str(programs / "postgres"), "-D", str(data)]
        again = Recovery(argv, [*await _as_it_was(data), *_reading(wal, sockets)], sockets, log, directory)
        try:
            await again.to(to)
        except TooShort:
            if not is_whole:
                raise
            await again.to(None)
        log.unlink()
    finally:
        shutil.rmtree(sockets, ignore_errors=True)
        if _changes_user(prefix):
            shutil.rmtree(wal, ignore_errors=True)


class TooShort(MendableError):  # noqa: N818  the name is what happened
    """The log ends before the moment that is wanted."""

    def __init__(self) -> None:
        super().__init__("the log that is kept ends before that moment", "parley backup list")


@dataclass(frozen=True)
class Recovery:
    """How PostgreSQL is started for it; nobody else reaches it meanwhile."""

    argv: Sequence[str]
    settings: Sequence[str]
    sockets: Path
    log: Path
    directory: Path

    async def to(self, moment: datetime | None) -> None:
        """Recover, be its own server from there on, and end."""
        told = [*self.settings, "recovery_target_timeline=latest"]
        if moment is not None:
            told += [f"recovery_target_time={moment.isoformat(sep=' ')}", "recovery_target_action=promote"]
        argv = [*self.argv, *(part for each in told for part in ("-c", each))]
        cwd = self.directory
        child = await start("PostgreSQL", argv, log=self.log, cwd=cwd, stop_signal=signal.SIGINT, stop_s=60)
        try:
            await ready(child, lambda: _is_open(self.sockets), RECOVERY_S)
            await _own_again(self.sockets, self.directory)
        except MendableError as error:
            if TOO_SHORT in self.log.read_text(errors="replace"):
                raise TooShort from error
            raise
        finally:
            await child.stop()


def _reading(wal: Path, sockets: Path) -> list[str]:
    return [
        f"restore_command={WAL_FETCH.format(wal=shlex.quote(str(wal)))}",
        "listen_addresses=",
        "archive_mode=off",
        f"unix_socket_directories={sockets}",
        f"hba_file={sockets / 'hba'}",
    ]


async def _as_it_was(data: Path) -> list[str]:
    """Room for as much at once as the server had: with less it does not recover."""
    said = await run("pg_controldata", ["-D", str(data)])
    return [f"{ROOMS[name]}={number}" for name, number in SETTING.findall(said) if name in ROOMS]


async def _own_again(sockets: Path, directory: Path) -> None:
    """Give its owner the password of this directory."""
    connection = await asyncpg.connect(host=str(sockets), user=USER, database="postgres")
    try:
        statement = await connection.fetchval(
            "SELECT format('ALTER ROLE %I PASSWORD %L', $1::text, $2::text)", USER, password_of(directory)
        )
        await connection.execute(statement)
    finally:
        await connection.close()


async def _is_open(sockets: Path) -> bool:
    with suppress(OSError, TimeoutError, asyncpg.PostgresError):
        connection = await asyncpg.connect(host=str(sockets), user=USER, database="postgres", timeout=5)
        try:
            return not await connection.fetchval("SELECT pg_is_in_recovery()")
        finally:
            await connection.close()
    return False


def _changes_user(prefix: Sequence[str]) -> bool:
    return bool(prefix) and prefix[0] == "setpriv"


def _give_away(*places: Path) -> None:
    for place in places:
        for path in (place, *place.rglob("*")):
            os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
