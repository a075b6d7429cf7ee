"""The stages of the meeting page."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from server.meeting.minutes import Minutes, State
from server.meeting.rooms import Room, RoomSettings, RoomStatus
from server.pages.minutes_progress import is_awaited, stage_of

ENDED = datetime(2026, 3, 2, 10, 0, tzinfo=UTC)


def room(status: RoomStatus) -> Room:
    """A meeting in a state."""
    return Room(
        uuid4(), "atrium", "Atrium", "instant", status, None, None, "parley-1", 50, 0, RoomSettings(),
        None, None, ENDED if status == "ended" else None, None, (), ENDED,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("state", "awaited"),
    [("queued", True), ("writing", True), ("drafted", True), ("ready", False), ("failed", False)],
)
def test_minutes_are_awaited(state: State, awaited: bool) -> None:
    """The page waits until the minutes are final."""
    assert is_awaited(room("ended"), Minutes(state)) is awaited


@pytest.mark.parametrize(("status", "awaited"), [("scheduled", False), ("waiting", False), ("live", True)])
def test_live_and_scheduled(status: RoomStatus, awaited: bool) -> None:
    """A live meeting is awaited; one that has not started is not."""
    assert is_awaited(room(status), None) is awaited


def test_expired() -> None:
    """An ended meeting without minutes had some, which were kept for long enough."""
    assert stage_of(room("ended"), None) == "expired"
