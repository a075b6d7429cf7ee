"""Changes of a series never cancel a meeting that its rule still has, whatever happens meanwhile."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import asyncpg
import pytest

from server.config import Settings
from server.meeting.series import AHEAD
from tests.integration.api.browser import Browser
from tests.integration.api.live import until
from tests.integration.api.test_series import made, shown, slugs, times
from tests.integration.jobs.conftest import as_owner

LOCK = "SELECT FROM room_series WHERE slug = $1 FOR UPDATE"
WAITING = """
SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
"""
CLOCKS_CHANGE = datetime(2027, 3, 28, 1, tzinfo=UTC)
LAST_DAY_OF_MONTH = [
    datetime(2027, month, day, 9, tzinfo=UTC) for month, day in ((2, 28), (3, 31), (4, 30), (5, 31))
]


async def cancelled() -> object:
    """How many meetings are cancelled."""
    return await as_owner("SELECT count(*) FROM rooms WHERE status = 'cancelled'")


@pytest.mark.parametrize("since", [None, 2], ids=["all", "following"])
async def test_two_at_once(alices: Browser, settings: Settings, since: int | None) -> None:
    """Of two changes at once the later one changes what the earlier one left, and none cancels a meeting."""
    series = await made(alices)
    path = f"/api/series/{series['slug']}"
    first = times(series)[since or 0]
    wanted: dict[str, Any] = {"starts": (first + timedelta(hours=1)).isoformat()}
    if since is not None:
        wanted["since"] = slugs(series)[since]
    owner = await asyncpg.connect(settings.database_url.reveal())
    try:
        async with owner.transaction():
            await owner.fetch(LOCK, series["slug"])
            asked = [asyncio.create_task(alices.patch(path, body)) for body in (wanted, wanted)]

            async def both_wait() -> bool:
                return bool(await owner.fetchval(WAITING) >= len(asked))

            await until(both_wait)
        answers = [await each for each in asked]
    finally:
        await owner.close()
    assert [each.status for each in answers] == [200, 200], [each.json for each in answers]
    assert await cancelled() == 0
    now = await shown(alices, series)
    begin = since or 0
    assert slugs(now)[: AHEAD - begin] == slugs(series)[begin:]
    assert times(now)[: AHEAD - begin] == [each + timedelta(hours=1) for each in times(series)[begin:]]


async def night(host: Browser) -> dict[str, Any]:
    """Make a series at half past two, which there is not on its third day, when clocks go forward."""
    return await made(host, starts="2027-03-14T01:30:00Z")


async def test_a_time_that_clocks_leave_out(alices: Browser) -> None:
    """From a meeting whose time its clock leaves out, a series goes on at another time or not at all."""
    series = await night(alices)
    third = slugs(series)[2]
    path = f"/api/series/{series['slug']}"
    body = {"since": third, "name": "New plan"}
    assert (await alices.post(f"{path}/preview", body)).status == 409
    assert (await alices.patch(path, body)).status == 409
    assert times(await shown(alices, series)) == times(series)
    answer = await alices.patch(path, {**body, "starts": "2027-03-28T02:00:00Z"})
    assert answer.status == 200, answer.json
    assert await cancelled() == 0
    assert slugs(answer.json)[: AHEAD - 2] == slugs(series)[2:]
    assert times(answer.json)[1] == datetime(2027, 4, 4, 2, tzinfo=UTC)


async def test_over_a_time_that_clocks_leave_out(alices: Browser) -> None:
    """A new title from the meeting before it on leaves all meetings when they are."""
    series = await night(alices)
    answer = await alices.patch(
        f"/api/series/{series['slug']}", {"since": slugs(series)[1], "name": "New plan"}
    )
    assert answer.status == 200, answer.json
    assert (await cancelled(), times(answer.json)[: AHEAD - 1]) == (0, times(series)[1:])


@pytest.mark.parametrize("since", [0, 1])
@pytest.mark.parametrize("by", [-1, 1])
async def test_other_rules_of_the_clock(alices: Browser, since: int, by: int) -> None:
    """Meetings planned while the time zone had other rules keep their rooms and times by a new title."""
    series = await made(alices)
    await as_owner(
        "UPDATE rooms SET occurrence = occurrence + make_interval(hours => $1),"
        " scheduled_start_time = occurrence + make_interval(hours => $1) WHERE occurrence > $2",
        by,
        CLOCKS_CHANGE,
    )
    path = f"/api/series/{series['slug']}"
    answer = await alices.patch(path, {"since": slugs(series)[since], "name": "New plan"})
    assert answer.status == 200, answer.json
    assert await cancelled() == 0
    count = AHEAD - since
    assert slugs(answer.json)[:count] == slugs(series)[since:]
    assert times(answer.json)[:count] == [
        each + timedelta(hours=by) * (each > CLOCKS_CHANGE) for each in times(series)[since:]
    ]
    answer = await alices.patch(path, {"starts": "2027-03-22T09:00:00Z"})
    assert (await cancelled(), slugs(answer.json)[:count]) == (0, slugs(series)[since:])


async def test_ends_before_it_begins(alices: Browser) -> None:
    """A series is not moved behind its last day, where it would have no meeting."""
    series = await made(alices, repeats={"frequency": "weekly", "last_day": "2027-04-12"})
    path = f"/api/series/{series['slug']}"
    answer = await alices.patch(path, {"starts": "2027-04-13T08:00:00Z"})
    assert (answer.status, await cancelled()) == (409, 0)


@pytest.mark.parametrize(
    "changes",
    [{"name": "New plan"}, {"repeats": {"frequency": "monthly", "last_day": "2027-12-31"}}],
    ids=["title", "last day"],
)
async def test_the_last_day_of_each_month(alices: Browser, changes: dict[str, object]) -> None:
    """A series on the 31st, or the last day there is, stays so from its meeting in February on."""
    series = await made(
        alices, starts="2027-01-31T09:00:00Z", repeats={"frequency": "monthly"}, time_zone="UTC"
    )
    body = {"since": slugs(series)[1], **changes}
    answer = await alices.patch(f"/api/series/{series['slug']}", body)
    assert (answer.status, times(answer.json)[:4]) == (200, LAST_DAY_OF_MONTH)


async def test_one_of_two_weekdays(alices: Browser) -> None:
    """Where a meeting moves to another weekday, the series meets there instead, as often as before."""
    series = await made(alices, repeats={"frequency": "weekly", "weekdays": ["MO", "WE"]})
    answer = await alices.patch(f"/api/series/{series['slug']}", {"starts": "2027-03-16T08:00:00Z"})
    assert answer.json["rule"] == "FREQ=WEEKLY;BYDAY=TU,WE;WKST=MO"
    assert (await cancelled(), slugs(answer.json)) == (0, slugs(series))
    assert times(answer.json)[1:] == [
        each + timedelta(days=each.weekday() == 0) for each in times(series)[1:]
    ]
