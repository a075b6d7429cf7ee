"""Breakout rooms as people in the room see them: to the breakout and back."""

from collections.abc import Awaitable, Callable

import pytest
from aiohttp import web
from playwright.async_api import Page, expect

from server.config import Settings
from server.meeting.accounts import Account
from server.meeting.rooms import Room, room, update_room
from tests.integration.api.live import until
from tests.integration.api.room_windows import SIZES, Windows, chromium, enter, picture, violations, windows
from tests.integration.api.test_doors_browser import COUNT_NOTES, is_in, knock, row
from tests.integration.menus import choose

__all__ = ["chromium", "windows"]


def both_are_in(where: Room) -> Callable[[], Awaitable[bool]]:
    """Return a condition: the server knows of two people inside, so that chance deals one."""

    async def are() -> bool:
        return (await room(where.id)).current_participants == 2

    return are


async def ask_for_one_room(host: Page, member: Page, settings: Settings, atrium: Room) -> None:
    """Both come in, and the host fills in the form for one breakout."""
    for page in (host, member):
        await enter(page, settings)
    await until(both_are_in(atrium))
    await host.get_by_test_id("breakouts-toggle").press("Enter")
    await host.get_by_test_id("breakouts-rooms").fill("1")


@pytest.mark.parametrize("size", [SIZES[0], SIZES[3]], ids=lambda size: f"{size[0]}-{size[2]}")
async def test_to_the_breakout_and_back(
    app: web.Application,
    windows: Windows,
    settings: Settings,
    alice: Account,
    bob: Account,
    atrium: Room,
    size: tuple[int, int, str],
) -> None:
    """The host opens a room by keyboard; somebody goes there by themselves, and comes back when called."""
    host, member = [await windows.of(each, size) for each in (alice, bob)]
    await ask_for_one_room(host, member, settings, atrium)
    assert await violations(host) == []
    await picture(host, "breakouts-form")
    await host.get_by_test_id("breakouts-open").press("Enter")
    await expect(member.get_by_test_id("breakout-bar")).to_contain_text("You are in Breakout 1.")
    await expect(member.get_by_test_id("connection-state")).to_have_attribute("data-state", "connected")
    await expect(host.get_by_test_id("breakout")).to_contain_text("Breakout 1")
    for page in (host, member):
        assert await violations(page) == []
    await picture(host, "breakouts-open")
    await picture(member, "breakout")
    await host.get_by_test_id("breakouts-back").press("Enter")
    await expect(member.get_by_test_id("main-room")).to_have_count(0)
    await expect(member.get_by_test_id("connection-state")).to_have_attribute("data-state", "connected")
    await expect(host.get_by_test_id("breakouts-open")).to_be_visible()


async def hear(host: Page, member: Page) -> None:
    """A call for help comes to the host and is dismissed, which the member hears: messages reach both."""
    help_button = member.get_by_test_id("ask-for-help")
    await help_button.press("Enter")
    await host.get_by_test_id("help-call").get_by_role("button", name="Dismiss").press("Enter")
    await expect(host.get_by_test_id("help-call")).to_have_count(0)
    await expect(help_button).to_contain_text("Ask for help")


async def test_messages_and_help(
    app: web.Application,
    windows: Windows,
    settings: Settings,
    alice: Account,
    bob: Account,
    atrium: Room,
) -> None:
    """The host writes to breakouts; somebody there asks for help, and the host goes there, which ends it."""
    host, member = [await windows.of(each, SIZES[0]) for each in (alice, bob)]
    await ask_for_one_room(host, member, settings, atrium)
    await host.get_by_test_id("breakouts-open").press("Enter")
    await expect(member.get_by_test_id("breakout-bar")).to_contain_text("You are in Breakout 1.")
    await expect(member.get_by_test_id("connection-state")).to_have_attribute("data-state", "connected")
    await host.get_by_test_id("breakouts-toggle").press("Enter")
    await hear(host, member)
    await host.get_by_test_id("breakouts-toggle").press("Enter")
    await host.get_by_test_id("breakouts-message").fill("Two minutes are left.")
    await picture(host, "breakouts-message")
    await host.get_by_test_id("breakouts-send").press("Enter")
    await member.get_by_test_id("chat-toggle").press("Enter")
    await expect(member.get_by_test_id("chat-message")).to_contain_text("Two minutes are left.")
    await picture(member, "breakouts-message-there")
    await member.get_by_test_id("chat-toggle").press("Enter")
    await host.get_by_test_id("breakouts-toggle").press("Enter")
    await member.get_by_test_id("ask-for-help").press("Enter")
    await expect(host.get_by_test_id("help-call")).to_contain_text("Bob asks for help in Breakout 1.")
    await expect(member.get_by_test_id("ask-for-help")).to_contain_text("Take it back")
    for page in (host, member):
        assert await violations(page) == []
    await picture(host, "breakout-help-call")
    await picture(member, "breakout-help-asked")
    await host.get_by_test_id("help-go").press("Enter")
    await expect(host.get_by_test_id("breakout-bar")).to_contain_text("You are in Breakout 1.")
    await expect(host.get_by_test_id("help-call")).to_have_count(0)
    await expect(member.get_by_test_id("ask-for-help")).to_have_count(0)


