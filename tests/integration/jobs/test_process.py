"""`python -m server.jobs` as a process: it keeps the clock, tells how it is, and ends when it is told to."""

import asyncio
import contextlib
import os
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from aiohttp import ClientError, ClientSession

from server.config import Settings
from server.jobs.task_registry import TASKS
from server.jobs.worker import CATCH_UP, CATCH_UP_CRON
from server.meeting.rooms import Room
from server.meeting.schema import let_sign_in, url_of
from server.stack.child_process import free_port
from tests.integration.bucket import Bucket, bucket
from tests.integration.jobs.conftest import as_owner, recorded

PATIENCE_S = 60.0
LONG = bytes(range(256)) * 100_000
POLL_S = 0.05
OURS = "FROM pg_stat_activity WHERE datname = current_database() AND usename = 'parley_worker'"
CLOCK = f"SELECT pid {OURS} AND application_name = 'parley-jobs'"
DONE = (
    "SELECT EXISTS (SELECT FROM maintenance_runs"
    " WHERE task = 'cleanup_expired_invitations' AND outcome = 'done')"
)


@pytest.fixture
async def environment(settings: Settings) -> dict[str, str]:
    """What a jobs process is told: it signs in as the worker, and by its clock nothing is due today."""
    url = settings.database_url.reveal()
    await let_sign_in(url, {"parley_worker": "w"})
    for name, cron in [*((task.name, task.cron) for task in TASKS), (CATCH_UP, CATCH_UP_CRON)]:
        await scheduled(name, cron, since=0, due=1)
    return {
        **os.environ,
        "DATABASE_URL": url_of(url, "parley_worker", "w"),
        "REDIS_URL": "redis://127.0.0.1:1",
        "LIVEKIT_URL": "ws://127.0.0.1:1",
        "LIVEKIT_API_KEY": "unused",
        "LIVEKIT_API_SECRET": "a secret of at least thirty-two characters",
        "PARLEY_RECORDINGS": str(settings.recordings),
        "PARLEY_ARCHIVE": settings.archive,
        "JOBS_PORT": str(free_port()),
    }


@contextlib.asynccontextmanager
async def process(environment: dict[str, str]) -> AsyncIterator[asyncio.subprocess.Process]:
    """Run one until the block ends."""
    running = await asyncio.create_subprocess_exec(sys.executable, "-m", "server.jobs", env=environment)
    try:
        async with asyncio.timeout(PATIENCE_S):
            while (await asked(environment, "healthz"))[0] != 200:  # noqa: ASYNC110  another process
                await asyncio.sleep(POLL_S)
        yield running
    finally:
        with contextlib.suppress(ProcessLookupError):
            running.terminate()
        await running.wait()


async def asked(environment: dict[str, str], page: str) -> tuple[int, dict[str, object]]:
    """Give status and body of a page of its health; 0 while nobody listens."""
    async with ClientSession() as session:
        try:
            async with session.get(f"http://127.0.0.1:{environment['JOBS_PORT']}/{page}") as answer:
                return answer.status, await answer.json()
        except ClientError:
            return 0, {}


async def until(sql: str) -> None:
    """Look until the statement gives something true."""
    async with asyncio.timeout(PATIENCE_S):
        while not await as_owner(sql):  # noqa: ASYNC110  another process
            await asyncio.sleep(POLL_S)


async def scheduled(name: str, cron: str, *, since: int, due: int) -> None:
    """Let a task be known since so many days, and due in so many."""
    await as_owner(
        "INSERT INTO pgqueuer_schedules (expression, entrypoint, created, next_run) VALUES ($2, $1,"
        " now() - make_interval(days => $3), now() + make_interval(days => $4))"
        " ON CONFLICT (expression, entrypoint) DO UPDATE SET created = EXCLUDED.created,"
        " next_run = EXCLUDED.next_run RETURNING id",
        name,
        cron,
        since,
        due,
    )


async def missed(name: str, cron: str) -> None:
    """Let a task have been due two days ago."""
    await scheduled(name, cron, since=3, due=-2)


async def test_catches_up(environment: dict[str, str]) -> None:
    """What was due while nothing ran is done as soon as the process is there."""
    await missed("cleanup_expired_invitations", "20 3 * * *")
    async with process(environment):
        await until(DONE)


async def test_waits_for_the_tables(environment: dict[str, str], postgres_url: str) -> None:
    """Begun before the database was made ready it says so, and does not die of it."""
    empty = urlsplit(postgres_url)._replace(path="/postgres").geturl()
    running = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "server.jobs", env={**environment, "DATABASE_URL": empty}, stderr=PIPE
    )
    assert running.stderr is not None
    assert b"NotMigrated" in await running.stderr.readline()
    running.terminate()
    assert await running.wait() == 0


async def test_tries_again(environment: dict[str, str]) -> None:
    """What failed is done again by the next look at what is owed."""
    await missed(CATCH_UP, CATCH_UP_CRON)
    await scheduled("cleanup_expired_invitations", "20 3 * * *", since=3, due=1)
    async with process(environment):
        await until(DONE)


