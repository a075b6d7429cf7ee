"""The part of a series' page “Change” in which its host hands it over."""

from server.meeting.accounts import Account
from server.meeting.actor import Actor, acting_as
from server.meeting.series import rooms_of_series, series_by_slug
from server.meeting.series_invitations import invite_to_series
from tests.integration.api.browser import Browser
from tests.integration.api.test_series import made, slugs
from tests.integration.api.test_series_hosts import attended
from tests.integration.jobs.conftest import as_owner
from tests.integration.pages.html_page import HtmlPage

TITLE = "Hand the series over"


async def test_whom(alices: Browser, bobs: Browser, carols: Browser, alice: Account, bob: Account) -> None:
    """The host chooses among the people who were there; a co-host and strangers do not see the page."""
    series = await made(alices)
    place = await attended(series, bob)
    with acting_as(Actor("web", user_id=alice.id)):
        found = await series_by_slug(series["slug"], alice.id)
        coming = await rooms_of_series(found.id)
        await invite_to_series(coming[0], alice.id, [bob.email], "cohost")
    path = f"/r/{slugs(series)[2]}/change"
    page = HtmlPage((await alices.get(path)).body)
    assert page.one("value", str(place)).text.startswith("Bob, last there ")
    assert "one that is running, stay with their host" in page.one("aria-labelledby", "hand-title").text
    for other in (bobs, carols):
        answer = await other.get(path)
        assert (answer.status, TITLE in HtmlPage(answer.body).text) == (403, False)


async def test_nobody_yet(alices: Browser) -> None:
    """Before anybody was there the page says who can be chosen."""
    series = await made(alices)
    page = HtmlPage((await alices.get(f"/r/{slugs(series)[0]}/change")).body)
    assert "somebody who has an account here and has been" in page.one("aria-labelledby", "hand-title").text
    assert not page.all("name", "participant")


async def test_none_to_come(alices: Browser, bob: Account) -> None:
    """A series of which the last meeting goes on is not handed over, which the API refuses, too."""
    series = await made(alices, repeats={"frequency": "weekly", "last_day": "2027-03-15"})
    place = await attended(series, bob)
    await as_owner("UPDATE rooms SET status = 'live', ended_at = NULL RETURNING 1")
    assert TITLE not in HtmlPage((await alices.get(f"/r/{slugs(series)[0]}/change")).body).text
    refused = await alices.put(f"/api/series/{series['slug']}/host", {"participant": str(place)})
    assert (refused.status, refused.json["detail"]) == (409, "No meeting of the series is to come.")


async def test_host_of_one_meeting(alices: Browser, bobs: Browser, alice: Account, bob: Account) -> None:
    """Who was handed one running meeting changes that, and does not hand the series over."""
    series = await made(alices)
    await attended(series, alice)
    await attended(series, bob)
    live = "UPDATE rooms SET status = 'live', ended_at = NULL, host_id = $1 WHERE slug = $2 RETURNING 1"
    await as_owner("UPDATE participants SET role = 'participant' WHERE user_id = $1 RETURNING 1", alice.id)
    await as_owner("UPDATE participants SET role = 'host' WHERE user_id = $1 RETURNING 1", bob.id)
    await as_owner(live, bob.id, slugs(series)[0])
    answer = await bobs.get(f"/r/{slugs(series)[0]}/change")
    assert (answer.status, TITLE in HtmlPage(answer.body).text) == (200, False)
