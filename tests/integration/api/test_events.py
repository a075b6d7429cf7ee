"""Live events: a `change` event for each change, until access is revoked or the process stops."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import pytest
from aiohttp import ClientResponse, web
from redis.asyncio import Redis

from server.api import event_hub, events
from server.api.app_keys import EVENT_HUB
from server.api.event_hub import EventHub
from server.app_keys import CHANGE_BUS
from server.meeting.accounts import Account
from server.meeting.change_bus import ChangeBus, ChangeEvent, ChangeKind, Revocation
from server.meeting.db import execute
from server.meeting.rooms import NewRoom, Room, RoomSettings, create_room
from server.meeting.sessions import sessions_of
from tests.conftest import Meeting
from tests.integration.api.browser import Browser
from tests.integration.api.live import PATIENCE_S, YES, joining, until


@asynccontextmanager
async def listening(browser: Browser, slug: str) -> AsyncIterator[ClientResponse]:
    """Open a stream and wait for its first line."""
    async with browser.open("GET", f"/api/rooms/{slug}/events") as response:
        assert response.headers["Content-Type"] == "text/event-stream"
        await _until(response, b"retry: 2000\n")
        yield response


async def _until(response: ClientResponse, line: bytes) -> None:
    async with asyncio.timeout(PATIENCE_S):
        while (got := await response.content.readline()) != line:
            assert got, "the stream ended"


async def _ended(response: ClientResponse) -> bool:
    async with asyncio.timeout(PATIENCE_S):
        while await response.content.readline():
            pass
    return True


async def test_change_event(alices: Browser, atrium: Room) -> None:
    """A listener gets an event that names what to fetch."""
    async with listening(alices, atrium.slug) as stream:
        await alices.patch(f"/api/rooms/{atrium.slug}", {"name": "Court"})
        await _until(stream, b'data: {"kind": "room"}\n')


async def _kinds(response: ClientResponse, last: str) -> list[str]:
    """The kinds of the events up to one of this kind."""
    found: list[str] = []
    async with asyncio.timeout(PATIENCE_S):
        while last not in found:
            line = await response.content.readline()
            assert line, "the stream ended"
            if line.startswith(b"data: "):
                found.append(json.loads(line.removeprefix(b"data: "))["kind"])
    return found


async def test_who_is_not_inside(
    app: web.Application, nobody: Browser, carols: Browser, bobs: Browser, meeting: Meeting
) -> None:
    """Who has the link and is not in the meeting hears of the room, and of nothing that happens inside."""
    async with AsyncExitStack() as stack:
        outside = [await stack.enter_async_context(listening(each, "atrium")) for each in (nobody, carols)]
        inside = await stack.enter_async_context(listening(bobs, "atrium"))
        happened: tuple[ChangeKind, ...] = ("participants", "polls", "transcript", "recording", "room")
        for kind in happened:
            await app[CHANGE_BUS].publish(ChangeEvent(kind, meeting.room.id))
        assert [await _kinds(each, "room") for each in outside] == [["room"], ["room"]]
        assert set(await _kinds(inside, "room")) == set(happened)


async def test_cohost_elsewhere(app: web.Application, bobs: Browser, meeting: Meeting) -> None:
    """A co-host who has gone to a breakout room hears who comes to the meeting's door."""
    await execute(
        "UPDATE participants SET role = 'cohost', status = 'left', left_at = now() WHERE id = $1",
        meeting.bob.id,
    )
    async with listening(bobs, "atrium") as stream:
        await app[CHANGE_BUS].publish(ChangeEvent("participants", meeting.room.id))
        await app[CHANGE_BUS].publish(ChangeEvent("room", meeting.room.id))
        assert await _kinds(stream, "room") == ["participants", "room"]


async def test_who_comes_in_hears_at_once(alices: Browser, bobs: Browser, atrium: Room) -> None:
    """Whose page listened before they were connected hears what happens inside as soon as they are."""
    await alices.post(f"/api/rooms/{atrium.slug}/join", YES)
    await bobs.post(f"/api/rooms/{atrium.slug}/join", YES)
    async with listening(bobs, atrium.slug) as stream, joining(bobs, atrium.slug):
        await _kinds(stream, "transcript")


