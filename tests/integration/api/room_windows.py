"""Windows of people in the room: a real browser with a microphone and a camera, at every size."""

import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest
from aiohttp import web
from playwright.async_api import Browser as Chromium
from playwright.async_api import Page, expect

from server.config import Settings
from server.meeting.accounts import Account
from server.meeting.sessions import open_session
from tests.integration.pages.test_browser import AXE, FOUND
from tests.integration.web_client import need_web_client

SEEN = os.environ.get("PARLEY_SCREENSHOTS")
"""Directory for pictures of what people see; none are taken without it."""
SIZES = ((360, 740, "light"), (768, 1024, "dark"), (1440, 900, "light"), (1440, 900, "dark"))


@pytest.fixture(scope="session")
async def chromium(room_browser: Chromium) -> Chromium:
    """A browser; a module that needs another one has a fixture of this name."""
    return room_browser


@dataclass(frozen=True)
class Windows:
    """Opens browsers of their own for people; all are closed with the test, however it ends."""

    chromium: Chromium
    settings: Settings
    opened: AsyncExitStack

    async def of(self, person: Account | None, size: tuple[int, int, str]) -> Page:
        """Open one with a width, a height and a colour scheme; None: nobody is signed in."""
        width, height, scheme = size
        context = await self.chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if scheme == "dark" else "light",
            permissions=["microphone", "camera"],
        )
        self.opened.push_async_callback(context.close)
        if person is not None:
            token, _ = await open_session(person.id, {}, None)
            at = self.settings.url.replace("http:", "https:")
            await context.add_cookies([{"name": "__Host-parley", "value": token, "url": at, "secure": True}])
        return await context.new_page()


@pytest.fixture
async def windows(chromium: Chromium, app: web.Application, settings: Settings) -> AsyncIterator[Windows]:
    """Windows at the running server; without the built client the test is skipped."""
    need_web_client(settings)
    async with AsyncExitStack() as opened:
        yield Windows(chromium, settings, opened)


async def picture(page: Page, name: str) -> None:
    """Take a picture, if somebody wants to look."""
    if SEEN:
        size = page.viewport_size or {"width": 0}
        scheme = await page.evaluate("matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light'")
        await page.screenshot(path=str(Path(SEEN) / f"{name}-{size['width']}-{scheme}.png"))


async def enter(page: Page, settings: Settings) -> None:
    """Join the atrium, with the microphone: the room waits for it four seconds, and a slow machine longer."""
    await page.goto(f"{settings.url}/r/atrium")
    mic = page.get_by_role("button", name="Microphone", exact=True)
    await expect(mic).to_have_attribute("aria-pressed", "true")
    await page.get_by_test_id("prejoin-join").click()
    await expect(page.get_by_test_id("connection-state")).to_have_attribute("data-state", "connected")


async def violations(page: Page) -> object:
    """What axe finds, which the policy lets in from the test alone, and what is wider than the screen."""
    await page.evaluate(AXE.read_text())
    wide = await page.evaluate("document.documentElement.scrollWidth > innerWidth ? ['too wide'] : []")
    return await page.evaluate(FOUND) + wide
