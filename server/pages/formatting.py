"""Formatting of times, numbers and names on pages."""

from collections.abc import Sized
from datetime import UTC, date, datetime
from itertools import pairwise

from server.time_zones import zone_of


def day_and_time(at: datetime, zone: str = "UTC") -> str:
    """Format a time in the meeting's zone; with JavaScript the page shows it in the reader's own zone."""
    at = at.astimezone(zone_of(zone))
    name = at.tzname() or "UTC"
    return f"{at.day} {at:%B %Y, %H:%M} {name if name[0].isalpha() else f'UTC{name}'}"


def day(on: date) -> str:
    """Format a date, which is the same in every zone."""
    return f"{on.day} {on:%B %Y}"


def iso(at: datetime) -> str:
    """Format a time for `<time datetime>`."""
    return at.astimezone(UTC).isoformat(timespec="seconds")


def initials(name: str) -> str:
    """Return the first letters of the first and last word: Ada King Lovelace → AL."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def percent(share: float) -> str:
    """Format a percentage, 0 to 100, without decimals: 12 %, and < 1 % instead of 0 %."""
    return "< 1 %" if 0 < share < 1 else f"{round(share)} %"


def join_names(names: list[str]) -> str:
    """Join names in a sentence: A, B and C."""
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)


def consecutive_runs(numbers: list[int]) -> list[list[int]]:
    """Group consecutive numbers of a sorted list: 1 2 3 7 8 → [1 2 3] [7 8]."""
    breaks = [0, *(i for i, (a, b) in enumerate(pairwise(numbers), 1) if b != a + 1), len(numbers)]
    return [numbers[a:b] for a, b in pairwise(breaks) if a != b]


def count_of(things: Sized, one: str, many: str) -> str:
    """Format a count: 1 person, 3 people."""
    return f"{len(things)} {one if len(things) == 1 else many}"
