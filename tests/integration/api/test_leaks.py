"""However requests end, their connections return to the pool, outside any transaction."""

import asyncio
import contextlib
import random
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import TypeAlias

import asyncpg
import pytest
from aiohttp import ClientError, ClientTimeout, web
from aiohttp.test_utils import TestServer

from server.api.identity import CSRF_COOKIE
from server.api.security import CSRF_HEADER
from server.app import build_app
from server.config import Secret, Settings
from server.meeting import db
from server.meeting.accounts import register
from server.meeting.actor import AS_CONNECTED, acting_as
from server.meeting.db import bound, execute, fetch, open_database, transaction
from server.meeting.rooms import NewRoom, Room, create_room
from server.meeting.schema import migrate
from server.stack import postgres as engine
from server.stack.child_process import free_port
from tests.integration.api.browser import Browser, browsing

YES = {"consent": True}
SETTLED_S, BACK_S = 20.0, 60.0
KILL_ONE = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle' LIMIT 1
"""
LEFT_OPEN = """
SELECT count(*) FROM pg_stat_activity
WHERE datname = current_database() AND state LIKE 'idle in transaction%'
"""
PARTIAL = """
SELECT (SELECT count(*) FROM participants p WHERE NOT EXISTS
           (SELECT FROM consents c WHERE c.participant_id = p.id))
     + (SELECT count(*) FROM rooms r WHERE current_participants <>
           (SELECT count(*) FROM participants p WHERE p.room_id = r.id AND p.status = 'admitted'))
