"""How times, lengths and names are written on a page."""

from collections.abc import Sized
from datetime import UTC, date, datetime
from itertools import pairwise

from server.time_zones import zone_of


def clock(ms: int) -> str:
    """Write a place on the meeting's clock: 0:07, 12:04, 1:02:09."""
    minutes, seconds = divmod(max(ms, 0) // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes}:{seconds:02}"


def length(seconds: float) -> str:
    """Write how long something took, in the largest units that still tell: 45 s, 12 min, 1 h 5 min."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    hours, minutes = divmod((whole + 30) // 60, 60)
    if not hours:
        return f"{minutes} min"
    return f"{hours} h {minutes} min" if minutes else f"{hours} h"


def spoken_length(seconds: float) -> str:
    """Write a speaking time to the second: 45 s, 3 min 20 s."""
    minutes, rest = divmod(round(seconds), 60)
    if not minutes:
        return f"{rest} s"
    return f"{minutes} min {rest} s" if rest else f"{minutes} min"


def day_and_time(at: datetime, zone: str = "UTC") -> str:
    """Write a moment in a meeting's zone for readers without a script, which turns it into their own."""
    at = at.astimezone(zone_of(zone))
    name = at.tzname() or "UTC"
    return f"{at.day} {at:%B %Y, %H:%M} {name if name[0].isalpha() else f'UTC{name}'}"


def day(on: date) -> str:
    """Write a day that is the same in every zone."""
    return f"{on.day} {on:%B %Y}"


def iso(at: datetime) -> str:
    """Write a moment for `<time datetime>`."""
    return at.astimezone(UTC).isoformat(timespec="seconds")


def initials(name: str) -> str:
    """Take the first letters of the first and last word: Ada King Lovelace → AL."""
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def percent(share: float) -> str:
    """Write a percentage, 0 to 100, without decimals except where it would read as nothing."""
    return "< 1 %" if 0 < share < 1 else f"{round(share)} %"


def join_names(names: list[str]) -> str:
    """Write names as one says them: A, B and C."""
    return f"{', '.join(names[:-1])} and {names[-1]}" if len(names) > 1 else "".join(names)


def consecutive_runs(numbers: list[int]) -> list[list[int]]:
    """Group sorted numbers that follow each other: 1 2 3 7 8 → [1 2 3] [7 8]."""
    breaks = [0, *(i for i, (a, b) in enumerate(pairwise(numbers), 1) if b != a + 1), len(numbers)]
    return [numbers[a:b] for a, b in pairwise(breaks) if a != b]


def count_of(things: Sized, one: str, many: str) -> str:
    """Write how many there are: 1 person, 3 people."""
    return f"{len(things)} {one if len(things) == 1 else many}"
