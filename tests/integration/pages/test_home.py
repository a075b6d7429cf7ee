"""The home page and the account page."""

from datetime import timedelta

from server.meeting.accounts import Account
from server.meeting.minutes import save_minutes
from server.meeting.rooms import NewRoom, Room, create_room
from tests.conftest import TEN, Meeting
from tests.integration.api.browser import Browser
from tests.integration.pages.conftest import Spoken, minutes
from tests.integration.pages.html_page import HtmlPage


async def home(browser: Browser) -> HtmlPage:
    """Open the home page."""
    return HtmlPage((await browser.get("/")).body)


async def test_welcome_page(nobody: Browser) -> None:
    """Visitors get links to sign in and to register."""
    page = await home(nobody)
    assert {"/signin", "/register"} <= {each.attributes["href"] for each in page.all("href")}


async def test_sections(alices: Browser, alice: Account, ended: Spoken) -> None:
    """Each meeting is listed once, in its section."""
    await create_room(alice, NewRoom("Later", "scheduled", TEN + timedelta(days=1), slug="later"))
    page = await home(alices)
    assert "/m/atrium" in {each.attributes["href"] for each in page.all("href")}
    assert page.one("data-action", "cancel").attributes["data-slug"] == "later"


async def test_live_meeting(bobs: Browser, meeting: Meeting) -> None:
    """A live meeting is listed as happening now, with the number of people."""
    text = (await home(bobs)).one("aria-labelledby", "live-title").text
    assert "Atrium" in text
    assert "3 in the meeting" in text


async def test_foreign_meetings_are_not_listed(carols: Browser, ended: Spoken) -> None:
    """Nobody sees other people's meetings."""
    assert "Atrium" not in (await home(carols)).text


async def test_notification(bobs: Browser, ended: Spoken) -> None:
    """Attendees are notified of ready minutes until they mark it as read."""
    await save_minutes(ended.meeting.room.id, minutes(ended))
    note = (await home(bobs)).one("data-notification")
    assert "The minutes are ready." in note.text
    read = await bobs.post(f"/api/notifications/{note.attributes['data-notification']}/read")
    assert read.status in (200, 204)
    assert not (await home(bobs)).all("data-notification")


async def test_names_are_escaped(alices: Browser, alice: Account) -> None:
    """HTML in a meeting's name is escaped."""
    await create_room(alice, NewRoom('<script>alert("x")</script>'))
    page = await home(alices)
    assert '<script>alert("x")</script>' in page.text
    assert all("src" in script.attributes for script in page.tagged("script"))


async def test_only_the_host_can_cancel(bobs: Browser, bob: Account, atrium: Room, alice: Account) -> None:
    """Only the host can cancel a meeting."""
    await create_room(alice, NewRoom("Board", "scheduled", TEN, slug="board"), ["bob@example.org"])
    page = await home(bobs)
    assert "Board" in page.text
    assert not page.all("data-action", "cancel")


async def test_sessions(alices: Browser, browser_of: object, alice: Account) -> None:
    """The account page lists the sessions; the current one is first and can only be signed out."""
    page = HtmlPage((await alices.get("/account")).body)
    assert "This device" in page.all("data-session")[0].text
    assert not page.all("data-action", "revoke")
