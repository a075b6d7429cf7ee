"""Cursors between pages."""

from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest

from server.errors import Invalid
from server.meeting.cursors import next_cursor, read_cursor


@dataclass
class Row:
    id: UUID
    rank: float


def test_round_trip() -> None:
    """A full page leads to the row after its last one."""
    rows = [Row(uuid4(), 0.5), Row(uuid4(), 0.25)]
    cursor = next_cursor(rows, 2, lambda row: repr(row.rank))
    assert read_cursor(cursor, float, "after") == (0.25, rows[-1].id)


def test_last_page() -> None:
    """A page that is not full is the last one."""
    assert next_cursor([Row(uuid4(), 1)], 2, lambda row: repr(row.rank)) is None
    assert read_cursor(None, float, "after") is None


@pytest.mark.parametrize("cursor", ["", "_", "0.5", "0.5_x", f"x_{UUID(int=1)}"])
def test_malformed(cursor: str) -> None:
    """What no response held is refused, and the field is named."""
    with pytest.raises(Invalid) as refusal:
        read_cursor(cursor, float, "after")
    assert refusal.value.problems[0]["field"] == "after"
