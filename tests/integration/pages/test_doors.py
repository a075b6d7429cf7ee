"""Access to pages, and redirects."""

import pytest

from server.meeting.rooms import Room, cancel_room
from tests.integration.api.browser import Browser
from tests.integration.pages.conftest import Spoken
from tests.integration.pages.html_page import HtmlPage


@pytest.mark.parametrize("page", ["/r/", "/m/"])
async def test_foreign_meeting_looks_absent(carols: Browser, ended: Spoken, page: str) -> None:
    """A meeting that carol did not attend looks like one that does not exist."""
    foreign, missing = await carols.get(f"{page}atrium"), await carols.get(f"{page}nothing")
    assert (foreign.status, foreign.body) == (missing.status, missing.body)
    assert foreign.status == 404


@pytest.mark.parametrize("page", ["/r/", "/m/"])
async def test_foreign_meeting_without_signing_in(nobody: Browser, ended: Spoken, page: str) -> None:
    """The same for people who are not signed in; both cases offer to sign in."""
    foreign, missing = await nobody.get(f"{page}atrium"), await nobody.get(f"{page}nothing")
    assert foreign.body.replace(b"atrium", b"nothing") == missing.body
    assert f"/signin?next={page}atrium" in {
        each.attributes["href"] for each in HtmlPage(foreign.body).all("href")
    }


async def test_room_that_ended(alices: Browser, ended: Spoken) -> None:
    """After the meeting the room's link redirects to the minutes."""
    answer = await alices.get("/r/atrium")
    assert (answer.status, answer.headers["Location"]) == (303, "/m/atrium")


async def test_room_opens(nobody: Browser, atrium: Room) -> None:
    """The link of an open room opens the room's page."""
    shell = HtmlPage((await nobody.get("/r/atrium")).body).one("id", "room")
    assert shell.attributes["data-slug"] == "atrium"


async def test_cancelled_room(alices: Browser, atrium: Room) -> None:
    """Invited people are told that the meeting was cancelled."""
    await cancel_room(atrium.id)
    answer = await alices.get("/r/atrium")
    assert answer.status == 409
    assert "This meeting was cancelled" in HtmlPage(answer.body).text


async def test_account_requires_sign_in(nobody: Browser) -> None:
    """A personal page redirects to sign-in and back."""
    answer = await nobody.get("/account")
    assert (answer.status, answer.headers["Location"]) == (303, "/signin?next=%2Faccount")


async def test_signed_in_already(alices: Browser) -> None:
    """The sign-in page redirects people who are already signed in."""
    answer = await alices.get("/signin?next=/account")
    assert (answer.status, answer.headers["Location"]) == (303, "/account")


async def test_forged_return_address(alices: Browser) -> None:
    """A forged return address leads to the home page."""
    assert (await alices.get("/signin?next=//evil.example")).headers["Location"] == "/"


@pytest.mark.parametrize(
    "path", ["/nowhere", "/r/", "/r/a/b", "/m/%00", "/r/%F0%9F%98%80", "/static/../secret", "/static/%00"]
)
async def test_unknown_address(nobody: Browser, path: str) -> None:
    """An unknown address gets the 404 page."""
    answer = await nobody.get(path)
    assert answer.status == 404
    assert "Page not found" in HtmlPage(answer.body).text
