"""Series of meetings: rooms ahead, one lasting link, people invited once, changes from a meeting on."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar
from icalendar.cal import Component

from server.jobs.worker import ACTOR
from server.meeting.accounts import Account
from server.meeting.actor import acting_as
from server.meeting.series import AHEAD, extend_due_series
from tests.calendar_rules import faults
from tests.integration.api.browser import Answer, Browser
from tests.integration.jobs.conftest import as_owner

DANA = "dana@example.org"
START = "2027-03-15T08:00:00Z"
WEEKLY = {"frequency": "weekly"}
BEFORE = [datetime(2027, 3, day, 8, tzinfo=UTC) for day in (15, 22)]
"""At nine in Berlin; later ones are an hour earlier in UTC."""


async def made(host: Browser, **wanted: object) -> dict[str, Any]:
    """Make a weekly series at nine in Berlin over the change of clocks."""
    body = {"name": "Plan", "starts": START, "repeats": WEEKLY, "time_zone": "Europe/Berlin",
            "scheduled_minutes": 45, **wanted}  # fmt: skip
    answer = await host.post("/api/series", body)
    assert answer.status == 201, answer.json
    return dict(answer.json)


def times(series: dict[str, Any]) -> list[datetime]:
    """When its meetings are, as far as they have rooms."""
    return [datetime.fromisoformat(each["scheduled_start_time"]) for each in series["meetings"]]


def slugs(series: dict[str, Any]) -> list[str]:
    """The codes of its meetings."""
    return [each["slug"] for each in series["meetings"]]


def events(answer: Answer) -> list[Component]:
    """The events of a valid calendar."""
    assert (answer.status, faults(answer.body)) == (200, [])
    return list(Calendar.from_ical(answer.body).walk("VEVENT"))


async def shown(host: Browser, series: dict[str, Any]) -> dict[str, Any]:
    """The series as it is now."""
    return dict((await host.get(f"/api/series/{series['slug']}")).json)


async def test_rooms_ahead(alices: Browser) -> None:
    """The next meetings have rooms of their own, at the same time of the day when clocks change."""
    series = await made(alices)
    assert len(set(slugs(series))) == AHEAD
    assert times(series)[:2] == BEFORE
    assert times(series)[2] == datetime(2027, 3, 29, 7, tzinfo=UTC)
    assert series["words"] == "every week on Monday"
    assert {each["type"] for each in series["meetings"]} == {"recurring"}


@pytest.mark.parametrize("end", [{"count": 3}, {"last_day": "2027-03-29"}])
async def test_end(alices: Browser, end: dict[str, object]) -> None:
    """A series ends after so many meetings, or on a day."""
    series = await made(alices, repeats={**WEEKLY, **end})
    assert len(times(series)) == 3


async def test_lasting_link(alices: Browser, nobody: Browser) -> None:
    """One link opens the next meeting, and when that has been cancelled the one after it."""
    series = await made(alices)
    first, second, *_ = slugs(series)
    opened = await nobody.get(f"/r/{series['slug']}")
    assert (opened.status, opened.headers["Location"]) == (303, f"/r/{first}")
    await alices.delete(f"/api/rooms/{first}")
    opened = await nobody.get(f"/r/{series['slug']}")
    assert opened.headers["Location"] == f"/r/{second}"


async def test_calendar(alices: Browser, nobody: Browser) -> None:
    """A calendar has one rule, leaves out what was cancelled, and has what was moved in its place."""
    series = await made(alices, repeats={**WEEKLY, "count": 5})
    _, second, third, *_ = slugs(series)
    await alices.delete(f"/api/rooms/{second}")
    await alices.patch(f"/api/rooms/{third}", {"scheduled_start_time": "2027-03-30T10:00:00Z"})
    feed = (await alices.post("/api/action-items/feed")).json["meetings_url"]
    for path in (feed.removeprefix(alices.origin), f"/api/rooms/{third}/meeting.ics"):
        whole, moved = events(await alices.get(path))
        assert whole["UID"] == moved["UID"]
        assert b"RRULE:FREQ=WEEKLY;UNTIL=20270412T215959Z;BYDAY=MO;WKST=MO" in whole.to_ical()
        assert b"EXDATE;TZID=Europe/Berlin:20270322T090000" in whole.to_ical()
        assert moved.decoded("recurrence-id").astimezone(UTC) == datetime(2027, 3, 29, 7, tzinfo=UTC)
        assert moved.decoded("dtstart").astimezone(UTC) == datetime(2027, 3, 30, 10, tzinfo=UTC)


async def test_change_from_the_third(alices: Browser, nobody: Browser) -> None:
    """A meeting and the following change, rooms and link stay, and what was before stays as it was."""
    series = await made(alices, members=[DANA])
    before = slugs(series)
    rule = {"frequency": "weekly", "interval": 2}
    wanted = {"since": before[2], "name": "New plan", "starts": "2027-03-30T12:00:00Z", "repeats": rule}
    changed = await alices.patch(f"/api/series/{series['slug']}", wanted)
    assert changed.status == 200, changed.json
    assert changed.json["slug"] == series["slug"]
    assert slugs(changed.json)[:6] == before[2:]
    assert times(changed.json)[:2] == [
        datetime(2027, 3, 30, 12, tzinfo=UTC),
        datetime(2027, 4, 13, 12, tzinfo=UTC),
    ]
    assert {each["name"] for each in changed.json["meetings"]} == {"New plan"}
    first = (await alices.get(f"/api/rooms/{before[0]}")).json
    assert (first["name"], first["scheduled_start_time"]) == ("Plan", START)
    opened = await nobody.get(f"/r/{series['slug']}")
    assert opened.headers["Location"] == f"/r/{before[0]}"


async def test_change_all(alices: Browser) -> None:
    """A change from the first meeting on changes the series itself: the same event for calendars."""
    series = await made(alices)
    changed = await alices.patch(f"/api/series/{series['slug']}", {"starts": "2027-03-16T09:00:00Z"})
    assert (changed.json["id"], slugs(changed.json)) == (series["id"], slugs(series))
    assert changed.json["rule"] == "FREQ=WEEKLY;BYDAY=TU;WKST=MO"
    assert times(changed.json)[0] == datetime(2027, 3, 16, 9, tzinfo=UTC)


@pytest.mark.parametrize(
    ("wanted", "left_out"),
    [
        ({"name": "New plan"}, "2027-04-05T07:00:00Z"),
        ({"starts": "2027-03-23T10:00:00Z"}, "2027-04-06T09:00:00Z"),
        ({"repeats": {"frequency": "daily"}}, "2027-04-05T07:00:00Z"),
        ({"repeats": {"frequency": "weekly", "weekdays": ["MO", "WE"]}}, "2027-04-05T07:00:00Z"),
        ({"repeats": {"frequency": "weekly", "interval": 2}}, "2027-04-05T07:00:00Z"),
    ],
    ids=["title", "day", "daily", "twice", "fortnightly"],
)
@pytest.mark.parametrize("since", [0, 1])
async def test_cancelled_alone_stays(
    alices: Browser, wanted: dict[str, object], left_out: str, since: int
) -> None:
    """A meeting that was cancelled alone does not come back by a change from a meeting before it on."""
    series = await made(alices)
    await alices.delete(f"/api/rooms/{slugs(series)[3]}")
    if since == 0 and "starts" in wanted:
        wanted = {"starts": "2027-03-16T10:00:00Z"}
    body = {"since": slugs(series)[since], **wanted}
    changed = await alices.patch(f"/api/series/{series['slug']}", body)
    assert changed.status == 200, changed.json
    at = datetime.fromisoformat(left_out)
    found = times(changed.json)
    assert (at in found, len(found)) == (False, AHEAD)
    whole, *_ = events(await alices.get(f"/api/rooms/{changed.json['meetings'][0]['slug']}/meeting.ics"))
    excluded = whole.get("EXDATE")
    if "interval" in wanted.get("repeats", {}) and since == 0:  # type: ignore[operator]
        assert excluded is None
    else:
        assert excluded is not None
        assert [each.dt.astimezone(UTC) for each in excluded.dts] == [at]


async def test_moved_stays(alices: Browser) -> None:
    """A moved meeting stays where it is by another title, and goes with the rule by another time."""
    series = await made(alices)
    first, second, third, *_ = slugs(series)
    away = "2027-03-30T10:00:00Z"
    await alices.patch(f"/api/rooms/{third}", {"scheduled_start_time": away, "name": "Away day"})
    path = f"/api/series/{series['slug']}"
    await alices.patch(path, {"since": second, "scheduled_minutes": 30})
    kept = (await alices.get(f"/api/rooms/{third}")).json
    assert (kept["scheduled_start_time"], kept["name"], kept["scheduled_minutes"]) == (away, "Away day", 30)
    await alices.patch(path, {"since": second, "starts": "2027-03-22T09:00:00Z"})
    gone = (await alices.get(f"/api/rooms/{third}")).json
    assert (gone["scheduled_start_time"], gone["name"]) == ("2027-03-29T08:00:00Z", "Away day")
    assert (await alices.get(f"/api/rooms/{first}")).json["scheduled_minutes"] == 45


async def test_cancel_following(alices: Browser) -> None:
    """Cancelled from a meeting on, a series ends before it; cancelled whole, it has no meetings."""
    series = await made(alices)
    third = slugs(series)[2]
    assert (await alices.delete(f"/api/series/{series['slug']}?since={third}")).status == 204
    left = await shown(alices, series)
    assert (times(left), left["last_day"]) == (BEFORE, "2027-03-28")
    assert (await alices.delete(f"/api/series/{series['slug']}")).status == 204
    gone = await shown(alices, series)
    assert (gone["meetings"], gone["is_cancelled"]) == ([], True)


async def test_invited_to_all(alices: Browser, nobody: Browser, bobs: Browser, bob: Account) -> None:
    """Who is invited to a series is invited to each of its meetings, by one link that opens the next."""
    series = await made(alices, members=[DANA, bob.email], settings={"access": "invited"})
    first, second, *_ = slugs(series)
    invited = (await alices.get(f"/api/rooms/{first}/invitations")).json["invitations"]
    later = (await alices.get(f"/api/rooms/{second}/invitations")).json["invitations"]
    assert sorted(each["address"] for each in later) == sorted(each["address"] for each in invited)
    assert (await bobs.get(f"/api/rooms/{second}")).status == 200
    (token,) = [each["url"].rpartition("/")[2] for each in invited if each["address"] == DANA]
    opened = f"/api/invitations/{token}"
    assert (await nobody.get(opened)).json["scheduled_start_time"] == START
    await alices.delete(f"/api/rooms/{first}")
    assert (await nobody.get(opened)).json["scheduled_start_time"] == "2027-03-22T08:00:00Z"
    await nobody.put(f"/api/invitations/{token}/answer", {"answer": "accepted"})
    later = (await alices.get(f"/api/rooms/{second}/invitations")).json["invitations"]
    assert {each["address"]: each["status"] for each in later}[DANA] == "accepted"


async def test_strangers(alices: Browser, bobs: Browser) -> None:
    """Only its host sees, changes and cancels a series; for others there is none."""
    series = await made(alices)
    path = f"/api/series/{series['slug']}"
    answers = [await bobs.get(path), await bobs.patch(path, {"name": "x"}), await bobs.delete(path)]
    assert [each.status for each in answers] == [404] * 3


async def test_kept_ahead(alices: Browser) -> None:
    """Maintenance makes the rooms of the next meetings when some have passed, and invites to them."""
    series = await made(alices, members=[DANA])
    gone = slugs(series)[:3]
    await as_owner(
        "UPDATE rooms SET status = 'ended', started_at = now(), ended_at = now() WHERE slug = ANY($1)"
        " RETURNING 1",
        gone,
    )
    with acting_as(ACTOR):
        assert await extend_due_series() == 3
    now = await shown(alices, series)
    assert len(times(now)) == AHEAD
    assert times(now)[-1] - times(now)[0] == timedelta(weeks=AHEAD - 1)
    last = (await alices.get(f"/api/rooms/{slugs(now)[-1]}/invitations")).json["invitations"]
    assert [each["address"] for each in last] == [DANA]


@pytest.mark.parametrize(
    "wrong",
    [
        {"repeats": {"frequency": "hourly"}},
        {"repeats": {"frequency": "weekly", "interval": 0}},
        {"repeats": {"frequency": "daily", "weekdays": ["MO"]}},
        {"repeats": {"frequency": "weekly", "count": 3, "last_day": "2027-05-01"}},
        {"repeats": {"frequency": "weekly", "weekdays": ["MO\r\nATTENDEE:x"]}},
    ],
)
async def test_wrong(alices: Browser, wrong: dict[str, object]) -> None:
    """A rule that is none is refused, and so is one with a line of its own for calendars."""
    body = {"name": "Plan", "starts": START, "repeats": WEEKLY, **wrong}
    assert (await alices.post("/api/series", body)).status == 422


async def test_invited_later(alices: Browser) -> None:
    """Who is invited to the series later is invited to each of its meetings, by one mail."""
    series = await made(alices)
    second, third = slugs(series)[1:3]
    path = f"/api/rooms/{second}/invitations"
    answer = await alices.post(path, {"addresses": [DANA], "to_series": True})
    assert (answer.status, [each["address"] for each in answer.json["invitations"]]) == (201, [DANA])
    listed = await alices.get(f"/api/rooms/{third}/invitations")
    assert [each["address"] for each in listed.json["invitations"]] == [DANA]
    assert await as_owner("SELECT count(*) FROM invitation_mails WHERE state = 'waiting' AND of_series") == 1
    assert await as_owner("SELECT count(*) FROM room_invitations") == AHEAD
    again = await alices.post(path, {"addresses": [DANA], "to_series": True})
    assert (again.status, again.json["invitations"]) == (201, [])


async def statuses(host: Browser, slug: str, address: str = DANA) -> list[str]:
    """What became of somebody's invitations to a meeting."""
    listed = (await host.get(f"/api/rooms/{slug}/invitations")).json["invitations"]
    return [each["status"] for each in listed if each["address"] == address]


