"""A permanent room in browsers: made, met in twice by the same link, and left for another one's page."""

from playwright.async_api import Page, expect

from server.config import Settings
from server.meeting.accounts import Account
from tests.integration.api.room_windows import SIZES, Windows, chromium, picture, violations, windows

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
