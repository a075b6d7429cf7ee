"""Run PostgreSQL's point-in-time recovery on a restored backup, so that a stack can start with the data."""

import os
import re
import shlex
import shutil
import signal
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import asyncpg

from server.backup.postgres_tools import run
from server.backup.recording_files import finished_files
from server.backup.restore import WAL_FETCH, RecoveredTo, RecoveryTarget
from server.backup.wal_positions import lsn_bytes
from server.meeting.database_errors import DATABASE_ERRORS
from server.operator_error import OperatorError
from server.stack.child_process import ready, start
from server.stack.postgres import DATABASE, NOBODY, USER, password_of, unprivileged

RECOVERY_S = 24 * 3600.0
SETTING = re.compile(r"^(\w+) setting: +(\d+)$", re.MULTILINE)
LIMITS = {
    "max_connections": "max_connections",
    "max_worker_processes": "max_worker_processes",
    "max_wal_senders": "max_wal_senders",
    "max_prepared_xacts": "max_prepared_transactions",
    "max_locks_per_xact": "max_locks_per_transaction",
}
"""Names in pg_controldata → names of the settings."""
REACHED = """
SELECT pg_last_wal_replay_lsn()::text AS lsn, pg_last_xact_replay_timestamp() AS last_change
"""
SETTINGS = {
    "postgresql.conf": "",
    "postgresql.auto.conf": "",
    "pg_hba.conf": "host all,replication all 127.0.0.1/32 scram-sha-256\n",
    "pg_ident.conf": "",
}
"""Configuration files our server needs; other settings are given at its start."""
TOO_SHORT = "recovery ended before configured recovery target was reached"


async def recover(into: Path, pgdata: Path, wal: Path, goal: RecoveryTarget) -> RecoveredTo:
    """Implements Recover of server.backup.restore."""
    directory = into / "postgres"
    directory.mkdir(mode=0o700)
    prefix, programs, data = await unprivileged(directory)
    shutil.rmtree(data, ignore_errors=True)
    if _changes_user(prefix):  # the user PostgreSQL runs as cannot enter our directory
        wal = Path(shutil.copytree(wal, data.with_name("wal"), dirs_exist_ok=True))
    shutil.move(pgdata, data)
    (data / "recovery.signal").touch()
    if goal.backup.superuser != USER:
        _put_settings_aside(data)
    sockets = Path(tempfile.mkdtemp(prefix="parley-"))
    try:
        (sockets / "hba").write_text("local all all trust\n")
        if _changes_user(prefix):
            _give_away(data, sockets, wal)
        log = into.with_name(f"{into.name}-recovery.log")  # kept after a failure
        argv = [*prefix, str(programs / "postgres"), "-D", str(data)]
        settings = [*await _recorded_limits(data), *_reading(wal, sockets)]
        again = Recovery(argv, settings, sockets, log, directory, goal)
        reached = await _recover_to(again, goal)
        log.unlink()
        return replace(reached, histories=_histories(data))
    finally:
        shutil.rmtree(sockets, ignore_errors=True)
        if _changes_user(prefix):
            shutil.rmtree(wal, ignore_errors=True)


async def _recover_to(again: "Recovery", goal: RecoveryTarget) -> RecoveredTo:
    """Recover to the target, or to the log's end if nothing happened between the two."""
    try:
        return await again.to(goal.moment)
    except TooShort:
        if goal.whole_to is None:
            raise
    reached = await again.to(None)
    if lsn_bytes(reached.lsn) < lsn_bytes(goal.whole_to):
        raise TooShort
    return reached


def _put_settings_aside(data: Path) -> None:
    """Replace settings of a foreign server, which name files and libraries of its machine."""
    for name in SETTINGS:
        place = data / name
        if place.exists():
            place.rename(place.with_name(f"{name}.theirs"))
        place.write_text(SETTINGS[name])
        place.chmod(0o600)


def _histories(data: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (data / "pg_wal").glob("*.history")}


class TooShort(OperatorError):  # noqa: N818  the name is what happened
    """The log ends before the target."""

    def __init__(self) -> None:
        cause = "the stored log ends before that time, or has a gap"
        super().__init__(cause, "--to NAME, with the name of a backup from parley backup list")