@pytest.mark.parametrize("answer", ["pending", "accepted", "declined"])
async def test_invited_alone_before(alices: Browser, nobody: Browser, answer: str) -> None:
    """Who is invited to one meeting alone is then invited to all; that meeting keeps link and answer."""
    series = await made(alices)
    second, third = slugs(series)[1:3]
    (alone,) = (await alices.post(f"/api/rooms/{third}/invitations", {"addresses": [DANA]})).json[
        "invitations"
    ]
    token = alone["url"].rpartition("/")[2]
    if answer != "pending":
        await nobody.put(f"/api/invitations/{token}/answer", {"answer": answer})
    asked = await alices.post(f"/api/rooms/{third}/invitations", {"addresses": [DANA], "to_series": True})
    assert (asked.status, [each["address"] for each in asked.json["invitations"]]) == (201, [DANA])
    assert await statuses(alices, third) == [answer]
    assert await statuses(alices, second) == ["pending"]
    opened = (await nobody.get(f"/api/invitations/{token}")).json
    assert opened["scheduled_start_time"] == "2027-03-29T07:00:00Z"
    assert await as_owner("SELECT count(*) FROM room_invitations") == AHEAD
    again = await alices.post(f"/api/rooms/{second}/invitations", {"addresses": [DANA], "to_series": True})
    assert (again.status, again.json["invitations"]) == (201, [])


