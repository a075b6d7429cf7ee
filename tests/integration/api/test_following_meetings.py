"""The page of a past meeting leads back to its permanent room, or on to its series' next meeting."""

import pytest

from server.meeting.accounts import Account
from server.meeting.lifecycle import end_room
from tests.conftest import enter
from tests.integration.api.browser import Browser
from tests.integration.api.test_permanent_rooms import MEMBERS, held, made, present
from tests.integration.api.test_series import made as made_series
from tests.integration.api.test_series import slugs

pytestmark = pytest.mark.usefixtures("reconciler_rests")


async def line(who: Browser, slug: str) -> str:
    """What the page of a past meeting says follows; empty if nothing."""
    page = (await who.get(f"/m/{slug}")).body.decode()
    return page.partition("data-following")[2].partition("</p>")[0]


async def test_permanent(alices: Browser, bobs: Browser, alice: Account, bob: Account) -> None:
    """The room's page and its lasting link are on the page of each of its meetings, and whether one is on."""
    permanent = await made(alices, link="team-room", settings=MEMBERS, members=[bob.email])
    past = await held(permanent["slug"], alice, bob)
    for who in (alices, bobs):
        said = await line(who, past.slug)
        assert 'href="/r/team-room/meetings">Team</a>' in said
        assert 'starts when somebody joins: <a class="nowrap" href="/r/team-room"' in said
    await enter(await present(permanent["slug"]), alice, "Alice")
    assert 'is on: <a href="/r/team-room">' in await line(bobs, past.slug)


async def test_ended_for_good(alices: Browser, alice: Account) -> None:
    """The page says that the room has ended, and leads to its other meetings."""
    permanent = await made(alices)
    past = await held(permanent["slug"], alice)
    await alices.delete(f"/api/permanent-rooms/{permanent['slug']}")
    assert f'href="/r/{past.slug}/meetings">Team</a>, which has ended.' in await line(alices, past.slug)
    assert (await alices.get(f"/r/{past.slug}/meetings")).status == 200


async def test_not_of_its_people(alices: Browser, bobs: Browser, alice: Account, bob: Account) -> None:
    """Who is not invited to the room is told of neither: its link is for its host to pass on."""
    permanent = await made(alices)
    past = await held(permanent["slug"], alice, bob)
    assert await line(bobs, past.slug) == ""


async def test_series(alices: Browser, bobs: Browser, carols: Browser, alice: Account, bob: Account) -> None:
    """A series' next meeting is there with its date, for the host and who is invited."""
    series = await made_series(alices, members=[bob.email])
    first, second, *_ = slugs(series)
    room = await present(first)
    for each in (alice, bob):
        await enter(room, each, each.name)
    await end_room(room.id, "webhook")
    for who in (alices, bobs):
        said = await line(who, first)
        assert f'Next meeting: <a href="/r/{second}"><time datetime="2027-03-22T08:00' in said
    assert (await carols.get(f"/m/{first}")).status == 404


async def test_single(alices: Browser, alice: Account) -> None:
    """A meeting that stands alone has no such line."""
    slug = (await alices.post("/api/rooms", {"name": "Once"})).json["slug"]
    room = await present(slug)
    await enter(room, alice, "Alice")
    await end_room(room.id, "webhook")
    assert await line(alices, slug) == ""