@dataclass(frozen=True)
class Recovery:
    """A PostgreSQL started for recovery only; nobody else can connect."""

    argv: Sequence[str]
    settings: Sequence[str]
    sockets: Path
    log: Path
    directory: Path
    goal: RecoveryTarget

    async def to(self, moment: datetime | None) -> RecoveredTo:
        """Recover, promote, and stop."""
        told = [*self.settings, f"recovery_target_timeline={self.goal.line.timeline}"]
        if moment is not None:
            told += [f"recovery_target_time={moment.isoformat(sep=' ')}", "recovery_target_action=promote"]
        if self.goal.is_backup:
            told += ["recovery_target=immediate", "recovery_target_action=promote"]
        argv = [*self.argv, *(part for each in told for part in ("-c", each))]
        cwd = self.directory
        child = await start("PostgreSQL", argv, log=self.log, cwd=cwd, stop_signal=signal.SIGINT, stop_s=60)
        try:
            await ready(child, self._is_open, RECOVERY_S)
            return await self._reset_password()
        except OperatorError as error:
            if TOO_SHORT in self.log.read_text(errors="replace"):
                raise TooShort from error
            raise
        finally:
            await child.stop()

    async def _is_open(self) -> bool:
        with suppress(*DATABASE_ERRORS):
            connection = await self._connect("postgres")
            try:
                return not await connection.fetchval("SELECT pg_is_in_recovery()")
            finally:
                await connection.close()
        return False

    async def _reset_password(self) -> RecoveredTo:
        """Set the owner's password of this directory; returns what was recovered."""
        connection = await self._connect("template1")
        try:
            if self.goal.backup.superuser != USER:
                await self._make_ours(connection)
            statement = await connection.fetchval(
                "SELECT format('ALTER ROLE %I PASSWORD %L', $1::text, $2::text)",
                USER,
                password_of(self.directory),
            )
            await connection.execute(statement)
            row = await connection.fetchrow(REACHED)
        finally:
            await connection.close()
        assert row is not None  # noqa: S101  it has no FROM
        return RecoveredTo(row["lsn"], row["last_change"], await self._recordings(), {})

    async def _recordings(self) -> list[str]:
        connection = await self._connect(DATABASE)
        try:
            return [row["file_path"] for row in await finished_files(connection)]
        finally:
            await connection.close()

    async def _make_ours(self, connection: "asyncpg.Connection[asyncpg.Record]") -> None:
        """Rename a foreign server's role and database to those `parley up` expects."""
        if not await connection.fetchval("SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = $1)", USER):
            await connection.execute(f'CREATE ROLE "{USER}"')
        await connection.execute(f'ALTER ROLE "{USER}" SUPERUSER LOGIN')
        database = self.goal.backup.database
        if database != DATABASE:
            statement = await connection.fetchval(
                "SELECT format('ALTER DATABASE %I RENAME TO %I', $1::text, $2::text)", database, DATABASE
            )
            await connection.execute(statement)

    async def _connect(self, database: str) -> "asyncpg.Connection[asyncpg.Record]":
        user = self.goal.backup.superuser
        return await asyncpg.connect(host=str(self.sockets), user=user, database=database, timeout=5)


def _reading(wal: Path, sockets: Path) -> list[str]:
    return [
        f"restore_command={WAL_FETCH.format(wal=shlex.quote(str(wal)))}",
        "listen_addresses=",
        "archive_mode=off",
        f"unix_socket_directories={sockets}",
        f"hba_file={sockets / 'hba'}",
    ]


async def _recorded_limits(data: Path) -> list[str]:
    """Return the limits the server had; recovery refuses to start with lower ones."""
    said = await run("pg_controldata", ["-D", str(data)])
    return [f"{LIMITS[name]}={number}" for name, number in SETTING.findall(said) if name in LIMITS]


def _changes_user(prefix: Sequence[str]) -> bool:
    return bool(prefix) and prefix[0] == "setpriv"


def _give_away(*places: Path) -> None:
    for place in places:
        for path in (place, *place.rglob("*")):
            os.chown(path, NOBODY, NOBODY, follow_symlinks=False)
