"""Change events reach subscribers, who learn when some may have been missed."""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator
from contextlib import aclosing, asynccontextmanager
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from redis.asyncio import Redis

from server.meeting import change_bus as bus
from server.meeting.change_bus import PREFIX, ChangeBus, ChangeEvent, Lost, Message, Revocation, Subscribed

LISTENING_S = 20.0


@pytest.fixture
async def change_bus(redis_url: str) -> AsyncIterator[ChangeBus]:
    """One process's."""
    async with ChangeBus(redis_url) as opened:
        yield opened


@asynccontextmanager
async def listening(change_bus: ChangeBus) -> AsyncIterator[AsyncGenerator[Message, None]]:
    """Listen, and be sure that one does."""
    async with aclosing(change_bus.messages()) as messages, asyncio.timeout(LISTENING_S):
        assert await anext(messages) == Subscribed()
        yield messages


async def test_heard(change_bus: ChangeBus, redis_url: str) -> None:
    """A subscriber gets every room's events and revocations, and nothing unreadable."""
    event, revocation = ChangeEvent("minutes", uuid4()), Revocation(person_id=uuid4())
    async with listening(change_bus) as messages, Redis.from_url(redis_url) as client:
        await client.publish(f"{PREFIX}{event.room_id}", "an event of a later version")
        await client.publish(bus.REVOKED, "{}")
        await change_bus.publish(event)
        await change_bus.revoke(revocation)
        assert [await anext(messages), await anext(messages)] == [event, revocation]


async def test_after_redis_was_away(change_bus: ChangeBus, redis_url: str) -> None:
    """When the connection breaks, listening goes on, and says that something may have been missed."""
    event = ChangeEvent("room", uuid4())
    async with listening(change_bus) as messages, Redis.from_url(redis_url) as client:
        await client.client_kill_filter(_type="pubsub")
        while await anext(messages) != Subscribed():
            pass
        await change_bus.publish(event)
        assert await anext(messages) == event


async def test_connection_that_says_nothing(redis_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A connection that is open and dead, as behind a firewall that forgot it, is made anew."""
    monkeypatch.setattr(bus, "SILENCE_S", 0.1)
    async with (
        _quiet_when_told(redis_url) as (url, is_quiet),
        ChangeBus(url) as change_bus,
        listening(change_bus) as told,
    ):
        is_quiet.set()
        assert await anext(told) == Lost()
        is_quiet.clear()
        while await anext(told) != Subscribed():
            pass


@asynccontextmanager
async def _quiet_when_told(redis_url: str) -> AsyncIterator[tuple[str, asyncio.Event]]:
    """Relay to Redis; while the event is set nothing that was sent arrives."""
    is_quiet, tasks = asyncio.Event(), set[asyncio.Task[None]]()

    async def pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while data := await reader.read(4096):
                if not is_quiet.is_set():
                    writer.write(data)
        finally:
            writer.close()

    async def relay(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        address = urlsplit(redis_url)
        other_reader, other_writer = await asyncio.open_connection(address.hostname, address.port)
        tasks.add(asyncio.create_task(pump(reader, other_writer)))
        tasks.add(asyncio.create_task(pump(other_reader, writer)))

    server = await asyncio.start_server(relay, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    try:
        yield redis_url.replace(f":{urlsplit(redis_url).port}/", f":{port}/"), is_quiet
    finally:
        server.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def test_redis_is_not_there() -> None:
    """Without Redis an event is lost without an error."""
    async with ChangeBus("redis://127.0.0.1:1/0") as change_bus:
        await change_bus.publish(ChangeEvent("room", uuid4()))


@pytest.mark.parametrize(
    "revocation",
    [Revocation(session_id=uuid4()), Revocation(person_id=uuid4(), room_id=uuid4())],
    ids=["one", "two"],
)
def test_revocation_round_trip(revocation: Revocation) -> None:
    """What one process writes the other reads."""
    assert Revocation.from_wire(revocation.to_wire()) == revocation
