"""A recording as people in the room see it: real browsers and a real media server, with a scripted agent."""

import os
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import web
from playwright.async_api import Browser as Chromium
from playwright.async_api import BrowserContext, Page, async_playwright, expect

from server.api.app_keys import LIVEKIT
from server.config import Settings
from server.meeting.accounts import Account
from server.meeting.db import fetch
from server.meeting.rooms import Room
from server.meeting.sessions import open_session
from server.stack.testing import browser
from tests.integration.api.live import has_status, until
from tests.integration.api.test_captions import agent
from tests.integration.web_client import need_web_client

SEEN = os.environ.get("PARLEY_SCREENSHOTS")
"""Directory for pictures of what people see; none are taken without it."""
SIZES = ((360, 740, "light"), (768, 1024, "dark"), (1440, 900, "light"), (1440, 900, "dark"))
MEDIA = ("--no-sandbox", "--use-fake-ui-for-media-stream", "--use-fake-device-for-media-stream")


@pytest.fixture(scope="module")
async def chromium() -> AsyncIterator[Chromium]:
    """A browser with a microphone and a camera."""
    program = browser()
    if program is None:
        pytest.skip("chromium is not there: python3 -m server test brings it")
    async with (
        async_playwright() as driver,
        await driver.chromium.launch(executable_path=program, args=list(MEDIA)) as running,
    ):
        yield running


async def window(
    chromium: Chromium, settings: Settings, person: Account, size: tuple[int, int, str]
) -> BrowserContext:
    """A window signed in as a person."""
    width, height, scheme = size
    context = await chromium.new_context(
        viewport={"width": width, "height": height},
        color_scheme="dark" if scheme == "dark" else "light",
        permissions=["microphone", "camera"],
    )
    token, _ = await open_session(person.id, {}, None)
    at = settings.url.replace("http:", "https:")
    await context.add_cookies([{"name": "__Host-parley", "value": token, "url": at, "secure": True}])
    return context


async def picture(page: Page, name: str) -> None:
    """Take a picture, if somebody wants to look."""
    if SEEN:
        size = page.viewport_size or {"width": 0}
        scheme = await page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'")
        await page.screenshot(path=str(Path(SEEN) / f"{name}-{size['width']}-{scheme}.png"))


async def enter(page: Page, settings: Settings) -> None:
    """Join the atrium."""
    await page.goto(f"{settings.url}/r/atrium")
    await page.get_by_test_id("prejoin-join").click()
    await expect(page.get_by_test_id("connection-state")).to_have_attribute("data-state", "connected")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}-{size[2]}")
async def test_host_records_and_somebody_declines(
    app: web.Application,
    chromium: Chromium,
    settings: Settings,
    alice: Account,
    bob: Account,
    atrium: Room,
    size: tuple[int, int, str],
) -> None:
    """The host confirms, everybody sees the mark, who is asked may decline, and the button stops it."""
    need_web_client(settings)
    alices, bobs = [await window(chromium, settings, each, size) for each in (alice, bob)]
    host, member = await alices.new_page(), await bobs.new_page()
    async with agent(settings, atrium, engine="whisper", recording=""):
        for page in (host, member):
            await enter(page, settings)
        await until(has_status(atrium, "live"))
        await host.get_by_test_id("record-toggle").click()
        await picture(host, "confirm")
        await host.get_by_test_id("record-confirm").click()
        await until(_started)
        await _tell(app, atrium, "on")
        for page in (host, member):
            await expect(page.get_by_test_id("recording-mark")).to_be_visible()
        await expect(member.get_by_test_id("recording-agree")).to_be_visible()
        await picture(member, "asked")
        await expect(host.get_by_test_id("recording-announcement")).to_have_text(
            "This meeting is recorded. You are in it."
        )
        await member.get_by_test_id("recording-decline").click()
        await expect(member.get_by_test_id("recording-announcement")).to_have_text(
            "This meeting is recorded. You are heard, and not in it."
        )
        await expect(member.get_by_test_id("record-toggle")).to_have_count(0)
        await picture(host, "recording")
        await picture(member, "declined")
        await _fail_and_stop(app, atrium, host)
        await _tell(app, atrium, "")
        await expect(member.get_by_test_id("recording-mark")).to_have_count(0)
    assert await _answers() == [False, True]
    for context in (alices, bobs):
        await context.close()


async def _tell(app: web.Application, room: Room, mark: str) -> None:
    """As the transcriber does."""
    await app[LIVEKIT].set_attributes(room.livekit_name, "agent", {"parley.recording": mark})


async def _fail_and_stop(app: web.Application, room: Room, host: Page) -> None:
    await _tell(app, room, "failing")
    await expect(host.get_by_test_id("recording-mark")).to_have_attribute("data-mark", "failing")
    await picture(host, "failing")
    await host.get_by_test_id("record-toggle").click()
    await host.get_by_test_id("record-confirm").click()


async def _answers() -> list[bool]:
    return [row["agreed"] for row in await fetch("SELECT agreed FROM recording_consents ORDER BY agreed")]


async def _started() -> bool:
    return bool(await fetch("SELECT FROM recordings WHERE status = 'starting'"))


@pytest.mark.parametrize("size", SIZES[:2], ids=lambda size: f"{size[0]}-{size[2]}")
async def test_asked_before_joining(
    app: web.Application,
    chromium: Chromium,
    settings: Settings,
    bob: Account,
    atrium: Room,
    size: tuple[int, int, str],
) -> None:
    """Where a meeting is recorded already, nobody joins without an answer, and nobody is asked twice."""
    need_web_client(settings)
    bobs = await window(chromium, settings, bob, size)
    page = await bobs.new_page()
    async with agent(settings, atrium, engine="whisper", recording="on"):
        await page.goto(f"{settings.url}/r/atrium")
        await expect(page.get_by_test_id("prejoin-recording")).to_be_visible()
        await page.get_by_test_id("prejoin-join").click()
        await expect(page.get_by_test_id("prejoin-join")).to_be_enabled()
        await page.get_by_label("Do not record me").check()
        await picture(page, "prejoin")
        await page.get_by_test_id("prejoin-join").click()
        await expect(page.get_by_test_id("recording-mark")).to_be_visible()
        await expect(page.get_by_test_id("recording-agree")).to_have_count(0)
    assert await _answers() == [False]
    await bobs.close()
