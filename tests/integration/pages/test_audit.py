"""The audit page."""

import pytest

from server.meeting.accounts import Account
from server.meeting.rooms import update_room
from tests.conftest import PASSWORD, Meeting
from tests.integration.api.browser import Browser
from tests.integration.api.conftest import Opens
from tests.integration.pages.html_page import HtmlPage


@pytest.fixture
async def admins(browser_of: Opens, admin: Account) -> Browser:
    """The administrator's browser."""
    return await browser_of(admin)


@pytest.fixture
async def raised(admins: Browser) -> Browser:
    """The same browser with elevated access."""
    await admins.post("/api/elevation", {"password": PASSWORD, "reason": "A test"})
    return admins


async def test_access(admins: Browser, alices: Browser, nobody: Browser) -> None:
    """An administrator is asked for a reason, a member gets 403, and a stranger is redirected to sign in."""
    assert "Turn on administrator access" in HtmlPage((await admins.get("/admin/audit")).body).text
    assert (await alices.get("/admin/audit")).status == 403
    assert (await nobody.get("/admin/audit")).headers["Location"] == "/signin?next=%2Fadmin%2Faudit"


async def test_events(raised: Browser, meeting: Meeting) -> None:
    """Events show the names of people and meetings, not their ids."""
    text = HtmlPage((await raised.get(f"/admin/audit?room={meeting.room.id}")).body).text
    assert "Atrium" in text
    assert "added a participant" in text


async def test_details(raised: Browser, nobody: Browser, carols: Browser, meeting: Meeting) -> None:
    """Details are words and names, never keys and ids."""
    await update_room(meeting.room.id, settings={"access": "invited"})
    await carols.post("/api/rooms/atrium/join", {"consent": True})
    await nobody.post("/api/sessions", {"email": "bob@example.org", "password": "a guess"})
    text = HtmlPage((await raised.get("/admin/audit")).body).text
    assert "was refused entry to the meeting" in text
    assert "because there is no such meeting, or none that they may enter" in text
    assert "account: Bob" in text
    assert "RoomNotFound" not in text


async def test_link_on_the_account_page(admins: Browser, alices: Browser) -> None:
    """Only administrators have the link."""
    assert b'href="/admin/audit"' in (await admins.get("/account")).body
    assert b'href="/admin/audit"' not in (await alices.get("/account")).body


@pytest.mark.parametrize(
    "query", ["person=me", "since=2026-99-99", "category=x", "room=<script>", "since=9999-12-31"]
)
async def test_wrong_filter(raised: Browser, query: str) -> None:
    """An invalid filter shows an error at its field, and the page still works."""
    answer = await raised.get(f"/admin/audit?{query}")
    assert answer.status == 200
    assert b"<script>" not in answer.body
    assert (b'aria-invalid="true"' in answer.body) == (query != "since=9999-12-31")


async def test_last_day_of_the_calendar(raised: Browser) -> None:
    """The last representable date is accepted."""
    answer = await raised.get("/admin/audit?until=9999-12-31")
    assert answer.status == 200


async def test_no_events(raised: Browser) -> None:
    """An empty list says so."""
    assert (
        "No events match this filter."
        in HtmlPage((await raised.get("/admin/audit?since=2099-01-01")).body).text
    )


async def test_next_page(raised: Browser, alices: Browser) -> None:
    """A full page links to the next one with the same filter."""
    for number in range(51):
        await alices.post("/api/rooms", {"name": f"Room {number}"})
    page = await raised.get("/admin/audit?category=data_modification")
    older = next(
        each.attributes["href"] for each in HtmlPage(page.body).all("rel") if each.attributes["rel"] == "next"
    )
    assert "category=data_modification" in str(older)
    assert (await raised.get(str(older))).status == 200
