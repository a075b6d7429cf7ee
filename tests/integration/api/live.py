"""Join real LiveKit rooms through the API, and wait for the effects."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

from livekit import rtc

from server.meeting.rooms import Room, room
from tests.integration.api.browser import Browser

PATIENCE_S = 60.0
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


def has_status(where: Room, status: str) -> Callable[[], Awaitable[bool]]:
    """Return a condition: the room has the status."""

    async def has() -> bool:
        return (await room(where.id)).status == status

    return has
