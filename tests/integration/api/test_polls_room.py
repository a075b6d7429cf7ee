"""A poll as people in the room see it: asked, answered, closed, and read in the minutes."""

import pytest
from aiohttp import web
from playwright.async_api import Page, expect

from server.config import Settings
from server.meeting.accounts import Account
from server.meeting.lifecycle import end_room
from server.meeting.minutes import Minutes, save_minutes
from server.meeting.rooms import Room
from tests.integration.api.live import has_status, until
from tests.integration.api.room_windows import SIZES, Windows, chromium, enter, picture, violations, windows
from tests.integration.api.test_captions import agent

__all__ = ["chromium", "windows"]


async def ask(host: Page) -> None:
    """Ask by keyboard alone, in the panel that a shortcut opens."""
    await host.keyboard.press("l")
    await expect(host.get_by_test_id("polls-panel")).to_be_visible()
    await host.get_by_test_id("poll-new").press("Enter")
    await expect(host.get_by_test_id("poll-question")).to_be_focused()
    await host.keyboard.type("Where do we eat?")
    for option in ("At the harbour", "In the office"):
        await host.keyboard.press("Tab")
        await host.keyboard.type(option)
    await picture(host, "poll-form")
    await host.get_by_test_id("poll-ask").press("Enter")
    await expect(host.get_by_test_id("poll")).to_be_visible()


async def read(page: Page) -> str:
    """What the poll says, in one line."""
    return " ".join((await page.get_by_test_id("poll").inner_text()).split())


async def answer(member: Page) -> None:
    """Vote by keyboard, led by the count beside the button."""
    await expect(member.get_by_test_id("polls-toggle")).to_have_accessible_name("Polls, 1 to vote in")
    await member.get_by_test_id("polls-toggle").click()
    await member.get_by_label("At the harbour").press("Space")
    await member.get_by_test_id("poll-vote").press("Enter")


async def read_minutes(member: Page, settings: Settings) -> None:
    """Find the poll in the meeting's page."""
    await member.goto(f"{settings.url}/m/atrium")
    section = member.get_by_role("region", name="Polls")
    await expect(section).to_contain_text("Where do we eat?")
    await expect(section).to_contain_text("1 vote, 100 %")
    await section.scroll_into_view_if_needed()
    assert await violations(member) == []
    await picture(member, "poll-minutes")


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}-{size[2]}")
async def test_poll_to_minutes(
    app: web.Application,
    windows: Windows,
    settings: Settings,
    alice: Account,
    bob: Account,
    atrium: Room,
    size: tuple[int, int, str],
) -> None:
    """The host asks, somebody votes and sees the result at once, and the minutes have it as a poll."""
    host, member = [await windows.of(each, size) for each in (alice, bob)]
    async with agent(settings, atrium, engine="whisper"):
        for page in (host, member):
            await enter(page, settings)
        await until(has_status(atrium, "live"))
        await ask(host)
        await answer(member)
        await expect(host.get_by_test_id("poll")).to_contain_text("1 vote, 100 %")
        await expect(host.get_by_test_id("poll")).to_contain_text("Bob")
        for page in (host, member):
            assert await violations(page) == []
        await picture(host, "poll")
        await picture(member, "poll-voted")
        await host.get_by_test_id("poll-close").press("Enter")
        await expect(member.get_by_test_id("poll")).to_have_attribute("data-open", "false")
        assert "closed" in await read(member)
        await picture(member, "poll-closed")
    await end_room(atrium.id, "host")
    await save_minutes(atrium.id, Minutes("ready", "extractive"))
    await read_minutes(member, settings)
