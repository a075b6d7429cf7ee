"""The reconciler corrects what lost webhooks and failed dispatches leave behind."""

import asyncio
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import asyncpg
import pytest
from aiohttp import web

from server.api.app_keys import LIVEKIT
from server.app_keys import CHANGE_BUS
from server.check_room_names import PREFIX
from server.config import Secret, Settings
from server.errors import LiveKitUnavailable
from server.livekit_client import open_livekit
from server.livekit_events import LivePerson
from server.meeting.leadership import Leadership
from server.meeting.leases import release_lease, renew_lease, take_lease
from server.meeting.participants import participants_of
from server.meeting.presence import record_departure
from server.meeting.rooms import Room, room
from server.reconciler import Reconciler
from server.stack.child_process import free_port
from tests.conftest import Meeting
from tests.integration.api.browser import Browser
from tests.integration.api.live import has_status, joining, until

DEPARTURE_S = 20


@dataclass
class Watch:
    """A reconciler with a manual clock, and its dispatches."""

    reconciler: Reconciler
    now: float = 0
    dispatched: list[float] = field(default_factory=list)

    async def at(self, second: float) -> None:
        """Run one round at that second."""
        self.now = second
        await self.reconciler.round()


@pytest.fixture
def watch(app: web.Application) -> Watch:
    """A reconciler of the test's LiveKit."""
    watch: Watch
    reconciler = Reconciler(
        app[LIVEKIT],
        app[CHANGE_BUS],
        departure_s=DEPARTURE_S,
        clock=lambda: watch.now,
        on_dispatch=lambda: watch.dispatched.append(watch.now),
    )
    watch = Watch(reconciler)
    return watch


async def test_room_without_a_transcriber(watch: Watch, alices: Browser, atrium: Room) -> None:
    """A transcriber is dispatched after a grace period, then ever less often, while people are there."""
    async with joining(alices, atrium.slug):
        await until(has_status(atrium, "live"))
        for second in (0, 2, 5, 9, 16, 30, 36):
            await watch.at(second)
    assert watch.dispatched == [5, 16, 36]


async def test_room_with_a_transcriber(watch: Watch, alices: Browser, atrium: Room) -> None:
    """While a job holds the lease none is dispatched."""
    async with joining(alices, atrium.slug):
        await until(has_status(atrium, "live"))
        await take_lease(atrium.id, "job")
        await watch.at(0)
        await watch.at(5)
    assert watch.dispatched == []


async def test_place_for_a_room_that_waits(watch: Watch, alices: Browser, atrium: Room) -> None:
    """A room that no transcriber took is offered again at once when another room's job has ended."""
    other = (await alices.post("/api/rooms", {"name": "Balcony"})).json["slug"]
    async with joining(alices, atrium.slug), joining(alices, other):
        await until(has_status(atrium, "live"))
        await take_lease(atrium.id, "job")
        for second in (0, 5, 16):
            await watch.at(second)
        await release_lease(atrium.id, "job")
        await watch.at(18)
    assert watch.dispatched == [5, 16, 18]


async def test_room_with_an_expired_lease(watch: Watch, alices: Browser, atrium: Room) -> None:
    """An expired lease is acted on at once."""
    async with joining(alices, atrium.slug):
        await until(has_status(atrium, "live"))
        await take_lease(atrium.id, "job", seconds=0)
        await watch.at(0)
        await watch.at(5)
    assert watch.dispatched == [0]


async def test_after_a_database_outage(watch: Watch, alices: Browser, atrium: Room) -> None:
    """After a database outage healthy jobs get time to renew their expired leases."""
    async with joining(alices, atrium.slug):
        await until(has_status(atrium, "live"))
        await take_lease(atrium.id, "job")
        await watch.at(0)
        await renew_lease(atrium.id, "job", seconds=0)
        await watch.at(20)
        await renew_lease(atrium.id, "job")
        await watch.at(25)
    assert watch.dispatched == []


async def test_lost_arrival(watch: Watch, alices: Browser, atrium: Room) -> None:
    """People in the room are recorded even if the webhook was lost."""
    async with joining(alices, atrium.slug) as (_, joined):
        await until(has_status(atrium, "live"))
        await record_departure(atrium.id, joined["participant"]["id"], datetime.now(UTC))
        assert [each.status for each in await participants_of(atrium.id)] == ["left"]
        await watch.at(0)
        assert [each.status for each in await participants_of(atrium.id)] == ["joined"]


async def test_lost_departure(watch: Watch, alices: Browser, meeting: Meeting) -> None:
    """People no longer in the room are recorded as departed, while others stay."""
    async with joining(alices, meeting.room.slug):
        await watch.at(0)
        found = {each.display_name: each.status for each in await participants_of(meeting.room.id)}
    assert found == {"Alice": "joined", "Bob": "left", "Gus": "left"}


