"""Live events: a ring for each change, until one may no longer listen or the process ends."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from aiohttp import ClientResponse, web

from server.api import events
from server.api.keys import STOPPING
from server.meeting.people import Person
from server.meeting.rings import Ring
from server.meeting.rooms import NewRoom, Room, RoomSettings, create_room
from server.web_keys import RINGS
from tests.conftest import Meeting
from tests.integration.api.browser import Browser
from tests.integration.api.live import PATIENCE_S


@asynccontextmanager
async def listening(browser: Browser, slug: str) -> AsyncIterator[ClientResponse]:
    """Listen, and be sure that one does: the first line is there."""
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


async def test_message_of_a_change(alices: Browser, atrium: Room) -> None:
    """Who listens hears that the room changed, and what to fetch."""
    async with listening(alices, atrium.slug) as stream:
        ringing = asyncio.create_task(_change_until_cancelled(alices, atrium))
        await _until(stream, b'data: {"kind": "room"}\n')
        ringing.cancel()


async def _change_until_cancelled(browser: Browser, room: Room) -> None:
    """The subscription begins after the first line, and rings before it are lost by design."""
    while True:
        await browser.patch(f"/api/rooms/{room.slug}", {"name": "Court"})
        await asyncio.sleep(0.1)


async def test_silence_is_kept_alive(alices: Browser, atrium: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing happens a comment passes, so that no proxy gives up."""
    monkeypatch.setattr(events, "HEARTBEAT_S", 0.05)
    async with listening(alices, atrium.slug) as stream:
        await _until(stream, b": beat\n")


@pytest.mark.first_lock
async def test_who_was_removed_hears_no_more(
    alices: Browser, bobs: Browser, meeting: Meeting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Access is asked for again with every ring and beat."""
    monkeypatch.setattr(events, "HEARTBEAT_S", 0.05)
    async with listening(bobs, meeting.room.slug) as stream:
        await alices.delete(f"/api/rooms/{meeting.room.slug}/participants/{meeting.bob.id}")
        assert await _ended(stream)


async def test_who_signed_out_hears_no_more(
    alices: Browser, alice: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stream does not outlive the session it was opened with, where a stranger may not listen."""
    room = await create_room(alice, NewRoom(name="Vault", settings=RoomSettings(access="invited")))
    monkeypatch.setattr(events, "HEARTBEAT_S", 0.05)
    async with listening(alices, room.slug) as stream:
        await alices.delete("/api/sessions/current")
        assert await _ended(stream)


async def test_stream_ends_with_the_process(app: web.Application, alices: Browser, atrium: Room) -> None:
    """Going down waits for no listener."""
    async with listening(alices, atrium.slug) as stream:
        app[STOPPING].set()
        assert await _ended(stream)


async def test_ring_with_nobody_listening(app: web.Application, atrium: Room) -> None:
    """A bell that nobody hears harms nobody."""
    await app[RINGS].ring(Ring("room", atrium.id))
