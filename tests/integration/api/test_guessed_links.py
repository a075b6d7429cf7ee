"""Guessing at chosen links: misses are counted by network, hits are not, and people of theirs come in."""

import pytest
from aiohttp import web

from server.api.app_keys import LIMITER
from server.api.guessed_links import GUESSING
from server.api.limits import Limit
from server.meeting.accounts import Account
from server.meeting.lifecycle import end_room
from server.meeting.rooms import room_by_slug
from server.meeting.slugs import new_slug
from tests.conftest import Meeting, enter
from tests.integration.api.browser import Browser
from tests.integration.api.live import YES

NETWORK = "unknown"
"""No proxy tells the addresses of a test's browsers."""
MOST = Limit.MISSED_LINK_BY_ADDRESS.value.amount
LINK = "team-room"
WEEKLY = {"name": "Plan", "starts": "2027-03-15T08:00:00Z", "repeats": {"frequency": "weekly"}}
MEMBERS = {"settings": {"guests": False}}
"""Nobody waits at a chosen link then, also where the test itself brings people in."""
ANOTHER_SITE = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"}


async def guess(browser: Browser, times: int) -> list[int]:
    """Ask for chosen links that there are not."""
    return [(await browser.get(f"/api/rooms/team-{number}")).status for number in range(times)]


async def have_missed(app: web.Application, times: int) -> None:
    """Count misses of the network that all browsers of a test share."""
    for _ in range(times):
        await app[LIMITER].hit(Limit.MISSED_LINK_BY_ADDRESS, NETWORK)


async def test_guessing(
    nobody: Browser, carols: Browser, alices: Browser, bobs: Browser, meeting: Meeting
) -> None:
    """A network that has missed too often finds no meeting by a chosen link, but its people's own."""
    room = f"/api/rooms/{meeting.room.slug}"
    assert (await alices.patch(room, {"link": LINK})).status == 200
    path = f"/api/rooms/{LINK}"
    assert await guess(nobody, MOST + 1) == [404] * MOST + [429]
    assert [(await each.get(path)).status for each in (nobody, carols)] == [429, 429]
    assert [(await each.get(path)).status for each in (alices, bobs)] == [200, 200]
    assert (await nobody.get(f"/r/{LINK}")).status == 429
    refused = await nobody.get("/api/rooms/no-such")
    assert (refused.status, 0 < int(refused.headers["Retry-After"]) <= 600) == (429, True)


async def test_hits_do_not_count(nobody: Browser, meeting: Meeting) -> None:
    """Whoever finds meetings asks as often as they like."""
    path = f"/api/rooms/{meeting.room.slug}"
    assert {(await nobody.get(path)).status for _ in range(MOST + 1)} == {200}


async def test_given_back(nobody: Browser, app: web.Application, meeting: Meeting) -> None:
    """After the time that the refusal names, the network finds meetings again."""
    await have_missed(app, MOST)
    assert await guess(nobody, 1) == [429]
    for network in app[GUESSING]:
        app[GUESSING][network] = 0.0
    assert (await nobody.get(f"/api/rooms/{meeting.room.slug}")).status == 200


async def test_generated_codes(nobody: Browser, alices: Browser, app: web.Application) -> None:
    """Generated codes, which nobody guesses, neither count nor are refused; nor does what is no link."""
    code = (await alices.post("/api/rooms", {"name": "Stand-up"})).json["slug"]
    await have_missed(app, MOST - 1)
    for missing in (new_slug(), new_slug(), "x", "a--b"):
        assert (await nobody.get(f"/m/{missing}")).status == 404
    assert await guess(nobody, 2) == [404, 429]
    assert (await nobody.get(f"/r/{code}")).status == 200


async def test_same_link_again(nobody: Browser, app: web.Application) -> None:
    """A link that leads nowhere counts once, however many people of the network open it."""
    await have_missed(app, MOST - 2)
    assert [(await nobody.get(f"/{page}/team-gone")).status for page in "rrm"] == [404] * 3
    assert await guess(nobody, 2) == [404, 429]


async def test_past_meetings(nobody: Browser, alices: Browser, alice: Account, app: web.Application) -> None:
    """Who may not read the minutes at a link that is somebody's has guessed at nothing."""
    await alices.post("/api/rooms", {"name": "Stand-up", "link": LINK, **MEMBERS})
    found = await room_by_slug(LINK)
    assert found is not None
    await enter(found, alice, "Alice")
    assert await end_room(found.id, "webhook")
    await have_missed(app, MOST)
    assert (await nobody.get(f"/m/{LINK}")).status == 404
    assert await guess(nobody, 1) == [429]


async def test_parts_of_other_pages(nobody: Browser, alices: Browser, app: web.Application) -> None:
    """What a page of another site loads as a part of it finds nothing and counts nothing; its links work."""
    await alices.post("/api/rooms", {"name": "Stand-up", "link": LINK})
    await have_missed(app, MOST)
    for link in ("team-gone", LINK):
        assert (await nobody.get(f"/r/{link}", **ANOTHER_SITE)).status == 404
    followed = {"Sec-Fetch-Site": "cross-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert (await nobody.get(f"/r/{LINK}", **followed)).status == 200
    assert (await nobody.get("/r/team-gone", **followed)).status == 429


@pytest.mark.parametrize("lasting", ["series", "permanent-rooms"])
async def test_people_of_a_series(
    alices: Browser, bobs: Browser, carols: Browser, bob: Account, app: web.Application, lasting: str
) -> None:
    """Who has been at a meeting of a series or permanent room is not held up at its lasting link."""
    wanted = WEEKLY if lasting == "series" else {"name": "Team"}
    made = (await alices.post(f"/api/{lasting}", {**wanted, **MEMBERS, "link": LINK})).json
    found = await room_by_slug(LINK)
    assert found is not None
    await enter(found, bob, "Bob")
    assert await end_room(found.id, "webhook")
    await have_missed(app, MOST)
    assert await guess(carols, 1) == [429]
    assert [(await each.get(f"/r/{LINK}")).status for each in (alices, bobs, carols)] == [200, 200, 429]
    assert (await carols.get(f"/r/{made['slug']}")).status in (200, 303)
    assert (await bobs.post(f"/api/rooms/{LINK}/join", YES)).status == 200
