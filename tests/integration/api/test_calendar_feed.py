"""The calendar feed: by its link alone, with its owner's rights, until it ends."""

from datetime import UTC, date, datetime, timedelta
from urllib.parse import urlsplit

import pytest
from icalendar import Calendar

from server.jobs.cleanup_tasks import until_done
from server.meeting.actor import Actor, acting_as
from server.meeting.db import execute, fetch_one
from server.meeting.lifecycle import end_room
from server.meeting.minutes import Action, Minutes, save_minutes
from server.meeting.notifications import notifications_of
from tests.conftest import Meeting
from tests.integration.api.browser import Browser

FEED = "/api/action-items/feed"


def today() -> date:
    """The day of the running test: the tests around it may have gone past midnight."""
    return datetime.now(UTC).date()


@pytest.fixture
async def held(meeting: Meeting) -> Meeting:
    """A meeting with tasks of bob and alice."""
    await end_room(meeting.room.id, "host")
    actions = [
        Action("Send the budget", "", "Bob", meeting.bob.id, today() + timedelta(days=1)),
        Action("Call the roofer", "", "Bob", meeting.bob.id, today() - timedelta(days=3)),
        Action("Hers", "", "Alice", meeting.alice.id, today() + timedelta(days=9)),
    ]
    await save_minutes(meeting.room.id, Minutes("ready", "extractive", actions=actions))
    return meeting


async def link(browser: Browser) -> str:
    """Make one; returns its path."""
    answer = await browser.post(FEED)
    assert answer.status == 201
    return str(urlsplit(answer.json["url"]).path)


async def summaries(browser: Browser, path: str) -> list[str]:
    """Fetch it as a calendar does."""
    answer = await browser.get(path)
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return [str(each["SUMMARY"]) for each in Calendar.from_ical(answer.body).walk("VTODO")]


async def test_feed(held: Meeting, bobs: Browser, nobody: Browser) -> None:
    """Whoever has the link reads bob's items, and no one else's; only its hash is stored."""
    path = await link(bobs)
    assert await summaries(nobody, path) == ["Call the roofer", "Send the budget"]
    token = path.split("/")[-2]
    row = await fetch_one("SELECT token_hash FROM calendar_feeds")
    assert row is not None
    assert token not in row["token_hash"]
    assert (await bobs.get(FEED)).json["since"] is not None


async def test_ended(held: Meeting, bobs: Browser, nobody: Browser) -> None:
    """A new link ends the one before; an ended one looks like one that never was."""
    first, second = await link(bobs), await link(bobs)
    assert (await nobody.get(first)).status == 404
    assert await summaries(nobody, second)
    assert (await bobs.delete(FEED)).status == 204
    gone, never = await nobody.get(second), await nobody.get(f"/api/calendar/{'a' * 64}/action-items.ics")
    assert (gone.status, gone.json) == (404, never.json)
    assert (await bobs.get(FEED)).json == {"since": None}


@pytest.mark.parametrize("token", ["x", "A" * 64, "%00", "a" * 4000, "..%2f", "%C3%A9"])
async def test_wrong_links(token: str, nobody: Browser) -> None:
    """What is no token finds nothing."""
    assert (await nobody.get(f"/api/calendar/{token}/action-items.ics")).status == 404


async def test_strangers(held: Meeting, nobody: Browser) -> None:
    """Nobody makes a link without an account."""
    answers = [await nobody.post(FEED), await nobody.get(FEED), await nobody.delete(FEED)]
    assert [each.status for each in answers] == [401] * 3


async def test_rights_end(held: Meeting, bobs: Browser, nobody: Browser) -> None:
    """Who was removed from the meeting, or whose account is closed, gets no more of it."""
    path = await link(bobs)
    await execute("UPDATE participants SET status = 'removed' WHERE id = $1", held.bob.id)
    assert await summaries(nobody, path) == []
    await execute("UPDATE users SET is_active = false WHERE id = $1", held.bob.user_id)
    assert (await nobody.get(path)).status == 404


async def told(held: Meeting) -> list[tuple[str, str]]:
    """Remind people as maintenance does; which reminders bob has."""
    with acting_as(Actor("worker", service="maintenance")):
        await until_done("remind_of_action_items()")
    assert held.bob.user_id is not None
    found = await notifications_of(held.bob.user_id)
    return sorted((each.type, each.title) for each in found if each.type.startswith("task_"))


async def test_reminders(held: Meeting) -> None:
    """Bob is reminded the day before and when it is overdue, once of each date, and not of what is done."""
    both = [("task_due", "Send the budget"), ("task_overdue", "Call the roofer")]
    assert await told(held) == both
    assert await told(held) == both
    await execute("UPDATE action_items SET due_date = $1 WHERE title = 'Call the roofer'", today())
    assert await told(held) == [("task_due", "Call the roofer"), *both]
    await execute("UPDATE action_items SET status = 'done', due_date = due_date - 1")
    assert len(await told(held)) == len(both) + 1
