"""The web process on a real port, with real PostgreSQL, Redis and LiveKit; a browser for each test person."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass

import pytest
from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

from server.app import SHUTDOWN_S, build_app
from server.config import Secret, Settings
from server.meeting.accounts import Account
from server.meeting.leadership import Leadership
from server.stack.child_process import free_port
from tests.conftest import KEYS
from tests.integration.api.browser import Browser, browsing
from tests.integration.media_server import KEY, SECRET, media_server


@dataclass(frozen=True)
class Media:
    """A LiveKit that sends its webhooks to the port on which the test's web process listens."""

    url: str
    web_port: int


@pytest.fixture(scope="session")
async def media(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Media]:
    """A media server for the whole run, with a Redis that no test flushes."""
    directory, web_port = tmp_path_factory.mktemp("livekit"), free_port()
    async with media_server(directory, f"http://127.0.0.1:{web_port}/api/webhooks/livekit") as plan:
        yield Media(plan.url, web_port)


@pytest.fixture
def departure_s() -> int:
    """Long, so that the reconciler does not end meetings that exist only in the database."""
    return 3600


@pytest.fixture
async def settings(database: str, redis_url: str, media: Media, departure_s: int) -> Settings:
    """The settings of the test's web process."""
    return Settings(
        database_url=Secret(database),
        redis_url=Secret(redis_url),
        livekit_url=media.url,
        livekit_public_url=f"ws://127.0.0.1:{media.web_port}",
        livekit_api_key=KEY,
        livekit_api_secret=Secret(SECRET),
        url=f"http://127.0.0.1:{media.web_port}",
        port=media.web_port,
        bcrypt_cost=4,
        keys=Secret(KEYS),
        departure_s=departure_s,
        proxies=1,
    )


@pytest.fixture
async def reconciler_rests(settings: Settings) -> AsyncIterator[None]:
    """Lead, as another web process would: the app's rounds do not miss people whom only the database has."""
    leadership = Leadership(settings.database_url)
    assert await leadership.mine()
    yield
    leadership.resign()


@pytest.fixture
async def app(settings: Settings) -> AsyncIterator[web.Application]:
    """The running web process."""
    application = build_app(settings)
    server = TestServer(application, host="127.0.0.1", port=settings.port)
    await server.start_server(shutdown_timeout=SHUTDOWN_S)
    yield application
    await server.close()


@pytest.fixture
async def pool(app: web.Application, settings: Settings) -> AsyncIterator[ClientSession]:
    """The connection pool of all browsers."""
    async with browsing(settings.url) as session:
        yield session


@pytest.fixture
async def nobody(pool: ClientSession, settings: Settings) -> Browser:
    """Somebody not signed in."""
    return await Browser(pool, settings.url).arrive()


Opens = Callable[[Account], Awaitable[Browser]]


@pytest.fixture
def browser_of(pool: ClientSession, settings: Settings) -> Opens:
    """Open a browser for a person."""

    async def open_for(person: Account) -> Browser:
        return await Browser(pool, settings.url).sign_in_as(person)

    return open_for


@pytest.fixture
async def alices(browser_of: Opens, alice: Account) -> Browser:
    """The host's browser."""
    return await browser_of(alice)


@pytest.fixture
async def bobs(browser_of: Opens, bob: Account) -> Browser:
    """Bob's browser; he attended the meeting."""
    return await browser_of(bob)


@pytest.fixture
async def carols(browser_of: Opens, carol: Account) -> Browser:
    """Carol's browser; she did not."""
    return await browser_of(carol)