async def test_invited_to_all_before(alices: Browser) -> None:
    """Who is invited to all is not invited to one of its meetings once more."""
    third = slugs(await made(alices, members=[DANA]))[2]
    asked = await alices.post(f"/api/rooms/{third}/invitations", {"addresses": [DANA]})
    assert (asked.status, asked.json["invitations"]) == (201, [])
    assert await statuses(alices, third) == ["pending"]


async def test_invited_to_each_alone(alices: Browser) -> None:
    """Who is invited to each of the meetings alone is invited to all by one of these invitations."""
    series = await made(alices, repeats={**WEEKLY, "count": 2})
    for each in slugs(series):
        await alices.post(f"/api/rooms/{each}/invitations", {"addresses": [DANA]})
    first = slugs(series)[0]
    asked = await alices.post(f"/api/rooms/{first}/invitations", {"addresses": [DANA], "to_series": True})
    assert asked.status == 201
    assert [await statuses(alices, each) for each in slugs(series)] == [["pending"]] * 2
    assert await as_owner("SELECT count(*) FROM room_invitations WHERE series_of IS NOT NULL") == 2


async def test_withdrawn_from_all_after(alices: Browser) -> None:
    """Whose invitation to all is withdrawn loses that to one meeting, too, which became part of it."""
    series = await made(alices)
    second, third = slugs(series)[1:3]
    await alices.post(f"/api/rooms/{third}/invitations", {"addresses": [DANA]})
    path = f"/api/rooms/{second}/invitations"
    (whole,) = (await alices.post(path, {"addresses": [DANA], "to_series": True})).json["invitations"]
    assert (await alices.delete(f"{path}/{whole['id']}")).status == 204
    assert await statuses(alices, third) == ["revoked"]
    asked = await alices.post(path, {"addresses": [DANA], "to_series": True})
    assert (asked.status, await statuses(alices, third)) == (201, ["pending", "revoked"])


