"""The ring on the wire."""

from typing import get_args
from uuid import uuid4

import pytest

from server.meeting.rings import Kind, Ring


@pytest.mark.parametrize("kind", get_args(Kind))
def test_round_trip(kind: Kind) -> None:
    """What one process writes the other reads."""
    ring = Ring(kind, uuid4())
    assert Ring.from_wire(ring.to_wire()) == ring


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
    """What is no ring is a ValueError, never a ring."""
    with pytest.raises(ValueError):  # noqa: PT011  each kind of nonsense has its own words
        Ring.from_wire(text)
