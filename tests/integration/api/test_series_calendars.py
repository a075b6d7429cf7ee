"""Whose calendars have a whole series: its host's, and theirs who are invited to all of it."""

from urllib.parse import urlsplit

import pytest

from server.meeting.accounts import Account
from tests.integration.api.browser import Answer, Browser
from tests.integration.api.live import YES
from tests.integration.api.test_meeting_calendar import feed_of
from tests.integration.api.test_series import events, made, slugs

RULE = b"RRULE"


def leads(answer: Answer, series: dict[str, object]) -> bool:
    """Whether a calendar tells the rule of the series, or its lasting link."""
    links = {str(each["URL"]) for each in events(answer)}
    return RULE in answer.body or f"/r/{series['slug']}" in {urlsplit(each).path for each in links}


async def calendars(person: Browser, path: str) -> tuple[Answer, Answer]:
    """The file of a meeting, and the person's feed."""
    return await person.get(f"{path}/meeting.ics"), await person.get(await feed_of(person))


@pytest.mark.parametrize("answer", ["waiting", "refused"])
async def test_at_the_door(alices: Browser, carols: Browser, answer: str) -> None:
    """Who only knocked at one meeting of a series gets the date of that meeting, and has none in the feed."""
    series = await made(alices, settings={"lobby": "all"})
    first, second, *_ = slugs(series)
    await alices.patch(f"/api/rooms/{second}", {"name": "Secret move"})
    path = f"/api/rooms/{first}"
    asked = await carols.post(f"{path}/join", YES)
    assert asked.json["type"].endswith("awaiting-admission")
    if answer == "refused":
        assert (await alices.post(f"{path}/admissions", {"admitted": False})).status == 200
    file, feed = await calendars(carols, path)
    assert (leads(file, series), b"Secret" in file.body) == (False, False)
    assert [str(each["URL"]) for each in events(file)] == [f"{alices.origin}/r/{first}"]
    assert events(feed) == []


async def test_invited_to_one(alices: Browser, bobs: Browser, bob: Account) -> None:
    """Who is invited to one meeting of a series has that one in their calendars."""
    series = await made(alices)
    first, third, *_ = slugs(series)[::2]
    await alices.patch(f"/api/rooms/{first}", {"name": "Secret move"})
    path = f"/api/rooms/{third}"
    assert (await alices.post(f"{path}/invitations", {"addresses": [bob.email]})).status == 201
    for found in await calendars(bobs, path):
        assert (leads(found, series), b"Secret" in found.body) == (False, False)
        (event,) = events(found)
        assert str(event["URL"]) == f"{alices.origin}/r/{third}"


async def test_came_by_the_link(alices: Browser, bobs: Browser) -> None:
    """Who came to one meeting by its link has that one in their calendars."""
    series = await made(alices)
    path = f"/api/rooms/{slugs(series)[0]}"
    assert (await bobs.post(f"{path}/join", YES)).status == 200
    for found in await calendars(bobs, path):
        assert (leads(found, series), len(events(found))) == (False, 1)


async def test_invited_to_all(alices: Browser, bobs: Browser, bob: Account) -> None:
    """Who is invited to all of a series has all of it in their calendars, until the host ends that."""
    series = await made(alices, members=[bob.email])
    path = f"/api/rooms/{slugs(series)[1]}"
    for found in await calendars(bobs, path):
        assert (leads(found, series), len(events(found))) == (True, 1)
    (whole,) = [
        each
        for each in (await alices.get(f"/api/rooms/{slugs(series)[0]}/invitations")).json["invitations"]
        if each["address"] == bob.email
    ]
    ended = f"/api/rooms/{slugs(series)[0]}/invitations/{whole['series_of'] or whole['id']}"
    assert (await alices.delete(ended)).status == 204
    file, feed = await calendars(bobs, path)
    assert (leads(file, series), events(feed)) == (False, [])