async def test_heartbeat(alices: Browser, atrium: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a silence a comment is sent, so that no proxy closes the stream."""
    monkeypatch.setattr(event_hub, "CHECK_CONNECTED_S", 0.05)
    async with listening(alices, atrium.slug) as stream:
        await _until(stream, b": beat\n")


@pytest.mark.first_lock
async def test_stream_of_a_removed_person_ends(
    alices: Browser, bobs: Browser, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Access is checked again at every event and heartbeat."""
    monkeypatch.setattr(event_hub, "CHECK_CONNECTED_S", 0.05)
    async with listening(bobs, meeting.room.slug) as stream:
        await alices.delete(f"/api/rooms/{meeting.room.slug}/participants/{meeting.bob.id}")
        assert await _ended(stream)


async def test_stream_ends_with_the_session(
    alices: Browser, alice: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stream ends with its session, unless strangers may listen too."""
    room = await create_room(alice, NewRoom(name="Vault", settings=RoomSettings(access="invited")))
    monkeypatch.setattr(event_hub, "CHECK_CONNECTED_S", 0.05)
    async with listening(alices, room.slug) as stream:
        await alices.delete("/api/sessions/current")
        assert await _ended(stream)


async def test_stream_ends_with_the_process(app: web.Application, alices: Browser, atrium: Room) -> None:
    """A stop does not wait for open streams."""
    async with listening(alices, atrium.slug) as stream:
        app[EVENT_HUB].close()
        assert await _ended(stream)


async def test_event_without_subscribers(app: web.Application, atrium: Room) -> None:
    """An event without subscribers does no harm."""
    await app[CHANGE_BUS].publish(ChangeEvent("room", atrium.id))


async def test_one_redis_subscription(
    alices: Browser, bobs: Browser, meeting: Meeting, redis_url: str
) -> None:
    """The process holds one Redis connection for all streams."""
    async with AsyncExitStack() as stack, Redis.from_url(redis_url) as client:
        for browser in (alices, bobs) * 5:
            await stack.enter_async_context(listening(browser, meeting.room.slug))
        assert len(await client.client_list(_type="pubsub")) == 1


async def test_resubscription_refreshes(alices: Browser, atrium: Room, redis_url: str) -> None:
    """After resubscribing, every stream gets events to fetch everything."""
    async with listening(alices, atrium.slug) as stream, Redis.from_url(redis_url) as client:
        await client.client_kill_filter(_type="pubsub")
        for kind in ("room", "minutes", "participants"):
            await _until(stream, f'data: {{"kind": "{kind}"}}\n'.encode())


@pytest.mark.parametrize("named", ["session_id", "person_id"])
async def test_revocation_closes_streams(
    named: str, app: web.Application, alices: Browser, bobs: Browser, meeting: Meeting, alice: Account
) -> None:
    """Only the streams of a revoked session or person end."""
    session = (await sessions_of(alice.id))[0]
    revocation = {
        "session_id": Revocation(session_id=session.id),
        "person_id": Revocation(person_id=alice.id, room_id=meeting.room.id),
    }[named]
    async with listening(alices, meeting.room.slug) as hers, listening(bobs, meeting.room.slug) as his:
        await app[EVENT_HUB].close_streams(revocation)
        assert await _ended(hers)
        assert len(app[EVENT_HUB]) == 1
        await app[CHANGE_BUS].publish(ChangeEvent("minutes", meeting.room.id))
        await _until(his, b'data: {"kind": "minutes"}\n')


async def test_revocation_in_another_process(
    alices: Browser, atrium: Room, alice: Account, redis_url: str
) -> None:
    """A session revoked in one web process loses its streams in others."""
    async with listening(alices, atrium.slug) as stream, ChangeBus(redis_url) as theirs:
        await theirs.revoke(Revocation(person_id=alice.id))
        assert await _ended(stream)


async def test_too_many_tabs(
    app: web.Application, alices: Browser, bobs: Browser, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The number of streams of one person is limited, without affecting others."""
    monkeypatch.setattr(event_hub, "PER_VIEWER", 2)
    path = f"/api/rooms/{meeting.room.slug}/events"
    async with listening(alices, meeting.room.slug), listening(bobs, meeting.room.slug):
        async with listening(alices, meeting.room.slug):
            refused = await alices.get(path)
            assert (refused.status, refused.json["type"]) == (429, "urn:parley:problem:too-many")
        async with listening(alices, meeting.room.slug):
            pass


async def test_too_many_of_one_network(
    nobody: Browser, alices: Browser, atrium: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Anonymous streams of a network share a limit that does not affect signed-in people there."""
    monkeypatch.setattr(event_hub, "STRANGERS_PER_NETWORK", 1)
    async with listening(nobody, atrium.slug), listening(alices, atrium.slug):
        assert (await nobody.get(f"/api/rooms/{atrium.slug}/events")).status == 429
        monkeypatch.setattr(event_hub, "PER_NETWORK", 2)
        assert (await alices.get(f"/api/rooms/{atrium.slug}/events")).status == 429


async def test_stalled_client_is_disconnected(
    app: web.Application, alices: Browser, atrium: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A client that does not read costs no memory and is disconnected."""
    monkeypatch.setattr(events, "WRITE_S", 0.2)
    monkeypatch.setattr(events, "HEARTBEAT", b":" + b" " * 400_000 + b"\n\n")
    monkeypatch.setattr(event_hub, "CHECK_CONNECTED_S", 0.01)
    async with listening(alices, atrium.slug):
        await until(lambda: _has_none(app[EVENT_HUB]))


async def test_disconnected_client_is_noticed(
    app: web.Application, alices: Browser, atrium: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The next heartbeat notices that the client has disconnected."""
    monkeypatch.setattr(event_hub, "CHECK_CONNECTED_S", 0.05)
    async with listening(alices, atrium.slug):
        assert len(app[EVENT_HUB]) == 1
    await until(lambda: _has_none(app[EVENT_HUB]))


async def _has_none(hub: EventHub) -> bool:
    return len(hub) == 0
