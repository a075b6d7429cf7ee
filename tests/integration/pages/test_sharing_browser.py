"""Sharing in a real browser: the host makes and ends a link, a stranger reads by it."""

import re

import pytest
from aiohttp import web
from playwright.async_api import Browser, expect

from server.config import Settings
from server.meeting.accounts import Account
from server.meeting.minutes import save_minutes
from tests.integration.pages.conftest import Spoken, minutes
from tests.integration.pages.test_browser import AXE, FOUND, SIZES, chromium, sign_in, watched
from tests.integration.web_client import need_web_client

__all__ = ["chromium"]


@pytest.mark.parametrize(("width", "scheme"), SIZES)
async def test_shared(
    chromium: Browser,
    app: web.Application,
    settings: Settings,
    alice: Account,
    ended: Spoken,
    width: int,
    scheme: str,
) -> None:
    """A link is made, opened, and ended; axe finds nothing, and nothing is wider than the screen."""
    need_web_client(settings)
    await save_minutes(ended.meeting.room.id, minutes(ended))
    async with watched(chromium, settings, width, scheme) as page:
        await sign_in(page, alice, settings.url)
        await page.goto("/m/atrium")
        await page.get_by_text("Share by link").click()
        await page.get_by_label("All minutes, and what was said").check()
        await page.get_by_role("button", name="Make a link").click()
        made = page.get_by_label("The new link")
        await expect(made).to_have_value(re.compile("/s/"))
        url = await made.input_value()
        await expect(page.get_by_text("Not opened yet")).to_be_visible()
        await page.evaluate(AXE.read_text())
        assert await page.evaluate(FOUND) == []
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        async with watched(chromium, settings, width, scheme) as other:
            await other.goto(url)
            await expect(other.get_by_role("heading", name="Transcript")).to_be_visible()
            assert await other.evaluate("document.documentElement.scrollWidth <= innerWidth")
            await page.get_by_role("button", name="End this link").click()
            await expect(page.get_by_text("Links that work")).to_be_hidden()
            await other.reload()
            await expect(other.get_by_role("heading", name="Page not found")).to_be_visible()