"""
"""Seats without their consent row, and seats that are not counted."""


Watcher: TypeAlias = "asyncpg.Connection[asyncpg.Record]"


async def whole(watcher: Watcher) -> None:
    """Take every connection of the pool at once: each answers, and none is in a transaction."""
    opened = bound()
    assert opened is not None
    pool = opened.pool
    assert pool is not None
    async with asyncio.timeout(SETTLED_S):
        taken = [await pool.acquire() for _ in range(pool.get_max_size())]
        for each in taken:
            assert not each.is_in_transaction()
            assert await each.fetchval("SELECT 1") == 1
        for each in taken:
            await pool.release(each)
        while await watcher.fetchval(LEFT_OPEN):  # noqa: ASYNC110  the process of a cut connection ends on its own
            await asyncio.sleep(0.05)


class TestPool:
    """The connection pool under load."""

    async def test_mixed_failures_return_connections(self, database: str, atrium: Room) -> None:
        """Five hundred requests succeed or are cancelled, refused or killed; all connections return."""
        chance = random.Random(4)  # noqa: S311  not a secret
        other = await asyncpg.connect(database)
        with acting_as(AS_CONNECTED):
            async with open_database(database, pool_size=8):
                ends = await asyncio.gather(
                    *(_end(each, chance.random(), atrium, other) for each in range(500)),
                    return_exceptions=True,
                )
                await whole(other)
        await other.close()
        assert len({type(each) for each in ends}) >= 4


async def _end(number: int, when: float, where: Room, other: Watcher) -> None:
    """One of five ways a request ends."""
    if number % 100 == 99:
        async with KILLING:
            await other.execute(KILL_ONE)
        return
    work = asyncio.create_task(_work(number, where))
    if number % 5 == 0:
        await asyncio.sleep(when * 0.2)
        work.cancel()
    await work


KILLING = asyncio.Lock()


async def _work(number: int, where: Room) -> None:
    async with transaction():
        await execute("UPDATE rooms SET name = $1 WHERE id = $2", f"Room {number}", where.id)
        if number % 5 == 1:
            await fetch("SELECT FROM nonsense")
        if number % 5 == 2:
            raise ValueError(number)
        if number % 5 == 3:
            await asyncio.wait_for(fetch("SELECT pg_sleep(5)"), 0.01)


class TestRequests:
    """The web process under requests that are aborted."""

    async def test_aborted_requests_and_killed_connections(
        self, app: web.Application, nobody: Browser, atrium: Room, database: str
    ) -> None:
        """Aborted requests and killed connections leave no partial seat and lose no pool connection."""
        admin = await asyncpg.connect(database)
        chance = random.Random(7)  # noqa: S311  not a secret

        async def come(number: int) -> int | None:
            patience = ClientTimeout(total=chance.random() * 6 + 0.01)
            url, sent = f"{nobody.origin}/api/rooms/{atrium.slug}/join", {**YES, "name": f"Guest {number}"}
            csrf = nobody.cookies[CSRF_COOKIE]
            headers = {"Origin": nobody.origin, "Cookie": f"{CSRF_COOKIE}={csrf}", CSRF_HEADER: csrf}
            with contextlib.suppress(TimeoutError, ClientError):
                async with nobody.session.post(url, json=sent, headers=headers, timeout=patience) as answer:
                    return answer.status
            return None

        async def kill() -> None:
            for _ in range(20):
                await admin.execute(KILL_ONE)
                await asyncio.sleep(0.05)

        statuses, _ = await asyncio.gather(asyncio.gather(*(come(n) for n in range(250))), kill())
        assert 500 not in statuses
        await whole(admin)
        assert await admin.fetchval(PARTIAL) == 0
        await admin.close()

    async def test_pool_exhausted(
        self, nobody: Browser, atrium: Room, database: str, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """When the pool is exhausted requests get 503; afterwards everything works."""
        monkeypatch.setattr(db, "ACQUIRE_TIMEOUT_S", 0.2)
        holder = await asyncpg.connect(database)
        async with holder.transaction():
            await holder.execute("SELECT FROM rooms FOR UPDATE")
            waiting = [
                asyncio.create_task(nobody.post(f"/api/rooms/{atrium.slug}/join", {**YES, "name": "Gus"}))
                for _ in range(30)
            ]
            refused, _ = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
            answer = refused.pop().result()
        assert (answer.status, answer.json["type"]) == (503, "urn:parley:problem:busy")
        assert answer.headers["Retry-After"] == "1"
        assert {200, 503} >= {each.status for each in await asyncio.gather(*waiting)}
        assert (await nobody.get(f"/api/rooms/{atrium.slug}")).status == 200
        await whole(holder)
        await holder.close()


class TestRestart:
    """PostgreSQL restarts under load."""

    @pytest.fixture
    def port(self) -> int:
        """Its port, before and after."""
        return free_port()

    @pytest.fixture
    async def home(self, tmp_path: Path, port: int, monkeypatch: pytest.MonkeyPatch) -> Path:
        """Its directory, with the schema in it."""
        monkeypatch.setattr(engine, "free_port", lambda: port)
        async with engine.postgres(tmp_path, durable=False) as url:
            await migrate(url)
        return tmp_path

    async def test_restarted_under_load(self, home: Path, settings: Settings) -> None:
        """During the restart requests get 503, afterwards they succeed; every confirmed write is stored."""
        async with contextlib.AsyncExitStack() as first:
            url = await first.enter_async_context(engine.postgres(home, durable=False))
            async with serving(replace(settings, database_url=Secret(url))) as hosts:
                load = [asyncio.create_task(each.rename()) for each in hosts]
                await until(lambda: all(each.kept > 5 for each in hosts))
                await first.aclose()
                await until(lambda: all(503 in each.statuses for each in hosts))
                async with engine.postgres(home, durable=False):
                    for each in hosts:
                        each.kept = 0
                    await until(lambda: all(each.kept > 5 for each in hosts))
                    for each in hosts:
                        each.done = True
                    await asyncio.gather(*load)
                    assert set().union(*(each.statuses for each in hosts)) == {200, 503}
                    watcher = await asyncpg.connect(url)
                    await whole(watcher)
                    for each in hosts:
                        name = await watcher.fetchval("SELECT name FROM rooms WHERE slug = $1", each.slug)
                        assert name == f"Turn {each.kept_turn}"
                    await watcher.close()


@dataclass
class Host:
    """A host who renames their room in a loop."""

    browser: Browser
    slug: str
    statuses: set[int] = field(default_factory=set)
    kept: int = 0
    kept_turn: int = 0
    done: bool = False

    async def rename(self) -> None:
        """Rename until stopped; the last answer is a success."""
        for turn in count(1):
            answer = await self.browser.patch(f"/api/rooms/{self.slug}", {"name": f"Turn {turn}"})
            self.statuses.add(answer.status)
            if answer.status == 200:
                self.kept, self.kept_turn = self.kept + 1, turn
                if self.done:
                    return
            await asyncio.sleep(0.01)


async def until(true: Callable[[], bool]) -> None:
    """Poll until the condition holds."""
    async with asyncio.timeout(BACK_S):
        while not true():  # noqa: ASYNC110  the load tells of nothing
            await asyncio.sleep(0.02)


@contextlib.asynccontextmanager
async def serving(settings: Settings) -> AsyncIterator[list[Host]]:
    """A web process, and hosts with a room each."""
    server = TestServer(build_app(settings), host="127.0.0.1", port=settings.port)
    await server.start_server(shutdown_timeout=1)
    try:
        async with browsing(settings.url) as session:
            with acting_as(AS_CONNECTED):
                yield [await _host(Browser(session, settings.url), number) for number in range(12)]
    finally:
        await server.close()


async def _host(browser: Browser, number: int) -> Host:
    person = await register(f"host{number}@example.org", f"Host {number}", "no hash")
    own = await create_room(person, NewRoom(name="Own", slug=f"own-{number}"))
    return Host(await browser.sign_in_as(person), own.slug)
