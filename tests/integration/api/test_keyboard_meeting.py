"""A whole meeting without a mouse: nothing is given the focus but by the keys that anybody has."""

import re

import pytest
from aiohttp import web
from playwright.async_api import Locator, Page, expect

from server.config import Settings
from server.meeting.accounts import Account
from server.meeting.minutes import Minutes, save_minutes
from server.meeting.rooms import Room
from tests.integration.api.live import has_status, until
from tests.integration.api.room_windows import SIZES, Windows, chromium, windows

__all__ = ["chromium", "windows"]

MOST_TABS = 80
"""More than there is to go through on any of our pages of a meeting."""
SUMMARY = "Everybody said good morning, and chose where to eat."
IN_SIGHT = """each => {
  const { top, bottom } = each.getBoundingClientRect();
  return top >= 0 && bottom <= innerHeight;
}"""


async def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until something has the focus, and shows it."""
    await expect(wanted).to_be_attached()
    for _ in range(MOST_TABS):
        if await wanted.evaluate("each => each === document.activeElement"):
            assert await wanted.evaluate("each => each.matches(':focus-visible')")
            return
        await page.keyboard.press("Tab")
    pytest.fail(f"the focus does not come to {wanted}")


async def press(page: Page, test_id: str, key: str = "Enter") -> None:
    """Go to something, and press it."""
    await tab_to(page, page.get_by_test_id(test_id))
    await page.keyboard.press(key)


async def join(page: Page) -> None:
    """Switch the microphone off and on before joining, and join."""
    mic = page.get_by_role("button", name="Microphone", exact=True)
    await expect(mic).to_have_attribute("aria-pressed", "true")
    for is_on in ("false", "true"):
        await tab_to(page, mic)
        await page.keyboard.press("Space")
        await expect(mic).to_have_attribute("aria-pressed", is_on)
    await press(page, "prejoin-join")
    await expect(page.get_by_test_id("connection-state")).to_have_attribute("data-state", "connected")


async def mute(page: Page) -> None:
    """Switch the microphone off by its button, and on by its shortcut."""
    mic = page.get_by_test_id("mic-toggle")
    await expect(mic).to_have_attribute("aria-pressed", "true")
    await press(page, "mic-toggle")
    await expect(mic).to_have_attribute("aria-pressed", "false")
    await page.keyboard.press("m")
    await expect(mic).to_have_attribute("aria-pressed", "true")


async def write(page: Page) -> None:
    """Write in the chat; closed, it gives the focus back to its button."""
    await press(page, "chat-toggle")
    await tab_to(page, page.get_by_test_id("chat-input"))
    await page.keyboard.type("Good morning")
    await page.keyboard.press("Enter")
    await expect(page.get_by_test_id("chat-message")).to_contain_text("Good morning")
    await page.keyboard.press("Escape")
    await expect(page.get_by_test_id("chat-toggle")).to_be_focused()


async def poll(page: Page) -> None:
    """Ask, vote, and close the panel."""
    await press(page, "polls-toggle")
    await press(page, "poll-new")
    await expect(page.get_by_test_id("poll-question")).to_be_focused()
    await page.keyboard.type("Where do we eat?")
    for option in ("At the harbour", "In the office"):
        await page.keyboard.press("Tab")
        await page.keyboard.type(option)
    await press(page, "poll-ask")
    await tab_to(page, page.get_by_label("At the harbour"))
    await page.keyboard.press("Space")
    await press(page, "poll-vote")
    await expect(page.get_by_test_id("poll")).to_contain_text("1 vote, 100 %")
    await page.keyboard.press("Escape")
    await expect(page.get_by_test_id("polls-toggle")).to_be_focused()


async def raise_hand(page: Page) -> None:
    """Raise a hand."""
    await press(page, "hand-toggle")
    await expect(page.get_by_test_id("hand-toggle")).to_have_attribute("aria-pressed", "true")


async def leave(page: Page, room: Room) -> None:
    """Leave, come back, and end it for all."""
    await press(page, "leave")
    await expect(page.get_by_test_id("exit")).to_be_visible()
    await tab_to(page, page.get_by_role("button", name="Join again"))
    await page.keyboard.press("Enter")
    await press(page, "prejoin-join")
    await expect(page.get_by_test_id("connection-state")).to_have_attribute("data-state", "connected")
    await until(has_status(room, "live"))
    await press(page, "end-for-all")
    await press(page, "end-confirm")


async def scroll_to(page: Page, wanted: Locator) -> None:
    """Press Page Down until something is in sight."""
    for _ in range(MOST_TABS):
        if await wanted.evaluate(IN_SIGHT):
            return
        await page.keyboard.press("PageDown")
        await page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")
    pytest.fail(f"the page does not scroll to {wanted}")


async def read_minutes(page: Page, room: Room) -> None:
    """The page of the minutes comes by itself; its text, its poll, and its last button are reached."""
    await page.wait_for_url(re.compile("/m/atrium"))
    await save_minutes(room.id, Minutes("ready", "extractive", executive_summary=SUMMARY))
    await page.reload()
    await scroll_to(page, page.get_by_role("region").get_by_text(SUMMARY))
    poll = page.get_by_role("region", name="Polls")
    await expect(poll).to_contain_text("1 vote, 100 %")
    await scroll_to(page, poll.get_by_role("heading", name="Where do we eat?"))
    await tab_to(page, page.get_by_role("main").locator("a[href], button").locator("visible=true").last)


@pytest.mark.parametrize("size", [SIZES[0], SIZES[2]], ids=lambda size: f"{size[0]}-{size[2]}")
async def test_whole_meeting(
    app: web.Application,
    windows: Windows,
    settings: Settings,
    alice: Account,
    atrium: Room,
    size: tuple[int, int, str],
) -> None:
    """By keyboard alone a host joins, mutes, chats, polls, raises a hand, leaves, ends it, and reads it."""
    page = await windows.of(alice, size)
    await page.goto(f"{settings.url}/r/atrium")
    await join(page)
    await until(has_status(atrium, "live"))
    await mute(page)
    await write(page)
    await poll(page)
    await raise_hand(page)
    await leave(page, atrium)
    await read_minutes(page, atrium)