async def test_no_series_to_invite_to(alices: Browser) -> None:
    """A meeting that is alone has no series to invite to."""
    room = await alices.post("/api/rooms", {"name": "Alone"})
    path = f"/api/rooms/{room.json['slug']}/invitations"
    assert (await alices.post(path, {"addresses": [DANA], "to_series": True})).status == 409


async def test_an_heir_invites_to_one_meeting(alices: Browser, bobs: Browser, bob: Account) -> None:
    """Who hosts one meeting of somebody's series invites nobody to all of it, by no way."""
    first, second = slugs(await made(alices))[:2]
    await as_owner("UPDATE rooms SET host_id = $1 WHERE slug = $2", bob.id, first)
    body = {"addresses": [DANA], "role": "cohost"}
    answer = await bobs.post(f"/api/rooms/{first}/invitations", {**body, "to_series": True})
    assert answer.status == 403
    assert (await bobs.post(f"/api/rooms/{first}/invitations", body)).status == 201
    await as_owner("UPDATE room_invitations SET series_of = id")
    await alices.post(
        f"/api/rooms/{second}/invitations", {"addresses": ["erin@example.org"], "to_series": True}
    )
    listed = (await alices.get(f"/api/rooms/{second}/invitations")).json["invitations"]
    assert [each["address"] for each in listed] == ["erin@example.org"]


