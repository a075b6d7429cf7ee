"""The log: events with ids, never names or what was said."""

import pytest
from aiohttp import web
from structlog.testing import capture_logs

from server.api.identity import CSRF_COOKIE, SESSION_COOKIE
from server.meeting.accounts import Account
from server.meeting.rooms import Room
from tests.conftest import PASSWORD
from tests.integration.api.browser import Browser


async def test_log_holds_no_names_words_or_tokens(nobody: Browser, alice: Account, atrium: Room) -> None:
    """A visit, including errors, logs only ids and routes."""
    with capture_logs() as lines:
        await nobody.post("/api/sessions", {"email": alice.email, "password": PASSWORD})
        joined = await nobody.post(f"/api/rooms/{atrium.slug}/join", {"consent": True})
        await nobody.post(f"/api/rooms/{atrium.slug}/messages", {"text": "the merger is on Friday"})
        await nobody.get(f"/api/rooms/{atrium.slug}/segments?after=-1&why=curiosity")
        await nobody.post("/api/rooms", {"name": "Secret plans\u0007"})
        await nobody.post("/api/people", {"email": alice.email, "name": "Mallory", "password": "long enough"})
        await nobody.post(f"/api/rooms/{atrium.slug}/end")
        await nobody.put("/api/people/me/password", {"current": PASSWORD, "password": "grey umbrellas"})
    told = str(lines)
    kept_quiet = [
        alice.email, "Alice", PASSWORD, "merger", "curiosity", "Secret", "Mallory", "long enough",
        "umbrellas", atrium.slug, joined.json["livekit"]["token"],
        nobody.cookies[SESSION_COOKIE], nobody.cookies[CSRF_COOKIE],
    ]  # fmt: skip
    assert [each for each in kept_quiet if each in told] == []
    assert str(alice.id) in told


async def test_unexpected_error_reveals_nothing(
    alices: Browser, app: web.Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An unexpected error's message is neither in the response nor in the log."""

    async def broken(_: Account) -> None:
        raise ZeroDivisionError("the merger is on Friday")

    monkeypatch.setattr("server.api.rooms.home", broken)
    with capture_logs() as lines:
        answer = await alices.get("/api/rooms")
    assert (answer.status, answer.json["title"]) == (500, "Something went wrong")
    assert b"merger" not in answer.body
    assert "merger" not in str(lines)
    surprise = next(line for line in lines if line["event"] == "unexpected_error")
    assert (surprise["error"], surprise["at"][-1].split()[-1]) == ("ZeroDivisionError", "broken")
