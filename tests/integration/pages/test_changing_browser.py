"""A host moves a meeting on its page, in a zone of its own, at every width."""

from datetime import UTC, date, datetime

from playwright.async_api import Browser, expect

from server.config import Settings
from server.meeting.accounts import Account
from server.meeting.actor import Actor, acting_as
from server.meeting.recurrence import Recurrence
from server.meeting.rooms import NewRoom, cancel_room, create_room, room
from server.meeting.series import NewSeries, create_series, rooms_of_series
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


async def test_rule_by_keyboard(chromium: Browser, settings: Settings, app: object, alice: Account) -> None:
    """By keyboard the host gives a series another rule from a meeting on, and is told before what it does."""
    need_web_client(settings)
    new = NewSeries("Plan", "FREQ=WEEKLY;BYDAY=FR;WKST=MO", START, time_zone="Europe/Berlin")
    with acting_as(Actor("web", user_id=alice.id)):
        made = await create_series(alice, new, [])
        second, third, *_ = (await rooms_of_series(made.id))[1:]
        await cancel_room(third.id)
    async with watched(chromium, settings, 360, "dark") as page:
        await sign_in(page, alice, settings.url)
        await page.goto(f"/r/{second.slug}/change")
        await page.get_by_label("Only this meeting").focus()
        await page.keyboard.press("ArrowDown")
        await page.get_by_label("Repeats").focus()
        for rule in ("daily", "weekdays", "weekly", "fortnightly"):
            await page.keyboard.press("ArrowDown")
            await expect(page.get_by_label("Repeats")).to_have_value(rule)
        await page.get_by_role("button", name="See what will change").focus()
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("heading", name="What will change")).to_be_focused()
        shown = page.locator("[data-preview]")
        await expect(shown).to_contain_text("every 2 weeks on Friday")
        await expect(shown.get_by_role("listitem").nth(2)).to_contain_text("23 Apr 2027, 10:00 → Fri, 30 Apr")
        await page.evaluate(AXE.read_text())
        assert await page.evaluate(FOUND) == []
        assert await page.evaluate("document.documentElement.scrollWidth") <= 360
        await page.get_by_role("button", name="Change these meetings").focus()
        await page.keyboard.press("Enter")
        await expect(page.get_by_role("heading", name="Meetings", exact=True)).to_be_visible()
    changed = await room(second.id)
    assert changed.series_id != made.id
    assert (await room(third.id)).status == "cancelled"


async def test_no_such_rule_there(chromium: Browser, settings: Settings, app: object, alice: Account) -> None:
    """A host who chooses a zone in which no rule has the same meetings is told so, and what to choose."""
    need_web_client(settings)
    begin = datetime(2027, 3, 30, 22, 30, tzinfo=UTC)
    rule = Recurrence("monthly").rule(date(2027, 3, 31))
    with acting_as(Actor("web", user_id=alice.id)):
        made = await create_series(alice, NewSeries("Plan", rule, begin, time_zone="Europe/Berlin"), [])
        first = (await rooms_of_series(made.id))[0]
    async with watched(chromium, settings, 360, "dark") as page:
        await sign_in(page, alice, settings.url)
        await page.goto(f"/r/{first.slug}/change")
        await page.get_by_label("All upcoming meetings of the series").check()
        await page.get_by_label("Time zone").select_option("UTC")
        await page.get_by_label("Starts").fill("2027-03-30T22:30")
        await page.get_by_role("button", name="See what will change").click()
        await expect(page.get_by_role("alert")).to_contain_text("choose a time on the same day")
        await page.get_by_label("Starts").fill("2027-03-31T00:30")
        await page.get_by_role("button", name="See what will change").click()
        await expect(page.get_by_role("heading", name="What will change")).to_be_focused()
        await expect(page.get_by_role("alert")).to_be_hidden()
