"""The lobby and the host's controls in real browsers: knock, let in, remove, come back."""

import pytest
from aiohttp import web
from playwright.async_api import BrowserContext, Locator, Page, expect

from server.config import Settings
from server.meeting.accounts import Account
from server.meeting.rooms import Room, room, update_room
from tests.integration.api.room_windows import Windows, chromium, enter, picture, violations, windows
from tests.integration.menus import choose

__all__ = ["chromium", "windows"]
SIZES = ((360, 740, "dark"), (1440, 900, "light"))
SCREEN = """
navigator.mediaDevices.getDisplayMedia = async () => {
  const canvas = document.createElement("canvas");
  const pen = canvas.getContext("2d");
  let frame = 0;
  setInterval(() => { pen.fillStyle = `hsl(${++frame % 360} 80% 50%)`; pen.fillRect(0, 0, 300, 150); }, 100);
  return canvas.captureStream(10);
};
"""
"""A screen to share, as a browser without a display has none."""
COUNT_NOTES = """
window.notes = 0;
const create = AudioContext.prototype.createOscillator;
AudioContext.prototype.createOscillator = function () { window.notes += 1; return create.call(this); };
"""


async def knock(page: Page, settings: Settings, name: str, note: str = "") -> None:
    """Ask to join, by keyboard alone, and wait."""
    await page.goto(f"{settings.url}/r/atrium")
    await page.get_by_test_id("prejoin-name").fill(name)
    if note:
        await page.get_by_test_id("prejoin-note").fill(note)
    await page.get_by_test_id("prejoin-join").press("Enter")


async def waits(page: Page) -> None:
    """Who knocked is told that the host knows."""
    await expect(page.get_by_test_id("prejoin-waiting")).to_contain_text("Keep this page open")


async def is_in(page: Page) -> None:
    """They are in the meeting."""
    await expect(page.get_by_test_id("connection-state")).to_have_attribute("data-state", "connected")


async def is_out(page: Page) -> None:
    """They are told that they were removed."""
    await expect(page.get_by_test_id("exit")).to_have_attribute("data-exit", "removed")


def row(host: Page, name: str) -> Locator:
    """Somebody in the people panel."""
    return host.get_by_test_id("person").filter(has_text=name)


async def remove(host: Page, name: str) -> None:
    """Remove somebody, by keyboard alone."""
    await choose(host, f"More for {name}", "Remove from the meeting")
    await picture(host, "remove")
    assert await violations(host) == []
    await host.get_by_test_id("remove-confirm").press("Enter")


async def let_in(host: Page, gina: Page) -> None:
    """The host sees and hears the knock, with its note, and lets in; who waited enters by themselves."""
    await waits(gina)
    await expect(host.get_by_test_id("knock")).to_contain_text("Gina wants to join")
    await expect(host.get_by_test_id("knock")).to_contain_text("From the bank")
    await host.wait_for_function("() => notes > 0")
    for page, name in ((gina, "waiting"), (host, "knock")):
        await picture(page, name)
        assert await violations(page) == []
    await host.get_by_test_id("people-toggle").press("Enter")
    await picture(host, "knock-list")
    assert await violations(host) == []
    await host.get_by_test_id("at-the-door").get_by_test_id("let-in").press("Enter")
    await is_in(gina)


async def stay_out(host: Page, context: BrowserContext, settings: Settings) -> Page:
    """Neither a new tab nor another name in the same browser gets in; the host blocks that one, too."""
    again = await context.new_page()
    await again.goto(f"{settings.url}/r/atrium")
    await expect(again.get_by_role("heading", name="You were removed")).to_be_visible()
    await context.clear_cookies()
    await knock(again, settings, "Somebody new")
    await waits(again)
    await choose(host, "More for Somebody new", "Refuse and block")
    await is_out(again)
    await picture(host, "blocked")
    return again


