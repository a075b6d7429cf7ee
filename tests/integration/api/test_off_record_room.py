"""Off the record while the server is away: what a real browser's microphone sends meanwhile."""

import asyncio
from collections.abc import AsyncIterator

import numpy as np
import pytest
from aiohttp import web
from livekit import rtc
from playwright.async_api import Page, expect

from server.api.app_keys import LIVEKIT
from server.config import Settings
from server.livekit_client import Seat
from server.meeting.accounts import Account
from server.meeting.db import fetch
from server.meeting.off_record import off_record_now
from server.meeting.participants import admit
from server.meeting.rooms import Room
from tests.integration.api.live import has_status, inside, until
from tests.integration.api.room_windows import SIZES, Windows, chromium, enter, picture, violations, windows
from tests.integration.api.test_captions import agent

__all__ = ["chromium", "windows"]
PATH = "**/api/rooms/atrium/off-record"
LOUD = 500
"""Amplitude, of 32768, which each beep of the browser's microphone exceeds, and its silence does not."""
LONG_S = 3.0
"""It beeps more than once in this time."""


class Ear:
    """Hears everybody in the room."""

    def __init__(self, client: rtc.Room) -> None:
        self.peak = 0
        self._listening: set[asyncio.Task[None]] = set()
        client.on("track_subscribed", self._subscribed)

    def _subscribed(self, track: rtc.Track, *_: object) -> None:
        if track.kind == rtc.TrackKind.KIND_AUDIO:
            self._listening.add(asyncio.create_task(self._listen(track)))

    async def _listen(self, track: rtc.Track) -> None:
        async for event in rtc.AudioStream(track):
            self.peak = max(self.peak, int(np.abs(np.asarray(event.frame.data, np.int32)).max(initial=0)))

    async def loudest(self) -> int:
        """Return the greatest amplitude of the next seconds."""
        self.peak = 0
        await asyncio.sleep(LONG_S)
        return self.peak

    async def hears(self) -> bool:
        """Whether anything was said since the last time."""
        peak, self.peak = self.peak, 0
        return peak > LOUD

    async def close(self) -> None:
        """Stop."""
        for task in self._listening:
            task.cancel()
        await asyncio.gather(*self._listening, return_exceptions=True)


@pytest.fixture
async def ear(app: web.Application, settings: Settings, atrium: Room) -> AsyncIterator[Ear]:
    """Somebody who is in the room and listens."""
    place, _ = await admit(atrium, None, "Gus")
    token = app[LIVEKIT].token(Seat(atrium.livekit_name, place.identity, "Gus", place.role))
    async with inside(settings.livekit_url, token) as client:
        ear = Ear(client)
        yield ear
        await ear.close()


@pytest.mark.parametrize("size", SIZES[:2], ids=lambda size: f"{size[0]}-{size[2]}")
async def test_silence_until_it_is_in_force(
    app: web.Application,
    windows: Windows,
    settings: Settings,
    bob: Account,
    atrium: Room,
    ear: Ear,
    size: tuple[int, int, str],
) -> None:
    """A press that the server does not get silences, also over a reload, until the transcriber confirms."""
    page = await windows.of(bob, size)
    async with agent(settings, atrium, engine="whisper", off_record=""):
        await enter(page, settings)
        await until(has_status(atrium, "live"))
        await until(ear.hears)
        await page.get_by_role("button", name="Off record").click()
        await picture(page, "off-record-menu")
        assert await violations(page) == []
        await page.keyboard.press("Escape")
        await page.context.route(PATH, lambda route: route.abort())
        await choose(page, "Take me off the record")
        await expect(page.get_by_test_id("off-record")).to_contain_text("your microphone sends silence")
        await picture(page, "off-record-pending")
        assert await violations(page) == []
        await asyncio.sleep(LONG_S)  # what was said before is on its way
        assert await ear.loudest() < LOUD
        await page.reload()
        await enter(page, settings)
        await expect(page.get_by_test_id("off-record")).to_contain_text("your microphone sends silence")
        assert await ear.loudest() < LOUD
        assert not (await off_record_now(atrium.id)).people
        await page.context.unroute(PATH)
        await until(_is_off)
        assert await ear.loudest() < LOUD
        (who,) = (await off_record_now(atrium.id)).people
        await app[LIVEKIT].set_attributes(atrium.livekit_name, "agent", {"parley.off_record": who})
        await expect(page.get_by_test_id("off-record")).to_have_text("You are off the record.")
        await until(ear.hears)


async def choose(page: Page, label: str) -> None:
    """Choose in the menu."""
    await page.get_by_role("button", name="Off record").click()
    await page.get_by_role("menuitem", name=label).click()


async def _is_off() -> bool:
    return bool(await fetch("SELECT FROM transcript_gaps WHERE cause = 'off_record' AND to_ms IS NULL"))
