"""Notifications in a real browser: the count in every tab, the list, and the choices."""

from collections.abc import AsyncIterator

import pytest
from aiohttp import web
from playwright.async_api import Browser, Page, expect

from server.config import Settings
from server.mail.unsubscribe import unsubscribe_token
from server.meeting.accounts import Account
from server.meeting.db import execute
from server.meeting.notice_preferences import preferences_of
from tests.integration.pages.test_browser import AXE, FOUND, SIZES, chromium, sign_in, watched
from tests.integration.web_client import need_web_client

__all__ = ["chromium"]


@pytest.fixture
async def window(
    chromium: Browser, app: web.Application, settings: Settings, bob: Account
) -> AsyncIterator[Page]:
    """Bob's window."""
    need_web_client(settings)
    async with watched(chromium, settings, 1280) as page:
        await sign_in(page, bob, settings.url)
        yield page


async def tell(person: Account, title: str = "Atrium") -> None:
    """Notify a person."""
    await execute(
        "INSERT INTO notifications (user_id, type, title, message)"
        " VALUES ($1, 'minutes_ready', $2, 'The minutes are ready.')",
        person.id,
        title,
    )


async def test_count_in_every_tab(window: Page, bob: Account) -> None:
    """Both tabs show a new notification and its reading, the one that listens and the one it tells."""
    other = await window.context.new_page()
    counts = [tab.locator("[data-news-count]") for tab in (window, other)]
    for tab in (window, other):
        await tab.goto("/notifications")
    await tell(bob)
    for count in counts:
        await expect(count).to_have_text("1")
    await window.close()
    await tell(bob)
    await expect(counts[1]).to_have_text("2")
    await expect(other.locator("[data-news-said]")).to_contain_text("unread")


async def test_reading(window: Page, bob: Account) -> None:
    """One is marked as read, then all; the count follows."""
    for title in ("Atrium", "Court", "Hall"):
        await tell(bob, title)
    await window.goto("/notifications")
    await expect(window.locator("[data-news-count]")).to_have_text("3")
    await window.get_by_role("button", name="Mark as read: Court").click()
    await expect(window.locator("[data-news-count]")).to_have_text("2")
    await window.get_by_role("button", name="Mark all as read").click()
    await expect(window.locator("[data-news-count]")).to_be_hidden()
    await expect(window.locator(".row--new")).to_have_count(0)


async def test_choosing(window: Page, bob: Account) -> None:
    """What is ticked and saved is what one is told of."""
    await window.goto("/account")
    await window.get_by_role("link", name="Your notifications").click()
    await window.get_by_label("You are mentioned, by e-mail").check()
    await window.get_by_label("Minutes are ready, by e-mail").uncheck()
    await window.get_by_label("Only that there is news").check()
    await window.get_by_role("button", name="Save").click()
    await expect(window.get_by_role("status").filter(has_text="Saved")).to_be_visible()
    found = await preferences_of(bob.id)
    assert found.wanted["mentioned"] == {"in_app": True, "email": True}
    assert found.wanted["minutes_ready"] == {"in_app": True, "email": False}
    assert found.content == "link"


async def test_link_of_a_mail(window: Page, bob: Account) -> None:
    """The page of a mail's link works without a script of ours, and says what it did."""
    await window.context.clear_cookies()
    await window.goto(f"/unsubscribe/{unsubscribe_token(bob.id, ['minutes_ready', 'mentioned'])}")
    await window.get_by_role("button", name="Stop this e-mail").click()
    await expect(window.get_by_role("heading", name="No more such e-mail")).to_be_visible()
    assert not (await preferences_of(bob.id)).wanted["minutes_ready"]["email"]


@pytest.mark.parametrize(("width", "scheme"), SIZES)
async def test_accessible(
    chromium: Browser, app: web.Application, settings: Settings, bob: Account, width: int, scheme: str
) -> None:
    """Nothing is found by axe, and nothing is wider than the screen."""
    need_web_client(settings)
    await tell(bob, "A meeting with a name that is quite long for a telephone")
    async with watched(chromium, settings, width, scheme) as page:
        await sign_in(page, bob, settings.url)
        for path in ("/notifications", "/account/notices"):
            await page.goto(path)
            await expect(page.locator("[data-news-count]")).to_have_text("1")
            await page.evaluate(AXE.read_text())
            assert await page.evaluate(FOUND) == []
            assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
