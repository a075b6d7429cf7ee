"""A permanent room in browsers: met in twice by the same link, guests at its door, and ended for good."""

import pytest
from playwright.async_api import Dialog, Page, expect

from server.config import Settings
from server.meeting.accounts import Account
from server.meeting.permanent_rooms import create_permanent_room
from server.meeting.room_settings import RoomSettings
from tests.integration.api.room_windows import SIZES, Windows, chromium, picture, violations, windows
from tests.integration.menus import choose

__all__ = ["chromium", "windows"]
LAPTOP = SIZES[2]


async def join(page: Page) -> None:
    """Come in from the page before the room; the microphone takes a while."""
    mic = page.get_by_role("button", name="Microphone", exact=True)
    await expect(mic).to_have_attribute("aria-pressed", "true")
    await page.get_by_test_id("prejoin-join").click()
    await expect(page.get_by_test_id("connection-state")).to_have_attribute("data-state", "connected")


async def test_met_again(windows: Windows, settings: Settings, alice: Account, bob: Account) -> None:
    """By the same link, and in a page left open, people come from a meeting that is over into the next."""
    hers, his = await windows.of(alice, LAPTOP), await windows.of(bob, LAPTOP)
    await hers.goto(settings.url)
    await hers.get_by_text("Schedule a meeting").press("Enter")
    await hers.get_by_label("Title").fill("Team room")
    await hers.get_by_label("Repeats").select_option("permanent")
    await expect(hers.get_by_label("Starts")).to_be_hidden()
    await picture(hers, "form")
    await hers.get_by_label("Title").press("Enter")
    rooms = hers.get_by_role("region", name="Permanent rooms")
    link = await rooms.get_by_role("link", name="Team room", exact=True).get_attribute("href")
    await his.goto(f"{settings.url}{link}")
    await rooms.get_by_role("link", name="Join Team room").press("Enter")
    await join(hers)
    first = await his.locator("#room").get_attribute("data-slug")
    await hers.get_by_test_id("end-for-all").press("Enter")
    await hers.get_by_test_id("end-confirm").press("Enter")
    await hers.wait_for_url("**/m/*")
    await his.get_by_test_id("prejoin-join").click()
    await expect(his.locator(f"#room:not([data-slug='{first}'])")).to_be_attached()
    assert his.url == f"{settings.url}{link}"
    await join(his)
    await hers.goto(f"{settings.url}{link}/meetings")
    await expect(hers.get_by_role("region", name="Past meetings").get_by_role("listitem")).to_have_count(1)
    for width, height, scheme in SIZES:
        page = await windows.of(alice, (width, height, scheme))
        for name, path in (("home", "/"), ("meetings", f"{link}/meetings")):
            await page.goto(f"{settings.url}{path}")
            await picture(page, name)
            assert await violations(page) == []


async def knock(page: Page, name: str) -> None:
    """Ask to be let in as a guest."""
    await page.get_by_test_id("prejoin-name").fill(name)
    await page.get_by_test_id("prejoin-join").click()
    await expect(page.get_by_test_id("prejoin-waiting")).to_be_visible()


async def end(host: Page) -> None:
    """End the meeting for all."""
    await host.get_by_test_id("end-for-all").press("Enter")
    await host.get_by_test_id("end-confirm").press("Enter")
    await host.wait_for_url("**/m/*")


async def opened(host: Page, guest: Page, settings: Settings, alice: Account) -> str:
    """Have the host in a permanent room, and a guest whom they let in; returns its link."""
    room = await create_permanent_room(
        alice, "Team room", settings=RoomSettings(lobby="guests"), max_participants=9
    )
    link = f"{settings.url}/r/{room.permanent_slug}"
    await host.goto(link)
    await join(host)
    await guest.goto(link)
    await knock(guest, "Gina \u05d0\u05d1\u05d2")
    await host.get_by_test_id("people-toggle").press("Enter")
    await picture(host, "at-the-door")
    await host.get_by_test_id("at-the-door").get_by_test_id("let-in").press("Enter")
    await expect(guest.get_by_test_id("connection-state")).to_have_attribute("data-state", "connected")
    return link


