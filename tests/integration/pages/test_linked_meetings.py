"""A meeting and its breakouts lead to each other: on their pages, on the home page, and in exports."""

from dataclasses import dataclass
from datetime import timedelta

import pytest
from playwright.async_api import Browser as Chromium

from server.api.identity import GUEST_COOKIE
from server.config import Settings
from server.meeting.accounts import Account
from server.meeting.db import fetch
from server.meeting.lifecycle import end_room
from server.meeting.minutes import Minutes, save_minutes
from server.meeting.moderation import remove
from server.meeting.presence import record_arrival
from tests.conftest import TEN, Meeting
from tests.integration.api.browser import Browser
from tests.integration.pages.html_page import HtmlPage
from tests.integration.pages.test_browser import AXE, FOUND, SIZES, chromium, sign_in, watched
from tests.integration.pages.test_export import export, text_in
from tests.integration.pages.test_share_links import made, opened
from tests.integration.web_client import need_web_client

__all__ = ["chromium"]

HALF_PAST = TEN + timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Group:
    """A breakout that has ended."""

    label: str
    slug: str


@pytest.fixture
async def groups(alices: Browser, meeting: Meeting) -> list[Group]:
    """Red, where Bob was, and Blue, where the guest Gus was; everything has ended."""
    rooms = [
        {"label": "Red", "people": [str(meeting.bob.id)]},
        {"label": "Blue", "people": [str(meeting.gus.id)]},
    ]
    opened = (await alices.post("/api/rooms/atrium/breakouts", {"rooms": rooms})).json["breakouts"]
    for each in opened:
        (place,) = await fetch("SELECT * FROM participants WHERE room_id = $1::uuid", each["id"])
        sid = f"PA_{place['id']}"
        await record_arrival(place["room_id"], place["identity"], place["display_name"], TEN, sid=sid)
        await end_room(place["room_id"], "host", HALF_PAST)
    await end_room(meeting.room.id, "host", HALF_PAST)
    return [Group(each["label"], each["slug"]) for each in opened]


@pytest.fixture
async def guests(nobody: Browser, meeting: Meeting) -> Browser:
    """The browser of the guest."""
    nobody.cookies[GUEST_COOKIE] = meeting.guest_token
    return nobody


async def leads_to(browser: Browser, path: str) -> list[str]:
    """The labels of the breakouts to which a page leads, after the meeting to which it leads."""
    answer = await browser.get(path)
    assert answer.status == 200
    page = HtmlPage(answer.body)
    mains = [each.text for each in page.all("data-main-meeting")]
    return mains + [
        each.text
        for listed in page.all("data-breakouts")
        for each in page.tagged("a")
        if each.text in listed.text and each.attributes["href"].startswith("/m/")
    ]


async def test_leads_to_breakouts(
    alices: Browser, bobs: Browser, guests: Browser, groups: list[Group]
) -> None:
    """The meeting's page leads its host to all breakouts, and everybody else to those they were in."""
    found = [await leads_to(each, "/m/atrium") for each in (alices, bobs, guests)]
    assert found == [["Red", "Blue"], ["Red"], ["Blue"]]


async def test_leads_back(alices: Browser, bobs: Browser, guests: Browser, groups: list[Group]) -> None:
    """A breakout's page leads to the meeting, also somebody who was there as a guest."""
    red, blue = groups
    for browser, group in ((alices, red), (bobs, red), (guests, blue)):
        assert await leads_to(browser, f"/m/{group.slug}") == ["Atrium"]


async def test_links_can_be_followed(
    alices: Browser, bobs: Browser, guests: Browser, groups: list[Group]
) -> None:
    """Every link opens for whom it is shown to, and the breakouts that are not shown do not."""
    for browser, may_read in ((alices, (True, True)), (bobs, (True, False)), (guests, (False, True))):
        statuses = [(await browser.get(f"/m/{each.slug}")).status for each in groups]
        assert statuses == [200 if each else 404 for each in may_read]


async def test_removed(alices: Browser, bobs: Browser, meeting: Meeting) -> None:
    """Who was removed finds no breakout, not even one they were in."""
    rooms = [{"label": "Red", "people": [str(meeting.bob.id)]}]
    (red,) = (await alices.post("/api/rooms/atrium/breakouts", {"rooms": rooms})).json["breakouts"]
    (place,) = await fetch("SELECT * FROM participants WHERE room_id = $1::uuid", red["id"])
    await record_arrival(place["room_id"], place["identity"], "Bob", TEN, sid="PA_red")
    await remove(meeting.room.id, meeting.bob.id)
    rows = await bobs.get("/")
    assert not HtmlPage(rows.body).all("data-breakouts")
    assert (await bobs.get(f"/m/{red['slug']}")).status in (403, 404)


async def test_home(alices: Browser, bobs: Browser, carols: Browser, groups: list[Group]) -> None:
    """The home page has breakouts in the row of their meeting, those one may read and no others."""
    found = [await leads_to(each, "/") for each in (alices, bobs, carols)]
    assert found == [["Red", "Blue"], ["Red"], []]


@pytest.mark.parametrize("format", ["txt", "md", "docx", "pdf"])
async def test_exports_name_them(format: str, alices: Browser, bobs: Browser, groups: list[Group]) -> None:
    """The meeting's file names the breakouts that its reader may read, and a breakout's file the meeting."""
    hers, his = [" ".join(text_in(await export(each, format), format).split()) for each in (alices, bobs)]
    assert "Breakout rooms, with minutes of their own: Red, Blue" in hers
    assert "with minutes of their own: Red" in his
    assert "Blue" not in his
    theirs = await bobs.get(f"/api/rooms/{groups[0].slug}/export/{format}")
    assert "Breakout room of: Atrium" in text_in(theirs, format)


async def test_json_has_their_links(bobs: Browser, groups: list[Group]) -> None:
    """The JSON has the slugs, with which a program reads on."""
    meeting = (await export(bobs, "json")).json
    assert [(each["label"], each["slug"]) for each in meeting["breakouts"]] == [("Red", groups[0].slug)]
    assert meeting["main_meeting"] is None
    red = (await bobs.get(f"/api/rooms/{groups[0].slug}/export/json")).json
    assert (red["main_meeting"]["slug"], red["breakouts"]) == ("atrium", [])


async def test_share_link_names_none(
    alices: Browser, nobody: Browser, groups: list[Group], meeting: Meeting
) -> None:
    """Who only has a link to the meeting's minutes is not told of breakouts."""
    await save_minutes(meeting.room.id, Minutes("ready", "extractive", executive_summary="It was short."))
    link = await made(alices, scope="transcript")
    for ending in ("", "/minutes.md"):
        shown = await opened(nobody, link, ending)
        assert b"It was short." in shown.body
        assert b"reakout" not in shown.body


async def test_on_screen(chromium: Chromium, settings: Settings, alice: Account, groups: list[Group]) -> None:
    """With breakouts, home page and meeting's page fit every screen, and axe finds nothing."""
    need_web_client(settings)
    async with watched(chromium, settings, SIZES[0][0]) as page:
        await sign_in(page, alice, settings.url)
        for path in ("/", "/m/atrium", f"/m/{groups[0].slug}"):
            await page.goto(path)
            await page.evaluate(AXE.read_text())
            assert await page.evaluate(FOUND) == []
            for width, _ in SIZES:
                await page.set_viewport_size({"width": width, "height": 900})
                assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