@pytest.mark.first_lock  # which tells who is removed that they are
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}-{size[2]}")
async def test_knock_admit_remove_come_back(
    app: web.Application,
    windows: Windows,
    settings: Settings,
    alice: Account,
    atrium: Room,
    size: tuple[int, int, str],
) -> None:
    """Who is let in enters by themselves; who is removed comes back by no way but through the host."""
    await update_room(atrium.id, settings={"lobby": "all"})
    host, gina = [await windows.of(each, size) for each in (alice, None)]
    await host.add_init_script(COUNT_NOTES)
    await enter(host, settings)
    await knock(gina, settings, "Gina", "From the bank")
    await let_in(host, gina)

    await expect(row(host, "Gina")).to_be_visible()
    await picture(host, "people")
    await remove(host, "Gina")
    await is_out(gina)
    await picture(gina, "removed")
    assert await violations(gina) == []
    again = await stay_out(host, gina.context, settings)
    at_the_door = host.get_by_test_id("at-the-door").filter(has_text="Somebody new")
    await at_the_door.get_by_role("button", name="Let in again").press("Enter")
    await expect(at_the_door).to_have_count(0)
    await again.get_by_role("button", name="Try again").press("Enter")
    await again.get_by_test_id("prejoin-join").press("Enter")
    await is_in(again)


async def open_settings(host: Page) -> Locator:
    """Open the meeting's settings, which only the host is offered."""
    await host.get_by_role("button", name="Meeting settings").press("Enter")
    form = host.get_by_test_id("doors")
    await expect(form).to_be_visible()
    return form


async def change_inside(host: Page) -> None:
    """In the people panel the settings are as they were saved, and are changed again."""
    await host.get_by_test_id("people-toggle").press("Enter")
    await choose(host, "Host controls", "Meeting settings…")
    form = host.get_by_test_id("doors")
    await expect(form.get_by_label("Link", exact=True)).to_have_value("atrium-weekly")
    await expect(form.get_by_label("Who waits at the door")).to_have_value("guests")
    await expect(form.get_by_label("Share their screen")).not_to_be_checked()
    await form.get_by_label("People at most").fill("0")
    await form.get_by_role("button", name="Save").press("Enter")
    await expect(form).to_be_visible()
    await form.get_by_label("People at most").fill("12")
    await form.get_by_label("Share their screen").press(" ")
    await form.get_by_role("button", name="Save").press("Enter")
    await expect(form).to_have_count(0)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}-{size[2]}")
async def test_door_settings(
    app: web.Application,
    windows: Windows,
    settings: Settings,
    alice: Account,
    atrium: Room,
    size: tuple[int, int, str],
) -> None:
    """The host chooses the doors before joining and inside, by keyboard alone; no limit out of bounds."""
    host = await windows.of(alice, size)
    await host.goto(f"{settings.url}/r/atrium")
    form = await open_settings(host)
    await form.get_by_label("Link", exact=True).fill("atrium-weekly")
    await expect(form.get_by_label("Who waits at the door")).to_have_value("guests")
    await form.get_by_label("Wait for the host").press(" ")
    await form.get_by_label("Share their screen").press(" ")
    await picture(host, "settings")
    assert await violations(host) == []
    await form.get_by_role("button", name="Save").press("Enter")
    await expect(form).to_have_count(0)
    chosen = await room(atrium.id)
    found = chosen.settings
    assert chosen.link == "atrium-weekly"
    assert (found.lobby, found.wait_for_host, found.allow_share, found.allow_chat) == (
        "guests",
        True,
        False,
        True,
    )
    await host.get_by_test_id("prejoin-join").press("Enter")
    await is_in(host)
    await expect(host.locator("#room")).to_have_attribute("data-link", "atrium-weekly")
    await change_inside(host)
    saved = await room(atrium.id)
    assert (saved.max_participants, saved.settings.allow_share, saved.settings.lobby) == (12, True, "guests")


