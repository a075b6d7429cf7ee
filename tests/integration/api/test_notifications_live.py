"""The count of unread notifications: one's own, and every tab learns at once that it changed."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

import pytest
from aiohttp import ClientResponse, web

from server.api import event_hub
from server.meeting.accounts import Account
from server.meeting.db import execute, fetch_one, transaction
from server.meeting.sessions import sessions_of
from tests.integration.api.browser import Browser
from tests.integration.api.live import PATIENCE_S, until

UNREAD, EVENTS = "/api/notifications/unread", "/api/notifications/events"
CHANGED = b'data: {"kind": "notifications"}\n'


@asynccontextmanager
async def listening(browser: Browser) -> AsyncIterator[ClientResponse]:
    """Open a stream and wait for its first line."""
    async with browser.open("GET", EVENTS) as response:
        assert response.headers["Content-Type"] == "text/event-stream"
        await _until(response, b"retry: 2000\n")
        yield response


async def _until(response: ClientResponse, line: bytes) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while (got := await response.content.readline()) != line:
            assert got, "the stream ended"


async def tell(person: Account, times: int = 1) -> None:
    """Notify a person."""
    await execute(
        "INSERT INTO notifications (user_id, type, title)"
        " SELECT $1, 'mentioned', 'News' FROM generate_series(1, $2)",
        person.id,
        times,
    )


async def count(browser: Browser) -> int:
    """The count as a page asks for it."""
    return int((await browser.get(UNREAD)).json["count"])


@pytest.fixture
async def heard(app: web.Application) -> None:
    """The web process hears the database."""
    del app

    async def is_heard() -> bool:
        row = await fetch_one(
            "SELECT count(*) AS ears FROM pg_stat_activity"
            " WHERE application_name = 'parley-notifications' AND query LIKE 'LISTEN%' AND state = 'idle'"
            " AND datname = current_database()"
        )
        return row is not None and row["ears"] > 0

    await until(is_heard)


async def test_count(bobs: Browser, alices: Browser, bob: Account) -> None:
    """One's own unread ones are counted; reading one, or all, lowers it."""
    await tell(bob, 3)
    assert (await count(bobs), await count(alices)) == (3, 0)
    first = (await bobs.get("/api/notifications")).json["notifications"][0]
    await bobs.post(f"/api/notifications/{first['id']}/read")
    assert await count(bobs) == 2
    assert (await alices.post("/api/notifications/read")).status == 204
    assert await count(bobs) == 2
    assert (await bobs.post("/api/notifications/read")).status == 204
    assert await count(bobs) == 0


async def test_many(bobs: Browser, bob: Account) -> None:
    """Counting ends at a hundred."""
    await tell(bob, 130)
    assert await count(bobs) == 100


async def test_told_at_once(heard: None, bobs: Browser, bob: Account) -> None:
    """A new notification, and one that is read in another tab, ring every tab of the person."""
    async with listening(bobs) as one, listening(bobs) as other:
        await tell(bob)
        for stream in (one, other):
            await _until(stream, CHANGED)
        await bobs.post("/api/notifications/read")
        for stream in (one, other):
            await _until(stream, CHANGED)


async def test_nobody_elses(
    heard: None, alices: Browser, bobs: Browser, bob: Account, alice: Account
) -> None:
    """What others are told rings for them alone, and what is rolled back for nobody."""
    async with listening(alices) as stream:
        await tell(bob)
        with suppress(ZeroDivisionError):
            async with transaction():
                await tell(alice)
                raise ZeroDivisionError
        async with listening(bobs) as own:
            await tell(bob)
            await _until(own, CHANGED)
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.3):
                await _until(stream, CHANGED)


async def test_not_for_strangers(nobody: Browser) -> None:
    """Who is not signed in has no count and no stream."""
    assert [(await nobody.get(path)).status for path in (UNREAD, EVENTS)] == [401, 401]


async def test_ended_session(
    bobs: Browser, bob: Account, alices: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The stream of a session that ends is closed."""
    del alices
    monkeypatch.setattr(event_hub, "CHECK_CONNECTED_S", 0.05)
    async with listening(bobs) as stream:
        (session,) = await sessions_of(bob.id)
        await execute("UPDATE sessions SET revoked_at = now() WHERE id = $1", session.id)
        async with asyncio.timeout(PATIENCE_S):
            while await stream.content.readline():
                pass


async def test_database_comes_back(heard: None, bobs: Browser, bob: Account) -> None:
    """After the connection to the database was lost pages count again, and are told again."""
    async with listening(bobs) as stream:
        await execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'parley-notifications' AND datname = current_database()"
        )
        await _until(stream, CHANGED)
        await tell(bob)
        await _until(stream, CHANGED)
