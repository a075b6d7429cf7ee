"""When a part is unavailable, everything else works, and the rest gets a clear error."""

from dataclasses import replace
from urllib.parse import urlsplit

import asyncpg
import pytest

from server.config import Secret, Settings
from server.meeting.accounts import Account
from server.meeting.rooms import Room, room
from server.stack.child_process import free_port
from tests.conftest import PASSWORD, enter
from tests.integration.api.browser import Browser

YES = {"consent": True}


class TestRedisAway:
    """Redis only carries events and counters."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        """Redis is unreachable."""
        return replace(settings, redis_url=Secret(f"redis://127.0.0.1:{free_port()}"))

    async def test_meeting_without_redis(self, nobody: Browser, alice: Account, atrium: Room) -> None:
        """Signing in, joining, chatting and ending work without it."""
        signed_in = await nobody.post("/api/sessions", {"email": alice.email, "password": PASSWORD})
        assert signed_in.status == 201
        assert (await nobody.post(f"/api/rooms/{atrium.slug}/join", YES)).status == 200
        await enter(atrium, alice, "Alice")
        assert (await nobody.post(f"/api/rooms/{atrium.slug}/messages", {"text": "hello"})).status == 201
        assert (await nobody.post(f"/api/rooms/{atrium.slug}/end")).status == 204

    async def test_limits_without_redis(self, nobody: Browser) -> None:
        """Rate limits are counted in memory."""
        guess = {"email": "alice@example.org", "password": "a guess"}
        answers = [(await nobody.post("/api/sessions", guess)).status for _ in range(11)]
        assert answers == [401] * 10 + [429]

    async def test_readiness_without_redis(self, nobody: Browser) -> None:
        """The readiness probe names the missing part."""
        answer = await nobody.get("/readyz")
        assert (answer.status, answer.json["redis"], answer.json["database"]) == (503, False, True)


class TestLiveKitAway:
    """Without LiveKit nobody can join; everything else works."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        """LiveKit is unreachable."""
        return replace(settings, livekit_url=f"ws://127.0.0.1:{free_port()}")

    async def test_join_without_livekit(self, alices: Browser, atrium: Room) -> None:
        """Joining gets a 503 with a clear message."""
        answer = await alices.post(f"/api/rooms/{atrium.slug}/join", YES)
        assert (answer.status, answer.json["type"]) == (503, "urn:parley:problem:live-kit-unavailable")

    async def test_guest_who_tries_again_takes_one_seat(self, nobody: Browser, atrium: Room) -> None:
        """A guest who retries gets the same seat."""
        for _ in range(3):
            await nobody.post(f"/api/rooms/{atrium.slug}/join", {**YES, "name": "Gus"})
        assert (await room(atrium.id)).current_participants == 1

    async def test_chat_without_livekit(self, alices: Browser, alice: Account, atrium: Room) -> None:
        """A message is stored, and listed for others."""
        await enter(atrium, alice, "Alice")
        assert (await alices.post(f"/api/rooms/{atrium.slug}/messages", {"text": "hello"})).status == 201
        assert len((await alices.get(f"/api/rooms/{atrium.slug}/messages")).json["messages"]) == 1

    async def test_cancel_without_livekit(self, alices: Browser, atrium: Room) -> None:
        """A meeting can be cancelled; the reconciler closes the room later."""
        assert (await alices.delete(f"/api/rooms/{atrium.slug}")).status == 204


CUT = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
CLOSE, OPEN = (f"ALTER DATABASE {{name}} ALLOW_CONNECTIONS {allow}" for allow in ("false", "true"))


async def administer(database_url: str, statement: str) -> None:
    """Run a statement about the test's database, `{name}`, on a connection to another one."""
    url = urlsplit(database_url)
    admin = await asyncpg.connect(url._replace(path="/postgres").geturl())
    await admin.execute(statement.format(name=url.path.removeprefix("/")))
    await admin.close()


async def test_readiness_names_the_database(nobody: Browser, database_url: str) -> None:
    """After a cut connection the probe names the database."""
    await administer(database_url, CUT)
    answers = [await nobody.get("/readyz") for _ in range(5)]
    assert [answer.json["redis"] for answer in answers] == [True] * 5
    assert answers[-1].json["database"]


async def test_readiness_names_a_database_that_refuses(nobody: Browser, database_url: str) -> None:
    """So it does while the database refuses connections, until it accepts them again."""
    await administer(database_url, CLOSE)
    await administer(database_url, CUT)
    refused = [await nobody.get("/readyz") for _ in range(12)]
    await administer(database_url, OPEN)
    assert {(answer.status, answer.json["database"], answer.json["redis"]) for answer in refused} == {
        (503, False, True)
    }
    assert (await nobody.get("/readyz")).json["database"]


async def test_database_restarting(alices: Browser, database_url: str) -> None:
    """Cut connections are replaced; requests in between get 503."""
    await administer(database_url, CUT)
    answers = [(await alices.get("/api/people/me")).status for _ in range(20)]
    assert set(answers) <= {200, 503}
    assert answers[-1] == 200
