"""Being in a real LiveKit room by the API, and waiting for what that brings about."""

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
    """Look again until it is so."""
    async with asyncio.timeout(PATIENCE_S):
        while not await happened():  # noqa: ASYNC110  what is waited for is in other processes
            await asyncio.sleep(0.05)


@asynccontextmanager
async def inside(url: str, token: str) -> AsyncIterator[rtc.Room]:
    """Be in a LiveKit room as any client is."""
    client = rtc.Room()
    await client.connect(url, token)
    try:
        yield client
    finally:
        await client.disconnect()


@asynccontextmanager
async def joining(browser: Browser, slug: str, **body: Any) -> AsyncIterator[tuple[rtc.Room, dict[str, Any]]]:
    """Join by the API, then connect with what it gave."""
    joined = (await browser.post(f"/api/rooms/{slug}/join", {**YES, **body})).json
    async with inside(joined["livekit"]["url"], joined["livekit"]["token"]) as client:
        yield client, joined


def has_status(where: Room, status: str) -> Callable[[], Awaitable[bool]]:
    """Ask, whenever called, whether the room has come to that status."""

    async def has() -> bool:
        return (await room(where.id)).status == status

    return has
