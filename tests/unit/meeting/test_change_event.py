"""Change events as they are serialised."""

from typing import get_args
from uuid import uuid4

import pytest

from server.meeting.change_bus import ChangeEvent, ChangeKind


@pytest.mark.parametrize("kind", get_args(ChangeKind))
def test_round_trip(kind: ChangeKind) -> None:
    """What one process writes the other reads."""
    event = ChangeEvent(kind, uuid4())
    assert ChangeEvent.from_wire(event.to_wire()) == event


@pytest.mark.parametrize(
    "text",
    [
        "",
        "null",
        "[]",
        '{"kind": "fire", "room_id": "x"}',
        '{"kind": "room", "room_id": "x"}',
        '{"kind": "room"}',
    ],
)
def test_nonsense(text: str) -> None:
    """Anything else is a ValueError, never a change event."""
    with pytest.raises(ValueError):  # noqa: PT011  each kind of nonsense has its own words
        ChangeEvent.from_wire(text)
