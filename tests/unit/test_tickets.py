"""Tickets that are no tickets: late, forged, or made for something else."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import jwt
import pytest

from server.config import Secret
from server.errors import Unauthenticated
from server.tickets import ISSUER, Ticket, Tickets

SECRET = Secret("a secret of at least thirty-two letters")
TICKETS = Tickets(SECRET)
OURS = Ticket("parley-room", "someone")


def claims(**other: Any) -> dict[str, Any]:
    """What a ticket says, with something else."""
    soon = datetime.now(UTC) + timedelta(minutes=1)
    return {"iss": ISSUER, "sub": "someone", "room": "parley-room", "exp": soon, **other}


def signed(key: str | bytes = TICKETS._key, algorithm: str = "HS256", **other: Any) -> str:
    """A ticket by our own key, or by another."""
    return jwt.encode(claims(**other), key, algorithm)


def test_read() -> None:
    """What was issued is read, and so is what was signed alike."""
    assert TICKETS.read(TICKETS.issue(OURS)) == TICKETS.read(signed()) == OURS


@pytest.mark.parametrize(
    "showing",
    [
        lambda: signed(exp=datetime.now(UTC) - timedelta(hours=1)),
        lambda: signed(exp=datetime.now(UTC) - timedelta(seconds=6)),
        lambda: signed(iss="livekit"),
        lambda: signed(SECRET.reveal()),
        lambda: signed("", "none"),
        lambda: signed(session="no id"),
        lambda: signed()[:-1],
        lambda: signed() + "x",
        lambda: "",
        lambda: ".",
        lambda: "a.b.c",
        lambda: "ä" * 64,
    ],
    ids=[
        "an hour late",
        "late",
        "issuer",
        "key",
        "unsigned",
        "session",
        "short",
        "long",
        *map(repr, range(4)),
    ],
)
def test_refused(showing: Callable[[], str]) -> None:
    """Late, forged, damaged and foreign ones are refused as such, while the one they were made of is read."""
    shown = showing()
    assert TICKETS.read(signed()) == OURS
    with pytest.raises(Unauthenticated):
        TICKETS.read(shown)


@pytest.mark.parametrize("missing", ["sub", "room", "exp", "iss"])
def test_incomplete(missing: str) -> None:
    """One that leaves out whose it is, what for, or until when is none."""
    with pytest.raises(Unauthenticated):
        TICKETS.read(jwt.encode({k: v for k, v in claims().items() if k != missing}, TICKETS._key, "HS256"))
