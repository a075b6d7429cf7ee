"""Series that hardly anybody asks for: thousands of meetings, begun already, at night, one on another."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from server.jobs.worker import ACTOR
from server.meeting.actor import acting_as
from server.meeting.series import AHEAD, extend_due_series
from tests.integration.api.browser import Browser
from tests.integration.api.test_series import WEEKLY, events, made, shown, slugs, times
from tests.integration.jobs.conftest import as_owner

DAILY = {"frequency": "daily"}
LATE_IN_BERLIN = "2027-03-15T22:30:00Z"
"""Half past eleven in Berlin on Monday, already Tuesday in Tokyo."""
WORKING = ["MO", "TU", "WE", "TH", "FR"]


async def begin(slug: str) -> None:
    """Let a meeting be running."""
    await as_owner("UPDATE rooms SET status = 'live', started_at = now() WHERE slug = $1 RETURNING 1", slug)


async def states(series: dict[str, Any]) -> list[object]:
    """What became of the meetings that a series had."""
    return [await as_owner("SELECT status FROM rooms WHERE slug = $1", slug) for slug in slugs(series)]


@pytest.mark.parametrize(
    "end",
    [
        {"count": 5000},
        {"count": 401},
        {"count": 1},
        {"last_day": "9999-12-31"},
        {"last_day": "2027-03-15T09:00"},
    ],
    ids=str,
)
async def test_endless_number(alices: Browser, end: dict[str, object]) -> None:
    """Thousands of meetings, one, a last day in another age, or a moment for a day are refused by field."""
    body = {"name": "Plan", "starts": "2027-03-15T08:00:00Z", "repeats": {**DAILY, **end}}
    answer = await alices.post("/api/series", body)
    assert (answer.status, answer.json["problems"][0]["field"].split(".")[0]) == (422, "repeats")
    assert await as_owner("SELECT count(*) FROM room_series") == 0


@pytest.mark.parametrize("end", [{}, {"count": 400}, {"last_day": "2031-12-31"}], ids=str)
async def test_rooms_however_many_meetings(alices: Browser, end: dict[str, object]) -> None:
    """However many meetings there are to be, only the next few have rooms, at weekdays as at all days."""
    for repeats in ({**DAILY, **end}, {"frequency": "weekly", "weekdays": WORKING, **end}):
        series = await made(alices, repeats=repeats)
        assert len(slugs(series)) == AHEAD
    assert {each.weekday() for each in times(series)} == {0, 1, 2, 3, 4}


@pytest.mark.parametrize("of_today", [True, False])
async def test_just_begun(alices: Browser, *, of_today: bool) -> None:
    """A series whose first meeting began while the form was filled in has it, also as its only one."""
    begun = datetime.now(UTC).replace(microsecond=0) - timedelta(minutes=3)
    end = {"last_day": begun.date().isoformat()} if of_today else {"count": 2}
    series = await made(alices, starts=begun.isoformat(), time_zone="UTC", repeats={**DAILY, **end})
    assert times(series) == [begun, begun + timedelta(days=1)][: 1 if of_today else 2]


@pytest.mark.parametrize("by_page", [False, True], ids=["zone alone", "as the page sends it"])
@pytest.mark.parametrize("zone", ["Asia/Tokyo", "Pacific/Honolulu", "Europe/Berlin"])
@pytest.mark.parametrize(
    "repeats",
    [WEEKLY, {**WEEKLY, "weekdays": WORKING}, DAILY, {"frequency": "monthly"}],
    ids=["weekly", "working days", "daily", "monthly"],
)
async def test_another_zone(alices: Browser, repeats: dict[str, object], zone: str, *, by_page: bool) -> None:
    """In a zone where its days are others, a series with an end keeps all meetings, at their moments."""
    series = await made(alices, starts=LATE_IN_BERLIN, repeats={**repeats, "count": 7}, time_zone="Etc/GMT-1")
    before = dict(zip(slugs(series), times(series), strict=True))
    changes = {"time_zone": zone.replace("Europe/Berlin", "Africa/Lagos")}
    if by_page:
        changes["starts"] = LATE_IN_BERLIN
    answer = await alices.patch(f"/api/series/{series['slug']}", changes)
    assert answer.status == 200, answer.json
    assert dict(zip(slugs(answer.json), times(answer.json), strict=True)) == before
    assert await as_owner("SELECT count(*) FROM rooms") == 7


@pytest.mark.parametrize("by_page", [False, True], ids=["zone alone", "as the page sends it"])
@pytest.mark.parametrize(
    ("starts", "zone", "repeats"),
    [
        ("2027-03-30T22:30:00Z", "UTC", {"frequency": "monthly"}),
        ("2027-03-30T21:30:00Z", "Asia/Tokyo", {"frequency": "monthly"}),
        ("2027-03-15T22:30:00Z", "Asia/Tokyo", {"frequency": "monthly", "monthly_by": "weekday"}),
        ("2027-03-14T22:30:00Z", "Asia/Tokyo", {**WEEKLY, "interval": 2, "weekdays": ["MO", "SU"]}),
    ],
    ids=["31st to 30th", "30th to 31st", "third Monday", "over the week's end"],
)  # fmt: skip
async def test_no_such_rule_there(
    alices: Browser, starts: str, zone: str, repeats: dict[str, object], *, by_page: bool
) -> None:
    """A zone in which no rule has the same meetings is refused; at a time on the same day it is not."""
    series = await made(alices, starts=starts, repeats=repeats)
    path, changes = f"/api/series/{series['slug']}", {"time_zone": zone}
    if by_page:
        changes["starts"] = starts
    answers = [await alices.patch(path, changes), await alices.post(f"{path}/preview", changes)]
    assert [each.status for each in answers] == [409, 409]
    assert "time zone" in answers[0].json["detail"]
    assert times(await shown(alices, series)) == times(series)
    day = datetime.fromisoformat(starts).astimezone(ZoneInfo("Europe/Berlin")).replace(tzinfo=ZoneInfo(zone))
    answer = await alices.patch(path, {"time_zone": zone, "starts": day.isoformat()})
    assert (answer.status, answer.json["rule"]) == (200, series["rule"])


async def test_moved_into_another_zone(alices: Browser) -> None:
    """Moved to the next morning and into another zone at once, the first Monday becomes the first Tuesday."""
    monthly = {"frequency": "monthly", "monthly_by": "weekday"}
    series = await made(alices, starts="2027-03-01T19:00:00Z", repeats=monthly)
    changes = {"time_zone": "Europe/London", "starts": "2027-03-02T06:00:00Z"}
    answer = await alices.patch(f"/api/series/{series['slug']}", changes)
    assert (answer.status, answer.json["rule"]) == (200, "FREQ=MONTHLY;BYDAY=1TU")


async def test_from_the_running_meeting_on(alices: Browser) -> None:
    """From a meeting that runs on nothing changes or is cancelled; the host is told what to choose."""
    series = await made(alices)
    path, first = f"/api/series/{series['slug']}", slugs(series)[0]
    await begin(first)
    answers = [
        await alices.patch(path, {"since": first, "name": "New plan"}),
        await alices.post(f"{path}/preview", {"since": first, "name": "New plan"}),
        await alices.delete(f"{path}?since={first}"),
    ]
    assert [each.status for each in answers] == [409] * 3
    assert "has not started" in answers[0].json["detail"]
    assert await states(series) == ["live"] + ["scheduled"] * (AHEAD - 1)


@pytest.mark.parametrize("number", [0, 2])
async def test_cancelled_while_one_runs(alices: Browser, nobody: Browser, number: int) -> None:
    """Cancelled whole, a series has but the meeting that runs: its link opens that, no other is made."""
    series = await made(alices)
    await begin(slugs(series)[number])
    assert (await alices.delete(f"/api/series/{series['slug']}")).status == 204
    after = ["cancelled"] * AHEAD
    after[number] = "live"
    assert await states(series) == after
    with acting_as(ACTOR):
        assert await extend_due_series() == 0
    opened = await nobody.get(f"/r/{series['slug']}")
    assert opened.headers["Location"] == f"/r/{slugs(series)[number]}"
    assert (await alices.delete(f"/api/series/{series['slug']}")).status == 409


async def test_changed_while_a_later_one_runs(alices: Browser) -> None:
    """A meeting that began before its time stays as it is when the series around it changes."""
    series = await made(alices, repeats=DAILY)
    await begin(slugs(series)[1])
    moved = {"name": "New plan", "starts": "2027-03-15T12:00:00Z"}
    answer = await alices.patch(f"/api/series/{series['slug']}", moved)
    assert answer.status == 200, answer.json
    names = [each["name"] for each in answer.json["meetings"][:3]]
    assert names == ["New plan", "Plan", "New plan"]
    assert times(answer.json)[1] == times(series)[1]


async def test_one_on_another(alices: Browser, nobody: Browser) -> None:
    """Two meetings at one time are two: each has its room and its event, and a new time takes them apart."""
    series = await made(alices, repeats=DAILY)
    first, second, *_ = slugs(series)
    there = {"scheduled_start_time": times(series)[1].isoformat()}
    assert (await alices.patch(f"/api/rooms/{first}", there)).status == 200
    whole, moved = events(await alices.get(f"/api/rooms/{first}/meeting.ics"))
    assert (whole["UID"], moved.decoded("dtstart")) == (moved["UID"], times(series)[1])
    opened = await nobody.get(f"/r/{series['slug']}")
    assert opened.headers["Location"].removeprefix("/r/") in (first, second)
    later = await alices.patch(f"/api/series/{series['slug']}", {"starts": "2027-03-20T08:00:00Z"})
    assert (len(set(times(later.json))), slugs(later.json)) == (AHEAD, slugs(series))


async def test_cancelled_with_one_behind_others(alices: Browser) -> None:
    """Cancelled whole, a series has not even the meeting that was moved behind the next."""
    series = await made(alices, repeats=DAILY)
    later = {"scheduled_start_time": (times(series)[2] + timedelta(hours=1)).isoformat()}
    assert (await alices.patch(f"/api/rooms/{slugs(series)[0]}", later)).status == 200
    assert (await alices.delete(f"/api/series/{series['slug']}")).status == 204
    assert await states(series) == ["cancelled"] * AHEAD


@pytest.mark.parametrize("starts", ["2027-10-31T00:30:00Z", "2027-10-31T01:30:00Z"])
async def test_a_time_there_is_twice(alices: Browser, starts: str) -> None:
    """Where a clock shows the time twice, the meeting is at the first, for rooms and calendars alike."""
    series = await made(alices, starts=starts, repeats=DAILY)
    first, second = datetime(2027, 10, 31, 0, 30, tzinfo=UTC), datetime(2027, 11, 1, 1, 30, tzinfo=UTC)
    assert times(series)[:2] == [first, second]
    (whole,) = events(await alices.get(f"/api/rooms/{slugs(series)[0]}/meeting.ics"))
    assert (whole.decoded("dtstart").astimezone(UTC), whole.decoded("duration")) == (
        first,
        timedelta(minutes=45),
    )


async def test_changed_and_cancelled_at_once(alices: Browser) -> None:
    """Of a change and a cancellation at once each is done or refused, and nothing is left half cancelled."""
    series = await made(alices)
    path = f"/api/series/{series['slug']}"
    changed, gone = await asyncio.gather(
        alices.patch(path, {"starts": "2027-03-16T08:00:00Z"}), alices.delete(path)
    )
    assert (changed.status in (200, 409), gone.status) == (True, 204)
    assert await states(series) == ["cancelled"] * AHEAD
    assert (await shown(alices, series))["is_cancelled"]
