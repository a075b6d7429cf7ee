"""The page of a past meeting leads back to its permanent room, or on to its series' next meeting."""

import json
from datetime import UTC, datetime

import pytest

from server.config import Settings
from server.meeting.accounts import Account
from server.meeting.lifecycle import end_room
from server.meeting.presence import record_arrival
from server.meeting.rooms import Room
from tests.conftest import enter
from tests.integration.api.browser import Browser
from tests.integration.api.test_permanent_rooms import GUEST, MEMBERS, held, made, present
from tests.integration.api.test_removal_ends import clean, pass_days
from tests.integration.api.test_removed_later import Arrives, put_out, stranger
from tests.integration.api.test_series import made as made_series
from tests.integration.api.test_series import slugs
from tests.integration.jobs.conftest import as_owner

__all__ = ("stranger",)
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


async def test_who_was_there(alices: Browser, bobs: Browser, alice: Account, bob: Account) -> None:
    """Who came by the link is led on by it, also without an invitation."""
    permanent = await made(alices, link="team-room", settings=MEMBERS)
    past = await held(permanent["slug"], alice, bob)
    said = await line(bobs, past.slug)
    assert 'href="/r/team-room/meetings">Team</a>' in said
    assert 'starts when somebody joins: <a class="nowrap" href="/r/team-room"' in said


@pytest.mark.parametrize("doors", [{"access": "invited"}, {"locked": True}])
async def test_closed_doors(
    alices: Browser, bobs: Browser, alice: Account, bob: Account, doors: dict[str, object]
) -> None:
    """Where the link opens nothing, nobody is told of it but who is expected."""
    permanent = await made(alices)
    past = await held(permanent["slug"], alice, bob)
    await as_owner("UPDATE rooms SET settings = settings || $1 WHERE status = 'waiting'", json.dumps(doors))
    assert await line(bobs, past.slug) == ""
    assert permanent["slug"] in await line(alices, past.slug)


@pytest.mark.parametrize("block", [True, False])
async def test_removed_since(
    alices: Browser, bobs: Browser, alice: Account, bob: Account, *, block: bool
) -> None:
    """Who was removed from a later meeting is told of none, on the page of one they were at."""
    permanent = await made(alices)
    past = await held(permanent["slug"], alice, bob)
    await enter(await present(permanent["slug"]), alice, "Alice")
    await put_out(alices, permanent, bobs, block=block)
    assert await line(bobs, past.slug) == ""
    await held(permanent["slug"], alice)
    assert await line(bobs, past.slug) == ""
    assert await line(alices, past.slug) != ""


async def test_after_the_removal(
    alices: Browser, bobs: Browser, alice: Account, bob: Account, settings: Settings
) -> None:
    """Once a removal is over, they are told of the room like anybody who was there."""
    permanent = await made(alices)
    past = await held(permanent["slug"], alice, bob)
    await enter(await present(permanent["slug"]), alice, "Alice")
    await put_out(alices, permanent, bobs, block=False)
    await held(permanent["slug"], alice)
    await pass_days(31)
    await clean(settings)
    assert permanent["slug"] in await line(bobs, past.slug)


async def visited(host: Account, guest: Browser, slug: str) -> Room:
    """Hold a meeting at which a guest is."""
    joined = await guest.post(f"/api/rooms/{slug}/join", GUEST)
    place, now = joined.json["participant"]["id"], await present(slug)
    await record_arrival(now.id, place, "Gina", datetime.now(UTC), sid=f"PA_{place}")
    return await held(slug, host)


async def test_guest(alices: Browser, nobody: Browser, alice: Account) -> None:
    """A guest who was there has the link while guests may enter, and not the room's page."""
    permanent = await made(alices)
    past = await visited(alice, nobody, permanent["slug"])
    said = await line(nobody, past.slug)
    assert f'href="/r/{permanent["slug"]}"' in said
    assert "/meetings" not in said
    await as_owner("UPDATE rooms SET settings = settings || '{\"guests\": false}' WHERE status = 'waiting'")
    assert await line(nobody, past.slug) == ""


async def test_guests_while_one_is_out(
    alices: Browser, nobody: Browser, stranger: Arrives, alice: Account
) -> None:
    """While a guest is kept out, none is told: nobody knows which of them it is."""
    permanent = await made(alices)
    past = await visited(alice, nobody, permanent["slug"])
    await enter(await present(permanent["slug"]), alice, "Alice")
    await put_out(alices, permanent, await stranger(), block=False)
    await held(permanent["slug"], alice)
    assert await line(nobody, past.slug) == ""


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


async def over(slug: str, *people: Account) -> None:
    """Hold a meeting of a series."""
    room = await present(slug)
    for each in people:
        await enter(room, each, each.name)
    await end_room(room.id, "webhook")


async def test_series_by_link(
    alices: Browser, carols: Browser, nobody: Browser, alice: Account, carol: Account
) -> None:
    """Who was at a meeting of a series is led to the next that its link opens."""
    first, second, third, *_ = slugs(await made_series(alices))
    await over(first, alice, carol)
    assert f'href="/r/{second}"' in await line(carols, first)
    assert (await nobody.get(f"/m/{first}")).status == 404
    await as_owner(
        'UPDATE rooms SET settings = settings || \'{"access": "invited"}\' WHERE slug = $1', second
    )
    assert f'href="/r/{third}"' in await line(carols, first)


async def test_removed_from_a_series(
    alices: Browser, carols: Browser, alice: Account, carol: Account
) -> None:
    """Who was removed from the last meeting they were at is not led on, until they were at another."""
    first, second, third, fourth, *_ = slugs(await made_series(alices))
    await over(first, alice, carol)
    room = await present(second)
    place, _ = await enter(room, carol, "Carol")
    await as_owner("UPDATE participants SET status = 'removed' WHERE id = $1", place.id)
    await end_room(room.id, "webhook")
    assert await line(carols, first) == ""
    assert f'href="/r/{third}"' in await line(alices, first)
    await over(third, alice, carol)
    assert f'href="/r/{fourth}"' in await line(carols, first)


async def test_single(alices: Browser, alice: Account) -> None:
    """A meeting that stands alone has no such line."""
    slug = (await alices.post("/api/rooms", {"name": "Once"})).json["slug"]
    room = await present(slug)
    await enter(room, alice, "Alice")
    await end_room(room.id, "webhook")
    assert await line(alices, slug) == ""
