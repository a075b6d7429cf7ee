"""Join real LiveKit rooms through the API, and wait for the effects."""

import asyncio
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import Any

from livekit import rtc

from server.livekit_client import LiveKitClient
from server.meeting.rooms import Room, room
from tests.integration.api.browser import Browser

PATIENCE_S, AGAIN_S = 60.0, 1.0
YES = {"consent": True}


async def until(happened: Callable[[], Awaitable[bool]]) -> None:
    """Poll until the condition holds."""
    async with asyncio.timeout(PATIENCE_S):
        while not await happened():  # noqa: ASYNC110  the condition depends on other processes
            await asyncio.sleep(0.05)


@asynccontextmanager
async def inside(url: str, token: str) -> AsyncIterator[rtc.Room]:
    """Connect to a LiveKit room as a client."""
    client = rtc.Room()
    await client.connect(url, token)
    try:
        yield client
    finally:
        await client.disconnect()


@asynccontextmanager
async def joining(browser: Browser, slug: str, **body: Any) -> AsyncIterator[tuple[rtc.Room, dict[str, Any]]]:
    """Join through the API, then connect with its response."""
    joined = (await browser.post(f"/api/rooms/{slug}/join", {**YES, **body})).json
    async with inside(joined["livekit"]["url"], joined["livekit"]["token"]) as client:
        yield client, joined


async def can_hear(livekit: LiveKitClient, client: rtc.Room) -> None:
    """Wait until packets reach a client: LiveKit drops those that come before its data channel is open."""
    heard: asyncio.Queue[str] = asyncio.Queue()

    def note(packet: rtc.DataPacket) -> None:
        if packet.topic == "test.hears":
            heard.put_nowait(packet.data.decode())

    client.on("data_received", note)
    async with asyncio.timeout(PATIENCE_S):
        for number in itertools.count():
            await livekit.send(client.name, "test.hears", str(number))
            with suppress(TimeoutError):
                first = await asyncio.wait_for(heard.get(), AGAIN_S)
                break
        while first != str(number):  # none is still on its way when the test begins to listen
            first = await heard.get()
    client.off("data_received", note)


def has_status(where: Room, status: str) -> Callable[[], Awaitable[bool]]:
    """Return a condition: the room has the status."""

    async def has() -> bool:
        return (await room(where.id)).status == status

    return has
