"""PostgreSQL's errors become problem documents, and leave no row behind."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable

import asyncpg
import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from server.api.problems import problems
from server.meeting.actor import Actor, acting_as
from server.meeting.database_errors import ERROR_BY_SQLSTATE
from server.meeting.db import connection, execute, fetch, transaction
from server.meeting.rooms import Room

Ask = Callable[[Callable[[], Awaitable[object]]], Awaitable[tuple[int, str, str | None]]]
NEW_ROOM = (
    "INSERT INTO rooms (name, slug, livekit_room_name, type)"
    " VALUES ('A', $1, gen_random_uuid()::text, 'external')"
)
RAISE = "DO $$ BEGIN RAISE EXCEPTION 'no' USING ERRCODE = '{state}'; END $$"
DEEP = 100_000
TROUBLE: dict[str, tuple[str, tuple[object, ...], int, str]] = {
    "a NUL byte": ("SELECT $1::text", ("a\0b",), 422, "invalid"),
    "half a character": ("SELECT $1::text", ("\ud800",), 422, "invalid"),
    "a number too large": ("SELECT $1::int", (2**40,), 422, "invalid"),
    "a year after the last": ("SELECT '294277-01-01'::timestamptz", (), 422, "invalid"),
    "JSON too deep": ("SELECT $1::jsonb", ("[" * DEEP + "]" * DEEP,), 413, "too-large"),
    "a name of two lines": ("UPDATE rooms SET name = E'a\\nb'", (), 422, "invalid"),
    "a room there is already": (NEW_ROOM, ("atrium",), 409, "conflict"),
    "a person who is gone": ("UPDATE rooms SET host_id = gen_random_uuid()", (), 409, "conflict"),
    "a full disk": ("COPY rooms TO '/dev/full'", (), 507, "storage-full"),
    "no memory": (RAISE.format(state="53200"), (), 503, "busy"),
    "no connection left": (RAISE.format(state="53300"), (), 503, "busy"),
    "a server that stands by": (RAISE.format(state="25006"), (), 503, "unavailable"),
    "a table there is not": ("SELECT FROM nonsense", (), 500, "parley-error"),
}
"""A statement with its arguments, and the status and type of the answer."""


@pytest.fixture
async def ask(atrium: Room) -> AsyncIterator[Ask]:
    """Run a statement in a handler behind the error middleware; returns status, type and Retry-After."""
    work: list[Callable[[], Awaitable[object]]] = []

    async def handler(request: web.Request) -> web.Response:
        async with transaction():
            await execute(NEW_ROOM, "half-done")
            await work[0]()
        return web.Response()

    app = web.Application(middlewares=[problems])
    app.router.add_post("/api/do", handler)
    async with TestClient(TestServer(app)) as client:

        async def asked(what: Callable[[], Awaitable[object]]) -> tuple[int, str, str | None]:
            work[:] = [what]
            answer = await client.post("/api/do")
            document = await answer.json()
            return answer.status, document["type"].rpartition(":")[2], answer.headers.get("Retry-After")

        yield asked


async def nothing_kept() -> bool:
    """The request's transaction was rolled back."""
    return not await fetch("SELECT FROM rooms WHERE slug = 'half-done'")


@pytest.mark.parametrize("trouble", TROUBLE)
async def test_database_error(trouble: str, ask: Ask) -> None:
    """Each has its status and problem type, and earlier writes are rolled back."""
    sql, values, status, name = TROUBLE[trouble]
    answered = await ask(lambda: execute(sql, *values))
    assert answered[:2] == (status, name)
    assert (answered[2] is not None) == (status == 503)
    assert await nothing_kept()


async def test_deadlock(ask: Ask, atrium: Room, database: str) -> None:
    """Of two deadlocked changes one gets 503 and the other succeeds."""
    await execute(NEW_ROOM, "annex")
    other = await asyncpg.connect(database)

    async def crossing() -> None:
        await execute("SET LOCAL deadlock_timeout = '100ms'")
        await execute("UPDATE rooms SET name = 'B' WHERE slug = 'atrium'")
        back = asyncio.create_task(other.execute("UPDATE rooms SET name = 'C' WHERE slug = 'atrium'"))
        waiting.append(back)
        await execute("UPDATE rooms SET name = 'B' WHERE slug = 'annex'")

    waiting: list[asyncio.Task[str]] = []
    async with other.transaction():
        await other.execute("SET LOCAL deadlock_timeout = '1h'")
        await other.execute("UPDATE rooms SET name = 'C' WHERE slug = 'annex'")
        assert await ask(crossing) == (503, "busy", "1")
        await waiting[0]
    await other.close()
    assert {row["name"] for row in await fetch("SELECT name FROM rooms")} == {"C"}
    assert await nothing_kept()


async def test_serialization_failure(ask: Ask, atrium: Room, database: str) -> None:
    """A serialization failure gets 503."""
    other = await asyncpg.connect(database)

    async def overtaken() -> None:
        mine = await asyncpg.connect(database)
        try:
            async with mine.transaction(isolation="repeatable_read"):
                await mine.fetch("SELECT name FROM rooms")
                await other.execute("UPDATE rooms SET name = 'B'")
                await mine.execute("UPDATE rooms SET name = 'C'")
        finally:
            await mine.close()

    assert await ask(overtaken) == (503, "busy", "1")
    await other.close()
    assert {row["name"] for row in await fetch("SELECT name FROM rooms")} == {"B"}


async def test_policy_refuses(ask: Ask, atrium: Room) -> None:
    """A refusal by a row-level policy is 403."""

    async def steal() -> None:
        with acting_as(Actor("web")):
            await execute(NEW_ROOM.replace("'external'", "'instant'"), "stolen")

    assert await ask(steal) == (403, "forbidden", None)
    assert await nothing_kept()


async def test_role_without_grants(ask: Ask, atrium: Room) -> None:
    """Missing grants of the server's role are a 500, not the person's fault."""
    await execute("REVOKE ALL ON chat_messages FROM parley_web")

    async def read() -> None:
        with acting_as(Actor("web")):
            await fetch("SELECT FROM chat_messages")

    assert await ask(read) == (500, "not-granted", None)
    assert await nothing_kept()


async def test_connection_killed(ask: Ask, database: str) -> None:
    """After a killed connection the next transaction works."""

    async def cut() -> None:
        pid = await connection().fetchval("SELECT pg_backend_pid()")
        other = await asyncpg.connect(database)
        await other.execute("SELECT pg_terminate_backend($1, 5000)", pid)
        await other.close()
        await execute("SELECT 1")

    status, name, retry = await ask(cut)
    assert (status, name, retry) == (503, "unavailable", "2")
    assert await nothing_kept()


@pytest.mark.parametrize("where", ["postgresql://x@localhost:1/x", "postgresql:///x?host=/nowhere&user=x"])
async def test_unreachable_database(where: str, ask: Ask) -> None:
    """An unreachable socket or port gets 503."""
    assert await ask(lambda: asyncpg.connect(where)) == (503, "unavailable", "2")
    assert await nothing_kept()


def test_sqlstates_exist() -> None:
    """Each SQLSTATE in the table is known to asyncpg, or is a class."""
    known = {
        str(each.sqlstate)
        for each in vars(asyncpg.exceptions).values()
        if isinstance(each, type) and issubclass(each, asyncpg.PostgresError) and each.sqlstate
    }
    assert {
        state for state in ERROR_BY_SQLSTATE if not any(each.startswith(state) for each in known)
    } == set()
