"""Guessing at links: misses are counted by network, hits are not, and who is known comes in all the same."""

from aiohttp import web

from server.api.guessed_links import GUESSING
from server.api.limits import Limit
from tests.conftest import Meeting
from tests.integration.api.browser import Browser

MOST = Limit.MISSED_LINK_BY_ADDRESS.value.amount


async def guess(browser: Browser, times: int) -> list[int]:
    """Ask for meetings that there are not."""
    return [(await browser.get(f"/api/rooms/team-{number}")).status for number in range(times)]


async def test_guessing(
    nobody: Browser, carols: Browser, alices: Browser, bobs: Browser, meeting: Meeting
) -> None:
    """A network that has missed too often finds no meeting, whichever it asks for, but its people's own."""
    path = f"/api/rooms/{meeting.room.slug}"
    assert await guess(nobody, MOST + 1) == [404] * MOST + [429]
    assert [(await each.get(path)).status for each in (nobody, carols)] == [429, 429]
    assert [(await each.get(path)).status for each in (alices, bobs)] == [200, 200]
    assert (await nobody.get(f"/r/{meeting.room.slug}")).status == 429
    refused = await nobody.get("/api/rooms/no-such")
    assert (refused.status, 0 < int(refused.headers["Retry-After"]) <= 600) == (429, True)


async def test_hits_do_not_count(nobody: Browser, meeting: Meeting) -> None:
    """Whoever finds meetings asks as often as they like."""
    path = f"/api/rooms/{meeting.room.slug}"
    assert {(await nobody.get(path)).status for _ in range(MOST + 1)} == {200}


async def test_given_back(nobody: Browser, app: web.Application, meeting: Meeting) -> None:
    """After the time that the refusal names, the network finds meetings again."""
    await guess(nobody, MOST + 1)
    for network in app[GUESSING]:
        app[GUESSING][network] = 0.0
    assert (await nobody.get(f"/api/rooms/{meeting.room.slug}")).status == 200
