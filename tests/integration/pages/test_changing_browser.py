"""A host moves a meeting on its page, in a zone of its own, at every width."""

from datetime import UTC, datetime

from playwright.async_api import Browser, expect

from server.config import Settings
from server.meeting.accounts import Account
from server.meeting.rooms import NewRoom, create_room, room
from tests.integration.pages.test_browser import AXE, FOUND, SIZES, chromium, sign_in, watched
from tests.integration.web_client import need_web_client

__all__ = ["chromium"]
START = datetime(2027, 3, 26, 9, 0, tzinfo=UTC)


async def test_moved(chromium: Browser, settings: Settings, app: object, alice: Account) -> None:
    """Over a change of clocks the meeting keeps the time shown in its zone; no width hides the form."""
    need_web_client(settings)
    new = NewRoom(name="Plan", type="scheduled", scheduled_start_time=START, time_zone="Europe/Berlin")
    made = await create_room(alice, new, ["dana@example.org"])
    for width, scheme in SIZES:
        async with watched(chromium, settings, width, scheme) as page:
            await sign_in(page, alice, settings.url)
            await page.goto(f"/r/{made.slug}/change")
            await expect(page.get_by_label("Starts")).to_have_value("2027-03-26T10:00")
            await page.evaluate(AXE.read_text())
            assert await page.evaluate(FOUND) == []
            assert await page.evaluate("document.documentElement.scrollWidth") <= width
            if width == SIZES[-1][0]:
                await page.get_by_label("Title").fill("New plan")
                await page.get_by_label("Starts").fill("2027-03-29T10:00")
                await page.get_by_label("Starts").press("Enter")
                await expect(page.get_by_role("heading", name="Meetings", exact=True)).to_be_visible()
    moved = await room(made.id)
    assert (moved.name, moved.calendar_sequence) == ("New plan", 1)
    assert moved.scheduled_start_time == datetime(2027, 3, 29, 8, 0, tzinfo=UTC)
