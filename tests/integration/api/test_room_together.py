"""What people do in the room besides speaking: reactions, hands in order, push-to-talk, shortcuts, links."""

import contextlib

import pytest
from aiohttp import web
from playwright.async_api import Page, expect
from playwright.async_api import TimeoutError as NotInTime

from server.config import Settings
from server.meeting.accounts import Account
from server.meeting.rooms import Room
from tests.integration.api.live import has_status, until
from tests.integration.api.room_windows import SIZES, Windows, chromium, enter, picture, violations, windows
from tests.integration.api.test_captions import agent
from tests.integration.menus import choose

__all__ = ["chromium", "windows"]

VIEW_PX = 640
"""Narrower, the control bar has no place for layouts."""
SEEN_MS = 3000
"""For how long one reaction is awaited; it is shown for four seconds."""
GONE_MS = 15_000
"""A reaction has gone from everybody's stage by then, on a busy machine too."""


async def react(page: Page, other: Page) -> None:
    """Choose an emoji by keyboard; the other sees who reacted.

    It is sent again until it was seen: nobody keeps it, so it is lost to whose data channel is not open yet,
    and gone after some seconds. Its name fades, so no contrast is measured before it has gone.
    """
    seen = other.get_by_test_id("reactions").get_by_text("👏")
    for _ in range(10):
        await page.get_by_role("button", name="React", exact=True).press("Enter")
        await expect(page.get_by_role("menuitem", name="Thumbs up")).to_be_focused()
        await page.keyboard.press("ArrowDown")
        await page.keyboard.press("Enter")
        with contextlib.suppress(NotInTime):
            await seen.first.wait_for(timeout=SEEN_MS)
            await picture(other, "reaction")
            break
    else:
        pytest.fail("no reaction was seen")
    for each in (page, other):
        await expect(each.get_by_test_id("reactions").locator(".reaction")).to_have_count(0, timeout=GONE_MS)


async def raise_hands(host: Page, member: Page) -> None:
    """Whose hand came first is first, and the host lowers all at once."""
    await member.get_by_test_id("hand-toggle").press("Enter")
    await expect(member.get_by_test_id("hand-toggle")).to_have_attribute("aria-pressed", "true")
    await host.get_by_test_id("hand-toggle").press("Enter")
    await expect(host.get_by_test_id("hand-toggle")).to_have_attribute("aria-pressed", "true")
    await host.get_by_test_id("people-toggle").press("Enter")
    rows = host.get_by_test_id("person")
    await expect(rows.nth(0)).to_contain_text("Bob")
    await expect(rows.nth(1)).to_contain_text("Alice (you)")
    assert await violations(host) == []
    await picture(host, "hands")
    await host.get_by_test_id("lower-all").press("Enter")
    await expect(member.get_by_test_id("hand-toggle")).to_have_attribute("aria-pressed", "false")
    await expect(host.get_by_test_id("hands")).to_have_count(0)
    await host.keyboard.press("Escape")


async def spotlight(host: Page, member: Page) -> None:
    """The host shows somebody large to everybody, and ends it."""
    await host.get_by_test_id("people-toggle").press("Enter")
    for label, count in (("Spotlight for everyone", 1), ("End the spotlight", 0)):
        await choose(host, "More for Bob", label)
        for page in (host, member):
            await expect(page.get_by_test_id("large")).to_have_count(count)
        await picture(member, f"spotlight-{count}")
    await host.keyboard.press("Escape")


async def choose_layout(page: Page, width: int) -> None:
    """The speaker's layout shows one large; on a phone it is in the settings."""
    if width < VIEW_PX:
        await page.get_by_test_id("settings-toggle").press("Enter")
        await page.get_by_label("Layout").select_option("speaker")
        await picture(page, "settings")
        assert await violations(page) == []
        await page.keyboard.press("Escape")
    else:
        await choose(page, "View", "Speaker")
    await expect(page.get_by_test_id("large")).to_have_count(1)
    assert await violations(page) == []
    await picture(page, "speaker")


async def list_shortcuts(page: Page) -> None:
    """The list opens with ? and closes with Escape."""
    await page.evaluate("document.activeElement.blur()")
    await page.keyboard.press("?")
    await expect(page.get_by_role("dialog", name="Keyboard shortcuts")).to_be_visible()
    await expect(page.get_by_test_id("shortcuts")).to_contain_text("Hold to speak while muted")
    assert await violations(page) == []
    await picture(page, "shortcuts")
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def hold_to_speak(page: Page) -> None:
    """Space opens a muted microphone while it is held."""
    mic = page.get_by_test_id("mic-toggle")
    await page.evaluate("document.activeElement.blur()")
    await page.keyboard.press("m")
    await expect(mic).to_have_attribute("aria-pressed", "false")
    await page.keyboard.down(" ")
    await expect(mic).to_have_attribute("aria-pressed", "true")
    await page.keyboard.up(" ")
    await expect(mic).to_have_attribute("aria-pressed", "false")


async def send_link(page: Page, other: Page) -> None:
    """An address in the chat is a link to another window that is told nothing of this one."""
    await page.get_by_test_id("chat-toggle").click()
    await page.get_by_test_id("chat-input").fill("See https://example.org/plan. <b>Now</b>")
    await page.get_by_test_id("chat-input").press("Enter")
    await other.get_by_test_id("chat-toggle").click()
    link = other.get_by_test_id("chat-message").get_by_role("link")
    await expect(link).to_have_text("https://example.org/plan")
    await expect(link).to_have_attribute("rel", "noopener noreferrer nofollow")
    await expect(other.get_by_test_id("chat-message")).to_contain_text("<b>Now</b>")


async def answer(page: Page, other: Page) -> None:
    """By keyboard one replies to a message and gives it an emoji, which the other sees and takes back."""
    await other.get_by_role("button", name="Reply or react to Alice").press("Enter")
    await expect(other.get_by_role("menuitem", name="Reply")).to_be_focused()
    await other.keyboard.press("Enter")
    await expect(other.get_by_test_id("chat-answered")).to_contain_text("Reply to Alice: See https")
    await expect(other.get_by_test_id("chat-input")).to_be_focused()
    await other.keyboard.type("I will")
    await other.keyboard.press("Enter")
    await expect(page.get_by_test_id("chat-quoted")).to_contain_text("You See https")
    await expect(other.get_by_test_id("chat-answered")).to_have_count(0)
    await choose(page, "Reply or react to Bob: I will", "🎉 Party")
    reaction = other.get_by_test_id("chat-reaction")
    await expect(reaction).to_have_accessible_name("🎉 1 Party: Alice")
    await reaction.press("Enter")
    await expect(page.get_by_test_id("chat-reaction")).to_have_text("🎉 2")
    for each, name in ((other, "chat"), (page, "chat-host")):
        assert await violations(each) == []
        await picture(each, name)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}-{size[2]}")
async def test_together(
    app: web.Application,
    windows: Windows,
    settings: Settings,
    alice: Account,
    bob: Account,
    atrium: Room,
    size: tuple[int, int, str],
) -> None:
    """At every size, by keyboard, people react, raise hands in order, hold to speak, and find the keys."""
    host, member = [await windows.of(each, size) for each in (alice, bob)]
    async with agent(settings, atrium, engine="whisper"):
        for page in (host, member):
            await enter(page, settings)
        await until(has_status(atrium, "live"))
        assert await violations(host) == []
        await picture(host, "room")
        await react(host, member)
        await raise_hands(host, member)
        await spotlight(host, member)
        await choose_layout(member, size[0])
        await list_shortcuts(member)
        await hold_to_speak(member)
        await send_link(host, member)
        await answer(host, member)
