"""People of one name are numbered in the order they arrived."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from server.meeting.display_names import display_names, distinct_names

TWO_NAMES = [("Lara", "Iara"), ("Lana", "Iana"), ("Ian", "Lan"), ("Luca", "1uca"), ("Lena", "ӏena")]
"""Of which the second begins with one stroke, and the first with a capital L, which has two."""
NOON = datetime(2026, 5, 8, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Guest:
    """A participant as far as it matters here."""

    id: UUID
    display_name: str
    joined_at: datetime | None


def guest(number: int, name: str, minute: int | None) -> Guest:
    """Somebody who came so many minutes after noon."""
    return Guest(UUID(int=number), name, None if minute is None else NOON + timedelta(minutes=minute))


@pytest.mark.parametrize(
    ("names", "labels"),
    [
        (["Alex", "Bob", "Alex"], ["Alex", "Bob", "Alex (2)"]),
        (["Alex", "Alex", "Alex"], ["Alex", "Alex (2)", "Alex (3)"]),
        (["Alex", "ALEX", "Ａlex", "Al\u200dex"], ["Alex", "ALEX (2)", "Ａlex (3)", "Al\u200dex (4)"]),
        (["Alex", "Alex", "Alex (2)"], ["Alex", "Alex (2)", "Alex (2) (2)"]),
        (["Alex (2)", "Alex", "Alex"], ["Alex (2)", "Alex", "Alex (3)"]),
        (["Jose\u0301", "José"], ["Jose\u0301", "José (2)"]),
        (["👩\u200d💻", "👩"], ["👩\u200d💻", "👩"]),
        (
            ["Alice", "AIice", "A1ice", "A|ice", "Αlice"],
            ["Alice", "AIice (2)", "A1ice (3)", "A|ice (4)", "Αlice (5)"],
        ),
        (["ALICE", "Alice", "BOB", "B0B"], ["ALICE", "Alice (2)", "BOB", "B0B (2)"]),
        (["Emma", "Ernma", "Wim", "VVim"], ["Emma", "Ernma (2)", "Wim", "VVim (2)"]),
        (["Guest 1", "Guest l"], ["Guest 1", "Guest l (2)"]),
        (
            ["Guest 1", "Guest 2", "Lila", "Ilia", "Ali", "All"],
            ["Guest 1", "Guest 2", "Lila", "Ilia", "Ali", "All"],
        ),
        *((list(names), list(names)) for names in TWO_NAMES),
        ([], []),
    ],
)
def test_names_that_look_alike_are_numbered(names: list[str], labels: list[str]) -> None:
    """No two labels look alike, and the first of a name keeps it as it is."""
    assert distinct_names(names) == labels


def test_by_order_of_arrival() -> None:
    """The first to arrive keeps the plain name, whatever order they are listed in."""
    people = [guest(1, "Alex", 9), guest(2, "Alex", 3), guest(3, "Alex", None)]
    assert display_names(people) == {
        UUID(int=2): "Alex",
        UUID(int=1): "Alex (2)",
        UUID(int=3): "Alex (3)",
    }


def test_a_later_arrival_changes_nobody() -> None:
    """A label depends only on who came before."""
    before = [guest(1, "Alex", 1), guest(2, "Alex", 2)]
    after = [*before, guest(3, "Alex (2)", 3), guest(4, "Alex", 4)]
    labels = display_names(after)
    assert {id: labels[id] for id in display_names(before)} == display_names(before)
