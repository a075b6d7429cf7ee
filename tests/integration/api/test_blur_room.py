"""A blurred background: loaded from our own server alone, and switched on before joining."""

import re
from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from playwright.async_api import Browser as Chromium
from playwright.async_api import Page, expect

from server.config import Settings
from server.meeting.accounts import Account
from server.meeting.rooms import Room
from tests.integration.api.room_windows import Windows, picture, violations, windows
from tests.integration.chromium import MEDIA, launched

__all__ = ["windows"]

SOFTWARE_GL = ("--use-angle=swiftshader", "--enable-unsafe-swiftshader")
SIZE = (360, 740, "light")
SMALL = """
const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
navigator.mediaDevices.getUserMedia = (wanted) =>
  open(wanted.video ? { ...wanted, video: { width: 160, height: 90, frameRate: 5 } } : wanted);
const later = window.setTimeout.bind(window);
window.setTimeout = (then, ms, ...given) => later(then, ms === 40000 ? 120000 : ms, ...given);
const Pictures = window.MediaStreamTrackProcessor;
window.MediaStreamTrackProcessor = function (given) {
  const rest = async (picture, out) => {
    await new Promise((done) => later(done, 2000));
    out.enqueue(picture);
  };
  return { readable: new Pictures(given).readable.pipeThrough(new TransformStream({ transform: rest })) };
};
const context = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (kind, wanted) {
  return context.call(this, kind, { ...wanted, failIfMajorPerformanceCaveat: false });
};
const parameter = WebGL2RenderingContext.prototype.getParameter;
WebGL2RenderingContext.prototype.getParameter = function (name) {
  return name === 0x9246 ? "A graphics processor" : parameter.call(this, name);
};
"""
"""There is no graphics processor here: the page is told that there is one, and waits longer.

The pictures are small, and the page rests after each: one that draws without a pause answers nobody on a busy
machine. 0x9246 is UNMASKED_RENDERER_WEBGL.
"""
LOADED_MS = 110_000
"""The first picture takes seconds without a graphics processor."""


@pytest.fixture(scope="module")
async def chromium() -> AsyncIterator[Chromium]:
    """A browser that draws by the processor."""
    async with launched(*MEDIA, *SOFTWARE_GL) as running:
        yield running


def watch(page: Page) -> list[str]:
    """List what the page asks for, and what its policy refuses."""
    seen: list[str] = []
    page.on("request", lambda request: seen.append(request.url))
    page.on("console", lambda told: seen.append(told.text) if "Content Security" in told.text else None)
    return seen


async def switch(page: Page) -> None:
    """Press the switch, by keyboard."""
    box = page.get_by_label("Blur my background")
    await box.scroll_into_view_if_needed()
    await box.press("Space")


async def open_devices(page: Page, settings: Settings) -> None:
    """Go to the page before joining, with its settings unfolded."""
    await page.goto(f"{settings.url}/r/atrium")
    await expect(page.get_by_test_id("prejoin-join")).to_be_visible()
    details = page.locator("details.prejoin__devices")
    if await details.get_attribute("open") is None:
        await details.locator("summary").press("Enter")


async def choose(page: Page, settings: Settings, seen: list[str]) -> None:
    """Switch the blur on before joining; nothing of it is loaded before."""
    await open_devices(page, settings)
    assert not [url for url in seen if "vision" in url]
    await switch(page)
    blur = page.get_by_test_id("blur")
    await expect(blur).to_have_attribute("data-state", re.compile("on|slow"), timeout=LOADED_MS)
    await picture(page, "blur-prejoin")
    assert await violations(page) == []


async def drop(page: Page) -> None:
    """Switch it off in the meeting; the camera stays on."""
    await page.get_by_test_id("settings-toggle").press("Enter")
    await switch(page)
    await expect(page.get_by_test_id("blur")).to_have_attribute("data-state", "off")
    await picture(page, "blur-settings")
    assert await violations(page) == []
    await page.keyboard.press("Escape")
    await expect(page.get_by_test_id("camera-toggle")).to_have_attribute("aria-pressed", "true")


async def test_blur(
    app: web.Application,
    windows: Windows,
    settings: Settings,
    alice: Account,
    atrium: Room,
) -> None:
    """It is loaded from our own server when it is switched on, and stays for the meeting until it is not."""
    page = await windows.of(alice, SIZE)
    await page.add_init_script(SMALL)
    seen = watch(page)
    await choose(page, settings, seen)
    await page.get_by_test_id("prejoin-join").click()
    on = page.get_by_test_id("camera-toggle")
    await expect(on).to_have_attribute("aria-pressed", "true", timeout=LOADED_MS)
    own = page.locator(".lk-participant-media-video")
    await expect(own).to_have_js_property("readyState", 4, timeout=LOADED_MS)
    await picture(page, "blur-room")
    await drop(page)
    assert [url for url in seen if "vision" in url]
    assert [url for url in seen if not url.startswith((settings.url, "blob:", "data:"))] == []


async def test_blur_by_software(windows: Windows, settings: Settings, alice: Account, atrium: Room) -> None:
    """A computer without a graphics processor says that it cannot blur, and loads nothing."""
    page = await windows.of(alice, SIZE)
    seen = watch(page)
    await open_devices(page, settings)
    await expect(page.get_by_label("Blur my background")).to_be_disabled()
    await expect(page.get_by_test_id("blur")).to_contain_text("without a graphics processor")
    assert not [url for url in seen if "vision" in url]