@pytest.mark.parametrize("size", [(360, 740, "dark"), (1440, 900, "light")], ids=lambda size: str(size[0]))
async def test_the_door_from_a_breakout(
    app: web.Application,
    windows: Windows,
    settings: Settings,
    alice: Account,
    bob: Account,
    atrium: Room,
    size: tuple[int, int, str],
) -> None:
    """A host in a breakout hears and sees who knocks at the meeting, lets in, and lets back in."""
    host, member, gina = [await windows.of(each, size) for each in (alice, bob, None)]
    await host.add_init_script(COUNT_NOTES)
    await ask_for_one_room(host, member, settings, atrium)
    await update_room(atrium.id, settings={"lobby": "all"})
    await host.get_by_test_id("breakouts-open").press("Enter")
    await host.get_by_test_id("breakout-go").press("Enter")
    for page in (host, member):
        await expect(page.get_by_test_id("breakout-bar")).to_contain_text("You are in Breakout 1.")
        await is_in(page)
    await knock(gina, settings, "Gina")
    await expect(host.get_by_test_id("knock")).to_contain_text("Gina wants to join")
    await host.wait_for_function("() => notes > 0")
    await picture(host, "knock-in-breakout")
    assert await violations(host) == []
    await host.get_by_test_id("knock").get_by_test_id("let-in").press("Enter")
    await is_in(gina)
    await host.get_by_test_id("people-toggle").press("Enter")
    await expect(row(host, "Bob")).to_be_visible()
    await choose(host, "More for Bob", "Remove from the meeting")
    await host.get_by_test_id("remove-confirm").press("Enter")
    await expect(member.get_by_test_id("exit")).to_have_attribute("data-exit", "removed")
    removed = host.get_by_test_id("at-the-door").filter(has_text="Bob")
    await expect(removed).to_contain_text("Removed")
    await picture(host, "removed-in-breakout")
    assert await violations(host) == []
    await removed.get_by_test_id("let-in").press("Enter")
    await expect(removed).to_have_count(0)
    await member.get_by_role("button", name="Try again").press("Enter")
    await member.get_by_test_id("prejoin-join").press("Enter")
    await is_in(member)


@pytest.mark.parametrize("size", [(360, 740, "dark"), (1440, 900, "light")], ids=lambda size: str(size[0]))
async def test_doors_are_the_meetings(
    app: web.Application,
    windows: Windows,
    settings: Settings,
    alice: Account,
    bob: Account,
    atrium: Room,
    size: tuple[int, int, str],
) -> None:
    """From a breakout the host locks the meeting and changes its settings; a switch is that room's alone."""
    host, member = [await windows.of(each, size) for each in (alice, bob)]
    await ask_for_one_room(host, member, settings, atrium)
    await host.get_by_test_id("breakouts-open").press("Enter")
    await host.get_by_test_id("breakout-go").press("Enter")
    await expect(host.get_by_test_id("breakout-bar")).to_contain_text("You are in Breakout 1.")
    await is_in(host)
    await host.get_by_test_id("people-toggle").press("Enter")
    await choose(host, "Host controls", "Lock the meeting")
    await until(lambda: now(atrium, locked=True))
    await host.get_by_role("button", name="Host controls").press("Enter")
    await expect(host.get_by_role("menuitem", name="Unlock the meeting")).to_be_visible()
    await picture(host, "controls-in-breakout")
    assert await violations(host) == []
    await host.get_by_role("menuitem", name="Chat here: turn off").press("Enter")
    await choose(host, "Host controls", "Meeting settings…")
    form = host.get_by_test_id("doors")
    await form.get_by_label("Who waits at the door").select_option("all")
    await picture(host, "settings-in-breakout")
    assert await violations(host) == []
    await form.get_by_role("button", name="Save").press("Enter")
    await expect(form).to_have_count(0)
    assert await now(atrium, locked=True, lobby="all", allow_chat=True)
    await choose(host, "Host controls", "Chat here: turn on")


async def now(where: Room, **wanted: object) -> bool:
    """Whether the room has these settings."""
    found = (await room(where.id)).settings
    return all(getattr(found, name) == value for name, value in wanted.items())
