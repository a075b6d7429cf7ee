"""Stretches of a transcript that are laid out together."""

from itertools import chain

from server.pages.gap_lines import GapLine
from server.pages.stretches import stretches


def lines(count: int, text: str = "A line.") -> list[GapLine]:
    """Lines of the same text."""
    return [GapLine(n, f"0:{n:02}", text) for n in range(count)]


def test_order() -> None:
    """Together they are all lines, in their order."""
    given = lines(1000)
    assert list(chain.from_iterable(stretches(given))) == given


def test_nothing() -> None:
    """Without lines there is no stretch."""
    assert stretches([]) == []


def test_same_height() -> None:
    """Long lines are fewer in a stretch than short ones."""
    assert [len(each) for each in stretches(lines(60))] == [25, 25, 10]
    assert [len(each) for each in stretches(lines(10, "x" * 900))] == [3, 3, 3, 1]


def test_one_long_line() -> None:
    """A line of any length is not divided."""
    assert [len(each) for each in stretches(lines(2, "x" * 100_000))] == [1, 1]