async def test_live_meeting_without_a_room(watch: Watch, meeting: Meeting) -> None:
    """A live meeting whose room is gone ends after the departure timeout."""
    await watch.at(0)
    await watch.at(DEPARTURE_S - 1)
    assert (await room(meeting.room.id)).status == "live"
    await watch.at(DEPARTURE_S + 1)
    assert (await room(meeting.room.id)).status == "ended"


async def test_livekit_unavailable(app: web.Application, settings: Settings, meeting: Meeting) -> None:
    """While LiveKit is unavailable nothing is changed."""
    elsewhere = replace(settings, livekit_url=f"ws://127.0.0.1:{free_port()}")
    async with open_livekit(elsewhere) as livekit_client:
        reconciler = Reconciler(livekit_client, app[CHANGE_BUS], departure_s=0)
        for _ in range(2):
            with pytest.raises(LiveKitUnavailable):
                await reconciler.round()
    assert (await room(meeting.room.id)).status == "live"


@pytest.mark.parametrize("trouble", ["slow", "odd"])
async def test_slow_rooms_do_not_delay_others(
    app: web.Application,
    watch: Watch,
    alices: Browser,
    atrium: Room,
    monkeypatch: pytest.MonkeyPatch,
    trouble: str,
) -> None:
    """Rooms that are slow or answer invalid data do not delay the others."""
    client = app[LIVEKIT]
    answering, looked = client.people, asyncio.Event()

    async def people(name: str) -> list[LivePerson]:
        if not name.startswith("trouble"):
            looked.set()
            return await answering(name)
        if trouble == "odd":
            raise RecursionError
        await looked.wait()
        raise LiveKitUnavailable

    monkeypatch.setattr(client, "people", people)
    for number in range(3):
        await client.open_room(f"trouble {number}", {})
    async with joining(alices, atrium.slug):
        await until(has_status(atrium, "live"))
        await watch.at(0)
        await watch.at(5)
    for number in range(3):
        await client.close_room(f"trouble {number}")
    assert watch.dispatched == [5]


async def test_one_room_that_does_not_answer(
    app: web.Application, watch: Watch, alices: Browser, atrium: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A room whose node is gone does not stop the round."""
    livekit_client = app[LIVEKIT]
    answering = livekit_client.people

    async def people(name: str) -> list[LivePerson]:
        if name.startswith("silent"):
            raise LiveKitUnavailable
        return await answering(name)

    monkeypatch.setattr(livekit_client, "people", people)
    for name in ("silent 1", "silent 2"):
        await livekit_client.open_room(name, {})
    async with joining(alices, atrium.slug):
        await until(has_status(atrium, "live"))
        await watch.at(0)
        await watch.at(5)
    for name in ("silent 1", "silent 2"):
        await livekit_client.close_room(name)
    assert watch.dispatched == [5]


async def test_connection_check_that_does_not_close(
    app: web.Application, watch: Watch, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A room for testing a connection that cannot be closed stops neither the round nor other such rooms."""
    livekit_client = app[LIVEKIT]
    closing = livekit_client.close_room
    stuck, other = (f"{PREFIX}.{int(time.time()) - 1}.{which}" for which in ("00", "01"))

    async def close_room(name: str) -> None:
        if name == stuck:
            raise LiveKitUnavailable
        await closing(name)

    monkeypatch.setattr(livekit_client, "close_room", close_room)
    for name in (stuck, other):
        await livekit_client.open_check(name)
    for second in (0, DEPARTURE_S + 1):
        await watch.at(second)
    await closing(stuck)
    assert (await room(meeting.room.id)).status == "ended"
    assert await livekit_client.sid_of(other) is None


@pytest.fixture
async def two(database: str) -> AsyncIterator[tuple[Leadership, Leadership]]:
    """Two candidates for leadership."""
    first, second = Leadership(Secret(database)), Leadership(Secret(database))
    yield first, second
    first.resign()
    second.resign()


async def test_one_process_leads(two: tuple[Leadership, Leadership]) -> None:
    """One of many web processes reconciles, until it resigns."""
    first, second = two
    assert [await first.mine(), await second.mine(), await first.mine()] == [True, False, True]
    first.resign()
    await until(second.mine)  # the server notices the closed connection in its own time


async def test_leader_loses_its_connection(two: tuple[Leadership, Leadership], database: str) -> None:
    """The lock is released with the connection, and either may take it."""
    first, second = two
    await first.mine()
    other = await asyncpg.connect(database)
    await other.execute("SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory'")
    await other.close()
    assert not await first.mine()
    await until(second.mine)
    assert not await first.mine()
