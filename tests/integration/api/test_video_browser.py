"""A meeting's video in a browser: played on its page, from any place, and downloaded."""

import os
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest
from aiohttp import web
from playwright.async_api import expect

from server.config import Settings
from server.meeting.accounts import Account
from tests.integration.api.room_windows import SIZES, Windows, chromium, windows
from tests.integration.api.test_recording_video import Filmed, filmed, settings

__all__ = ["chromium", "filmed", "settings", "windows"]
SEEN = os.environ.get("PARLEY_SCREENSHOTS")
"""Directory for pictures; none are taken without it."""
SECONDS, RATE_HZ = 8, 10
STATE = "video => [video.readyState, Math.round(video.duration), video.error?.code ?? 0]"


def film(path: Path) -> None:
    """Write a video as Egress does: MP4, with its index at the end."""
    with av.open(str(path), "w", format="mp4") as file:
        stream = file.add_stream("h264", rate=RATE_HZ)
        stream.width, stream.height, stream.pix_fmt = 640, 360, "yuv420p"
        stream.time_base = Fraction(1, RATE_HZ)
        for number in range(SECONDS * RATE_HZ):
            picture = np.full((360, 640, 3), (16, 95, 114), np.uint8)
            picture[:, : 8 * number] = (240, 192, 105)
            frame = av.VideoFrame.from_ndarray(picture, format="rgb24")
            frame.pts = number
            file.mux(stream.encode(frame))
        file.mux(stream.encode())


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}-{size[2]}")
async def test_video_plays(
    app: web.Application,
    windows: Windows,
    settings: Settings,
    bob: Account,
    filmed: Filmed,
    size: tuple[int, int, str],
) -> None:
    """It is as long as it is, plays from the place that is asked for, and fits the page."""
    film(filmed.path)
    page = await windows.of(bob, size)
    await page.goto(f"{settings.url}/m/atrium")
    shown = page.locator("video")
    await expect(shown).to_be_visible()
    await page.wait_for_function("() => document.querySelector('video').readyState >= 1")
    assert (await shown.evaluate(STATE))[1:] == [SECONDS, 0]
    await shown.evaluate("video => new Promise((done) => { video.onseeked = done; video.currentTime = 6; })")
    assert await shown.evaluate("video => video.currentTime") == pytest.approx(6, abs=0.1)
    if SEEN:
        await page.screenshot(path=str(Path(SEEN) / f"video-{size[0]}-{size[2]}.png"), full_page=True)
    assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    async with page.expect_download() as saving:
        await page.get_by_role("link", name="Download").first.click()
    assert (await saving.value).suggested_filename == "atrium-1.mp4"
    assert Path(await (await saving.value).path()).read_bytes() == filmed.path.read_bytes()