async def test_metrics(environment: dict[str, str]) -> None:
    """Every task's standing is on the metrics page."""
    await scheduled("cleanup_expired_sessions", "35 3 * * *", since=9, due=1)
    url = f"http://127.0.0.1:{environment['JOBS_PORT']}/metrics"
    async with process(environment), ClientSession() as session, session.get(url) as answer:
        text = await answer.text()
    assert 'parley_maintenance_overdue{task="cleanup_expired_sessions"} 1.0' in text
    assert 'parley_maintenance_overdue{task="backup_full"} 0.0' in text
    assert "parley_database_up 1.0" in text


async def test_late_is_told_without_being_ill(environment: dict[str, str]) -> None:
    """An overdue task is named and makes `/overdue` 503; `/healthz` stays 200: no restart would help."""
    await scheduled("cleanup_expired_sessions", "35 3 * * *", since=9, due=1)
    async with process(environment):
        status, told = await asked(environment, "healthz")
        assert (status, told["overdue"]) == (200, ["cleanup_expired_sessions"])
        assert (await asked(environment, "overdue"))[0] == 503


async def test_two_processes(environment: dict[str, str]) -> None:
    """Two that are there when something is due do it once."""
    await missed("cleanup_expired_invitations", "20 3 * * *")
    async with process(environment), process({**environment, "JOBS_PORT": str(free_port())}):
        await until(DONE)
    assert await as_owner("SELECT count(*) FROM maintenance_runs WHERE outcome <> 'failed'") == 1


async def test_ends_when_told(environment: dict[str, str]) -> None:
    """SIGTERM ends it with 0."""
    async with process(environment) as running:
        running.terminate()
        async with asyncio.timeout(PATIENCE_S):
            assert await running.wait() == 0


async def test_survives_its_connections(environment: dict[str, str]) -> None:
    """When the database drops every connection of it, the process waits, and goes on on new ones."""
    async with process(environment):
        before = await as_owner(CLOCK)
        await as_owner(f"SELECT count(pg_terminate_backend(pid)) {OURS}")
        await until(f"SELECT EXISTS (SELECT {OURS} AND application_name = 'parley-jobs' AND pid <> {before})")
        async with asyncio.timeout(PATIENCE_S):
            while (await asked(environment, "healthz"))[0] != 200:  # noqa: ASYNC110  another process
                await asyncio.sleep(POLL_S)


@pytest.fixture
async def stuck(
    environment: dict[str, str], settings: Settings, atrium: Room
) -> AsyncIterator[tuple[Bucket, Path]]:
    """An archive that takes what it is given and says nothing; gives it, and a recording due there."""
    async with bucket("meetings") as made:
        environment |= {**made.environment, "PARLEY_ARCHIVE": "s3://meetings"}
        recording = await recorded(settings, atrium, LONG)
        await as_owner("SELECT cleanup_old_recordings(90)")
        await missed("archive_recordings", "40 4 * * *")
        made.open.clear()
        yield made, settings.recordings / f"{recording}.ogg"


async def test_killed_in_the_middle(environment: dict[str, str], stuck: tuple[Bucket, Path]) -> None:
    """A process that is killed while it copies loses nothing; the next one moves the file."""
    archive, original = stuck
    async with process(environment) as running:
        await archive.begun.wait()
        running.kill()
    assert original.read_bytes() == LONG
    archive.open.set()
    await as_owner("UPDATE pgqueuer_schedules SET heartbeat = now() - interval '1 minute' RETURNING id")
    async with process(environment):
        await until("SELECT count(*) = 1 FROM recordings WHERE status = 'archived' AND file_path IS NULL")
        await until("SELECT count(*) = 1 FROM maintenance_runs WHERE outcome = 'done' AND counts ? 'moved'")
    assert list(archive.objects.values()) == [LONG]
    assert await as_owner("SELECT count(*) FROM maintenance_runs WHERE error = 'Interrupted'") == 1


async def test_told_to_stop_in_the_middle(environment: dict[str, str], stuck: tuple[Bucket, Path]) -> None:
    """SIGTERM breaks a copy off after a while, and that is written down."""
    archive, original = stuck
    async with process(environment) as running:
        await archive.begun.wait()
        running.terminate()
        async with asyncio.timeout(PATIENCE_S):
            assert await running.wait() == 0
    assert original.read_bytes() == LONG
    assert await as_owner("SELECT error FROM maintenance_runs") == "CancelledError"


@pytest.mark.parametrize("wrong", ["DATABASE_URL", "JOBS_PORT"])
async def test_wrong_settings_are_named(environment: dict[str, str], wrong: str) -> None:
    """With nonsense in its settings it says which variable it is, and ends with 2."""
    environment[wrong] = "nonsense"
    running = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "server.jobs", env=environment, stderr=asyncio.subprocess.PIPE
    )
    _, said = await running.communicate()
    assert running.returncode == 2
    assert wrong.encode() in said
