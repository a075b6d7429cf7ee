"""Meetings in calendars: a private feed, and files to download, each valid and of one event."""

from datetime import timedelta

import pytest
from icalendar import Calendar
from icalendar.cal import Component

from server.meeting.accounts import Account
from tests.calendar_rules import faults
from tests.integration.api.browser import Answer, Browser


async def scheduled(host: Browser, name: str = "Plan", **wanted: object) -> str:
    """Schedule a meeting; returns its path in the API."""
    body = {"name": name, "type": "scheduled", "scheduled_start_time": "2027-03-29T09:00:00Z",
            "time_zone": "Europe/Berlin", "scheduled_minutes": 45, **wanted}  # fmt: skip
    made = await host.post("/api/rooms", body)
    assert made.status == 201
    return f"/api/rooms/{made.json['slug']}"


def events(answer: Answer) -> list[Component]:
    """The events of a valid calendar."""
    assert (answer.status, faults(answer.body)) == (200, [])
    return list(Calendar.from_ical(answer.body).walk("VEVENT"))


def named(found: list[Component], name: str) -> Component:
    """The one event of this name."""
    (event,) = [each for each in found if str(each["SUMMARY"]) == name]
    return event


async def feed_of(browser: Browser) -> str:
    """Make a private link; returns the path of the meetings."""
    made = await browser.post("/api/action-items/feed")
    return str(made.json["meetings_url"]).removeprefix(browser.origin)


async def test_feed_of_meetings(alices: Browser, bobs: Browser, nobody: Browser, bob: Account) -> None:
    """One's feed has the meetings one hosts or is invited to, and cancelled ones as cancelled."""
    mine = await scheduled(alices)
    await scheduled(bobs, "Bob's own", members=[])
    await scheduled(alices, "With Bob", members=[bob.email])
    hers, his = [await feed_of(each) for each in (alices, bobs)]
    names = {str(each["SUMMARY"]) for each in events(await nobody.get(his))}
    assert names == {"Bob's own", "With Bob"}
    await alices.patch(mine, {"name": "New plan", "scheduled_minutes": 90})
    found = named(events(await nobody.get(hers)), "New plan")
    assert found.decoded("sequence") == 1
    assert found.decoded("dtend") - found.decoded("dtstart") == timedelta(minutes=90)
    await alices.delete(mine)
    found = named(events(await nobody.get(hers)), "New plan")
    assert (str(found["STATUS"]), found.decoded("sequence")) == ("CANCELLED", 2)


async def test_ended_feed_of_meetings(alices: Browser, nobody: Browser) -> None:
    """An ended link shows no meetings, as one that never was."""
    url = await feed_of(alices)
    await alices.delete("/api/action-items/feed")
    assert (await nobody.get(url)).status == 404
    assert (await nobody.get(f"/api/calendar/{'a' * 64}/meetings.ics")).status == 404


async def test_declined_meetings(alices: Browser, bobs: Browser, nobody: Browser, bob: Account) -> None:
    """A meeting that one declined is not in one's calendar any more."""
    path = await scheduled(alices, members=[bob.email])
    url = await feed_of(bobs)
    assert len(events(await nobody.get(url))) == 1
    (invitation,) = (await alices.get(f"{path}/invitations")).json["invitations"]
    token = invitation["url"].rpartition("/")[2]
    await nobody.put(f"/api/invitations/{token}/answer", {"answer": "declined"})
    assert events(await nobody.get(url)) == []


async def test_files(alices: Browser, carols: Browser, nobody: Browser) -> None:
    """The meeting, the invitation, and the host's request to send oneself are valid files of one event."""
    path = await scheduled(alices, members=["dana@example.org"])
    (invitation,) = (await alices.get(f"{path}/invitations")).json["invitations"]
    token = invitation["url"].rpartition("/")[2]
    request = await alices.get(f"{path}/invitations/{invitation['id']}/invitation.ics")
    assert b"METHOD:REQUEST" in request.body
    found = [
        *events(await alices.get(f"{path}/meeting.ics")),
        *events(await nobody.get(f"/api/invitations/{token}/meeting.ics")),
        *events(request),
    ]
    assert len({str(each["UID"]) for each in found}) == 1
    assert str(found[2]["ORGANIZER"]) == "mailto:alice@example.org"
    assert str(found[2]["ATTENDEE"]) == "mailto:dana@example.org"
    assert str(found[2]["LOCATION"]) == invitation["url"]
    assert (await carols.get(f"{path}/invitations/{invitation['id']}/invitation.ics")).status in (403, 404)


async def test_no_date(alices: Browser) -> None:
    """A meeting without a date has no file."""
    made = await alices.post("/api/rooms", {"name": "Now"})
    answer = await alices.get(f"/api/rooms/{made.json['slug']}/meeting.ics")
    assert (answer.status, answer.json["title"]) == (404, "There is no calendar file")


@pytest.mark.parametrize("minutes", [4, 1441, 1.5, -1])
async def test_wrong_length(alices: Browser, minutes: object) -> None:
    """A meeting is planned for five minutes to a day."""
    body = {"name": "Plan", "type": "scheduled", "scheduled_start_time": "2027-03-29T09:00:00Z"}
    assert (await alices.post("/api/rooms", {**body, "scheduled_minutes": minutes})).status == 422
