"""Changing one's password over HTTP."""

from typing import Any

import pytest

from server.api.limits import Limit
from server.errors import BadCredentials
from server.meeting.accounts import Account, check_credentials
from server.meeting.actor import WEB, Actor, acting_as
from server.meeting.db import fetch
from server.meeting.password_change import change_password, hold_password
from tests.conftest import PASSWORD
from tests.integration.api.browser import Browser
from tests.integration.api.conftest import Opens

CHANGE = "/api/people/me/password"
NEW = "Zo\u00eb has \ufb01ve grey umbrellas"
NEW_TYPED_ELSEWHERE = "Zoe\u0308 has five grey umbrellas"


def change(current: str = PASSWORD, new: str = NEW) -> dict[str, str]:
    """The body of a change."""
    return {"current": current, "password": new}


async def signs_in(browser: Browser, person: Account, password: str) -> bool:
    """Whether the password opens a session."""
    return (await browser.post("/api/sessions", {"email": person.email, "password": password})).status == 201


async def recorded() -> list[tuple[str, Any]]:
    """Audit events about passwords and their details."""
    rows = await fetch("SELECT action, details::text FROM audit_events WHERE action LIKE 'password.%'")
    return [tuple(row) for row in rows]


async def test_changed(alices: Browser, nobody: Browser, alice: Account, browser_of: Opens) -> None:
    """The new password signs in, however it is typed, the old one does not; only this browser stays."""
    other = await browser_of(alice)
    assert (await alices.put(CHANGE, change())).status == 204
    assert (await alices.get("/api/people/me")).status == 200
    assert (await other.get("/api/people/me")).status == 401
    assert not await signs_in(nobody, alice, PASSWORD)
    assert await signs_in(nobody, alice, NEW_TYPED_ELSEWHERE)
    assert await recorded() == [("password.change", '{"sessions_ended": 1}')]


async def test_wrong_current_password(alices: Browser, alice: Account, browser_of: Opens) -> None:
    """A wrong current password changes nothing, ends nothing and is recorded."""
    other = await browser_of(alice)
    answer = await alices.put(CHANGE, change(current="not it"))
    assert (answer.status, [each["field"] for each in answer.json["problems"]]) == (422, ["current"])
    assert (await other.get("/api/people/me")).status == 200
    assert await signs_in(other, alice, PASSWORD)
    assert await recorded() == [("password.refuse", "{}")]


@pytest.mark.parametrize("weak", ["short", "password1234", "alice@example.org", "\uff50assword1234"])
async def test_weak_password(alices: Browser, weak: str) -> None:
    """The rules are those of registration."""
    answer = await alices.put(CHANGE, change(new=weak))
    assert (answer.status, [each["field"] for each in answer.json["problems"]]) == (422, ["password"])


async def test_guessing(alices: Browser) -> None:
    """Attempts are limited like sign-ins of a known browser."""
    for _ in range(Limit.SIGN_IN_KNOWN_DEVICE.value.amount):
        assert (await alices.put(CHANGE, change(current="a guess"))).status == 422
    assert (await alices.put(CHANGE, change())).status == 429


async def test_signed_out(nobody: Browser) -> None:
    """Nobody changes a password without a session."""
    assert (await nobody.put(CHANGE, change())).status == 401


async def test_sign_in_during_the_change(alice: Account) -> None:
    """A sign-in that checked the old password before the change opens no session after it."""
    with acting_as(Actor(WEB, user_id=alice.id)):
        _, old = await check_credentials(alice.email, PASSWORD, cost=4)
        assert old is not None
        assert await change_password(alice, PASSWORD, NEW, cost=4) == 0
        with pytest.raises(BadCredentials):
            await hold_password(alice, old)