async def test_preview(alices: Browser, bobs: Browser) -> None:
    """A preview says what the change then does to each meeting, and does nothing itself; it is the host's."""
    series = await made(alices, repeats={**WEEKLY, "count": 5})
    _, second, third, fourth, fifth = slugs(series)
    await alices.delete(f"/api/rooms/{third}")
    body = {"since": second, "repeats": {**WEEKLY, "interval": 2, "count": 2}}
    path = f"/api/series/{series['slug']}"
    told = await alices.post(f"{path}/preview", body)
    assert told.status == 200, told.json
    assert told.json["words"] == "every 2 weeks on Monday until 5 April 2027"
    assert {each["slug"]: each["after"] for each in told.json["meetings"]} == {
        second: "2027-03-22T08:00:00Z",
        fourth: "2027-04-05T07:00:00Z",
        fifth: None,
    }
    assert await shown(alices, series) == {**series, "meetings": (await shown(alices, series))["meetings"]}
    await alices.patch(path, body)
    for each in told.json["meetings"]:
        now = (await alices.get(f"/api/rooms/{each['slug']}")).json
        assert now["status"] == ("scheduled" if each["after"] else "cancelled")
        assert each["after"] in (None, now["scheduled_start_time"])
    assert (await bobs.post(f"{path}/preview", body)).status == 404
