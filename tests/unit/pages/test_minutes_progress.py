"""What a page still waits for."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from server.meeting.minutes import Method, Minutes, State
from server.meeting.rooms import Room, RoomSettings
from server.pages.minutes_progress import IMPROVES, is_awaited, stage_of

ENDED = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)
SOON, LATER = ENDED + timedelta(minutes=1), ENDED + IMPROVES


def room(status: str) -> Room:
    """A meeting in a state."""
    return Room(
        uuid4(), "atrium", "Atrium", "instant", status, None, None, "parley-1", 50, 0, RoomSettings(),
        None, None, ENDED if status == "ended" else None, None, (), ENDED,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("state", "method", "now", "awaited"),
    [
        ("queued", None, LATER, True),
        ("writing", None, LATER, True),
        ("ready", "extractive", SOON, True),
        ("ready", "extractive", LATER, False),
        ("ready", "model", SOON, False),
        ("failed", None, SOON, False),
    ],
)
def test_minutes_are_awaited(state: State, method: Method | None, now: datetime, awaited: bool) -> None:
    """Minutes are waited for until they are the best there will be."""
    assert is_awaited(room("ended"), Minutes(state, method), now) is awaited


@pytest.mark.parametrize(("status", "awaited"), [("scheduled", False), ("waiting", False), ("live", True)])
def test_before_the_end(status: str, awaited: bool) -> None:
    """A live meeting changes; one that has not begun is not watched."""
    assert is_awaited(room(status), None) is awaited


def test_ended_this_moment() -> None:
    """A meeting without a summary row yet is queued, not broken."""
    assert stage_of(room("ended"), None) == "queued"
