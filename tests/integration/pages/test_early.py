"""What people do before a page's script has started, in a real browser on a slow connection."""

import asyncio
import re
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Page, Route, expect

from server.config import Settings
from server.meeting.accounts import Account
from tests.conftest import PASSWORD
from tests.integration.pages.test_browser import chromium, sign_in, window

__all__ = ["chromium", "window"]


@pytest.fixture
async def loaded(window: Page) -> AsyncIterator[asyncio.Event]:
    """The pages' own scripts arrive when this is set; the early one is there at once."""
    arrived = asyncio.Event()

    async def hold(route: Route) -> None:
        await arrived.wait()
        await route.continue_()

    await window.route(re.compile(r"/static/assets/(?!early).*\.js$"), hold)
    yield arrived
    arrived.set()


async def test_early_sign_in(window: Page, settings: Settings, alice: Account, loaded: asyncio.Event) -> None:
    """A form that is sent early signs in once it can, and never puts a password into an address."""
    await window.goto(f"{settings.url}/signin", wait_until="commit")
    await window.get_by_label("E-mail").fill("alice@example.org")
    await window.get_by_label("Password").fill(PASSWORD)
    await window.keyboard.press("Enter")
    await expect(window).to_have_url(f"{settings.url}/signin")
    loaded.set()
    await expect(window.get_by_role("button", name="New meeting")).to_be_visible()


async def test_early_click(window: Page, settings: Settings, alice: Account, loaded: asyncio.Event) -> None:
    """A button that is pressed early does what it says once it can, and once."""
    await sign_in(window, alice, settings.url)
    await window.goto(settings.url, wait_until="commit")
    for _ in range(2):
        await window.get_by_role("button", name="New meeting").click()
    loaded.set()
    await window.wait_for_url(re.compile("/r/[a-z-]+$"))  # whole: a file sent halfway stays open


async def test_sign_out_of_an_error_page(window: Page, settings: Settings, alice: Account) -> None:
    """Pages without a script of their own can be signed out of, too."""
    await sign_in(window, alice, settings.url)
    await window.goto("/m/no-such-meeting")
    await window.get_by_role("button", name="Sign out").click()
    await expect(window.get_by_role("link", name="Sign in").first).to_be_visible()