async def test_guest(windows: Windows, settings: Settings, alice: Account) -> None:
    """A guest is let in, and knocks anew at the next meeting: in a page left open, too."""
    host, guest, late = [await windows.of(each, LAPTOP) for each in (alice, None, None)]
    link = await opened(host, guest, settings, alice)
    await late.goto(link)
    first = await late.locator("#room").get_attribute("data-slug")
    await expect(late.get_by_test_id("prejoin-join")).to_be_visible()
    await end(host)
    await expect(host.locator("[data-following]")).to_contain_text("In the permanent room Team room")
    await guest.wait_for_url("**/m/*")
    await late.get_by_test_id("prejoin-name").fill("Lara")
    await late.get_by_test_id("prejoin-join").click()
    await expect(late.locator(f"#room:not([data-slug='{first}'])")).to_be_attached()
    await knock(late, "Lara")
    await picture(late, "next-door")
    await host.locator("[data-following]").get_by_role("link", name="/r/").click()
    await join(host)
    await host.get_by_test_id("knock").get_by_test_id("let-in").press("Enter")
    await expect(late.get_by_test_id("connection-state")).to_have_attribute("data-state", "connected")


@pytest.mark.first_lock  # which tells who is blocked that they are
async def test_blocked(windows: Windows, settings: Settings, alice: Account) -> None:
    """Who is blocked stays out of the next meeting until the host lets them back in."""
    host, guest = [await windows.of(each, LAPTOP) for each in (alice, None)]
    link = await opened(host, guest, settings, alice)
    await choose(host, "More for Gina \u05d0\u05d1\u05d2", "Remove from the meeting")
    await host.get_by_label("Block from this room").check()
    await picture(host, "remove-and-block")
    await host.get_by_test_id("remove-confirm").press("Enter")
    await expect(guest.get_by_test_id("exit")).to_be_visible()
    await end(host)
    await guest.goto(link)
    await expect(guest.get_by_role("heading", level=1)).to_contain_text("removed")
    await picture(guest, "blocked")
    await seen(windows, f"{link}/meetings", "kept-out", alice)
    await seen(windows, host.url, "minutes", alice)
    await host.goto(f"{link}/meetings")
    await host.get_by_role("button", name="Let back in: Gina").press("Enter")
    await expect(host.get_by_role("region", name="Kept out")).to_have_count(0)
    await expect(host.get_by_role("heading", level=1)).to_be_focused()
    await guest.goto(link)
    await join(guest)


async def seen(windows: Windows, url: str, name: str, person: Account | None) -> None:
    """Look at a page in every size."""
    for size in SIZES:
        page = await windows.of(person, size)
        await page.goto(url)
        await expect(page.get_by_role("heading", level=1)).to_be_visible()
        await picture(page, name)
        assert await violations(page) == []


async def test_ended_for_good(windows: Windows, settings: Settings, alice: Account) -> None:
    """After the host ended the room, its link says so, and who waits hears it."""
    room = await create_permanent_room(
        alice, "Team room", settings=RoomSettings(lobby="guests"), max_participants=9
    )
    link = f"{settings.url}/r/{room.permanent_slug}"
    host, guest = await windows.of(alice, LAPTOP), await windows.of(None, LAPTOP)
    await guest.goto(link)
    await knock(guest, "Gina")
    await host.goto(f"{link}/meetings")
    asked: list[str] = []

    async def agree(dialog: Dialog) -> None:
        asked.append(dialog.message)
        await dialog.accept()

    host.on("dialog", agree)
    await host.get_by_role("button", name="End for good").press("Enter")
    await host.wait_for_url(f"{settings.url}/")
    assert len(asked) == 1
    await expect(guest.get_by_role("heading", name="This room has ended")).to_be_visible()
    await picture(guest, "ended-while-waiting")
    await seen(windows, link, "link-of-an-ended-room", None)
    await host.goto(link)
    await picture(host, "link-of-an-ended-room-host")