async def rule(host: Page, bob: Page) -> None:
    """Muted for good, allowed again, camera off, renamed: each shows at once where it happens."""
    mic, camera = bob.get_by_test_id("mic-toggle"), bob.get_by_test_id("camera-toggle")
    await host.get_by_test_id("people-toggle").press("Enter")
    await expect(mic).to_have_attribute("aria-pressed", "true")
    await host.get_by_role("button", name="Host controls").press("Enter")
    await expect(host.get_by_role("menuitem").first).to_be_focused()
    await picture(host, "controls")
    assert await violations(host) == []
    await host.get_by_role("menuitem", name="Mute all, no unmuting").press("Enter")
    await expect(mic).to_have_attribute("aria-pressed", "false")
    await expect(row(host, "Bob")).to_contain_text("Cannot speak")
    await choose(host, "Host controls", "Let everybody unmute")
    await expect(row(host, "Bob")).not_to_contain_text("Cannot speak")
    await choose(host, "More for Bob", "Turn camera off")
    await expect(camera).to_have_attribute("aria-pressed", "false")
    await choose(host, "More for Bob", "Rename")
    await host.get_by_label("Name in this meeting").fill("Robert")
    await picture(host, "rename")
    await host.get_by_label("Name in this meeting").press("Enter")
    await expect(row(host, "Robert")).to_be_visible()


async def test_host_controls(
    app: web.Application, windows: Windows, settings: Settings, alice: Account, bob: Account, atrium: Room
) -> None:
    """By keyboard alone a host rules the room, hands it over, and whoever has it ends it for all."""
    host, member = [await windows.of(each, (768, 1024, "dark")) for each in (alice, bob)]
    for page in (host, member):
        await enter(page, settings)
    await rule(host, member)
    await member.reload()
    await expect(member.get_by_test_id("prejoin-name")).to_have_value("Robert")
    await member.get_by_test_id("prejoin-join").press("Enter")
    await is_in(member)
    await choose(host, "More for Robert", "Make host")
    asked = host.get_by_role("dialog", name="Make Robert the host?")
    await expect(asked).to_contain_text("Robert becomes the host of this meeting.")
    await picture(host, "make-host")
    assert await violations(host) == []
    await asked.get_by_test_id("host-confirm").press("Enter")
    await expect(row(host, "Robert")).to_contain_text("Host")
    await member.get_by_test_id("end-for-all").press("Enter")
    await member.get_by_test_id("end-confirm").press("Enter")
    for page in (host, member):
        await page.wait_for_url("**/m/atrium")


async def test_one_person_by_keyboard(
    app: web.Application,
    windows: Windows,
    settings: Settings,
    alice: Account,
    bob: Account,
    carol: Account,
    atrium: Room,
) -> None:
    """By keyboard alone a host stops a shared screen, mutes one for good, and locks the meeting."""
    host, member, late = [await windows.of(each, (1440, 900, "dark")) for each in (alice, bob, carol)]
    await member.add_init_script(SCREEN)
    for page in (host, member):
        await enter(page, settings)
    share, mic = member.get_by_test_id("share-toggle"), member.get_by_test_id("mic-toggle")
    await expect(mic).to_have_attribute("aria-pressed", "true")
    await share.press("Enter")
    await expect(share).to_have_attribute("aria-pressed", "true")
    await host.get_by_test_id("people-toggle").press("Enter")
    await expect(host.locator("video[data-lk-source=screen_share]").first).to_be_visible()
    await choose(host, "More for Bob", "Stop sharing")
    await expect(share).to_have_attribute("aria-pressed", "false")
    await expect(row(host, "Bob")).to_contain_text("microphone on")
    await choose(host, "More for Bob", "Mute")
    await expect(mic).to_have_attribute("aria-pressed", "false")
    await mic.press("Enter")
    await expect(mic).to_have_attribute("aria-pressed", "true")
    await choose(host, "More for Bob", "Block microphone")
    await expect(row(host, "Bob")).to_contain_text("Cannot speak")
    await expect(mic).to_have_attribute("aria-pressed", "false")
    await choose(host, "Host controls", "Lock the meeting")
    unlock = host.get_by_role("menuitem", name="Unlock the meeting", include_hidden=True)
    await expect(unlock).to_have_count(1)
    await late.goto(f"{settings.url}/r/atrium")
    await late.get_by_test_id("prejoin-join").press("Enter")
    await expect(late.get_by_text("Ask the host to unlock it")).to_be_visible()
