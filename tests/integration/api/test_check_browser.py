"""The test before joining, in a real browser and against a real media server."""

import json

import pytest
from aiohttp import web
from playwright.async_api import Page, expect

from server.config import Settings
from server.meeting.accounts import Account
from server.meeting.rooms import Room
from tests.integration.api.room_windows import SIZES, Windows, chromium, picture, violations, windows

__all__ = ["chromium", "windows"]

WORKING = ("microphone", "camera", "server", "signalling", "media")
DONE_MS = 60_000
"""It measures for half a minute at most."""


async def report(page: Page) -> str:
    """Save the report, and read the file."""
    async with page.expect_download() as saving:
        await page.get_by_test_id("check-save").press("Enter")
    return (await (await saving.value).path()).read_text()


@pytest.mark.parametrize("size", SIZES[:2], ids=lambda size: f"{size[0]}-{size[2]}")
async def test_before_joining(
    app: web.Application,
    windows: Windows,
    settings: Settings,
    bob: Account,
    atrium: Room,
    size: tuple[int, int, str],
) -> None:
    """Devices and the way to the server are tested, and the report names no secret."""
    page = await windows.of(bob, size)
    await page.goto(f"{settings.url}/r/atrium")
    await expect(page.locator("video")).to_have_js_property("readyState", 4)  # the devices are open
    await page.get_by_test_id("prejoin-check").press("Enter")
    summary = page.get_by_test_id("check-summary")
    await picture(page, "check-begun")
    await expect(summary).to_have_attribute("data-done", "true", timeout=DONE_MS)
    await picture(page, "check-done")
    for key in WORKING:
        await expect(page.get_by_test_id(f"check-{key}")).to_have_attribute("data-verdict", "good")
    await page.get_by_test_id("check-play").press("Enter")
    await page.get_by_test_id("check-heard").press("Enter")
    await expect(page.get_by_test_id("check-speaker")).to_have_attribute("data-verdict", "good")
    assert await violations(page) == []
    text = await report(page)
    told = json.loads(text)
    assert told["measured"]["media"]["protocol"] == "udp"
    assert told["measured"]["quality"]["uploadBps"] > 0
    devices = await page.evaluate("navigator.mediaDevices.enumerateDevices()")
    ids = [each["deviceId"] for each in devices if len(each["deviceId"]) > len("default")]
    for secret in ("atrium", "eyJ", "Bob", *ids):
        assert secret not in text
