"""Video of those who spoke last, in a real browser and through a real media server."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress

from aiohttp import web
from livekit import rtc
from playwright.async_api import expect

from server.config import Settings
from server.meeting.accounts import Account
from server.meeting.rooms import Room
from tests.bench.tile_publishers import HEIGHT, WIDTH, pictures
from tests.integration.api.browser import Browser
from tests.integration.api.live import joining
from tests.integration.api.room_windows import Windows, chromium, enter, picture, violations, windows

__all__ = ["chromium", "windows"]

FRAME_S = 0.2
PLAYING = "[data-testid=grid] [data-lk-local-participant=false] video"
CHOOSE = "videos => localStorage.setItem('parley.room', JSON.stringify({ videos }))"


@asynccontextmanager
async def filmed(room: rtc.Room) -> AsyncIterator[None]:
    """Send a moving picture while the block runs."""
    camera, (still, *_) = rtc.VideoSource(WIDTH, HEIGHT), pictures()

    async def send() -> None:
        while True:
            camera.capture_frame(still)
            await asyncio.sleep(FRAME_S)

    sending = asyncio.create_task(send())
    track = rtc.LocalVideoTrack.create_video_track("camera", camera)
    options = rtc.TrackPublishOptions(source=rtc.TrackSource.SOURCE_CAMERA)
    try:
        await room.local_participant.publish_track(track, options)
        yield
    finally:
        sending.cancel()
        with suppress(asyncio.CancelledError):
            await sending
        await camera.aclose()


async def test_setting_takes_video_away_and_gives_it_back(
    app: web.Application,
    windows: Windows,
    settings: Settings,
    bobs: Browser,
    alice: Account,
    atrium: Room,
) -> None:
    """Without videos of others there are their initials; chosen again, the picture comes."""
    page = await windows.of(alice, (768, 1024, "light"))
    await page.goto(f"{settings.url}/signin")
    await page.evaluate(CHOOSE, "0")
    async with joining(bobs, "atrium") as (client, _), filmed(client):
        await enter(page, settings)
        tile = page.get_by_role("group", name="Bob")
        await expect(tile).to_have_attribute("data-video", "false")
        await expect(tile).to_contain_text("video not shown at the moment")
        await expect(page.locator(PLAYING)).to_have_count(0)
        await picture(page, "videos-none")
        await page.get_by_role("button", name="View", exact=True).click()
        await picture(page, "view-menu")
        assert await violations(page) == []
        await page.keyboard.press("Escape")
        await page.get_by_test_id("settings-toggle").click()
        await page.get_by_label("Videos at once").select_option("4")
        assert await violations(page) == []
        await page.keyboard.press("Escape")
        await expect(page.locator(PLAYING)).to_have_js_property("paused", value=False)
        await page.wait_for_function("query => document.querySelector(query)?.videoWidth > 0", arg=PLAYING)
        await picture(page, "videos-four")
        assert await violations(page) == []
