"""A page left open after leaving a permanent room's meeting, in browsers."""

from playwright.async_api import expect

from server.config import Settings
from server.meeting.accounts import Account
from server.meeting.permanent_rooms import create_permanent_room
from server.meeting.room_settings import RoomSettings
from tests.integration.api.room_windows import SIZES, Windows, chromium, windows
from tests.integration.api.test_permanent_rooms_browser import join

__all__ = ["chromium", "windows"]
LAPTOP = SIZES[2]


async def test_joined_again(windows: Windows, settings: Settings, alice: Account, bob: Account) -> None:
    """Who came by the link and left before the end comes into the next meeting."""
    room = await create_permanent_room(alice, "Team room", settings=RoomSettings(), max_participants=9)
    link = f"{settings.url}/r/{room.permanent_slug}"
    hers, his = await windows.of(alice, LAPTOP), await windows.of(bob, LAPTOP)
    for page in (hers, his):
        await page.goto(link)
        await join(page)
    await his.get_by_test_id("leave").press("Enter")
    again = his.get_by_role("button", name="Join again")
    await expect(again).to_be_visible()
    await hers.get_by_test_id("end-for-all").press("Enter")
    await hers.get_by_test_id("end-confirm").press("Enter")
    await hers.wait_for_url("**/m/*")
    await again.press("Enter")
    await expect(his.locator(f"#room:not([data-slug='{room.slug}'])")).to_be_attached()
    assert his.url == link
