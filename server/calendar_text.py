"""What of a stranger's calendar is parsed: the few lines an answer consists of (RFC 5545, 3.1 and 3.4).

icalendar makes a zone of each VTIMEZONE and keeps it under its name for the whole process. Such a zone counts
every change of its clock since its first, by rules of the mail: one each second since 1970 takes all memory.
So it gets none of them, nor anything else that no answer needs, and zones are looked up by name alone.
"""

import re
from collections import Counter
from collections.abc import Iterator
from zoneinfo import ZoneInfo

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from server.time_zones import time_zone

ZONE = "X-ZONE"
"""The parameter that holds a moment's TZID, so that icalendar does not look it up."""
MOST_EVENTS = 20
SEVERAL = 2
"""More lines of one name say no more."""
LONGEST_LINE = 4096
"""Characters, unfolded."""
EVENT = ["VCALENDAR", "VEVENT"]
_BOUNDS = frozenset({"BEGIN", "END"})
NEEDED = (
    frozenset[str](),
    _BOUNDS | {"METHOD"},
    _BOUNDS | {"UID", "SEQUENCE", "DTSTAMP", "RECURRENCE-ID", "ORGANIZER", "ATTENDEE"},
)
"""By the depth of their component."""
_FOLD = re.compile(r"(?:(?<!\n)\r\n|(?<![\r\n])\n)(?:\r?\n)*[ \t]")
_SPACES = re.compile(r"\s+")
_CONTROLS = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")
_TZID = re.compile(r";\s*TZID\s*=", re.IGNORECASE)


def answer_lines(calendar: str) -> str:
    """Return a calendar of these lines alone, unfolded; raises ValueError if it does not end as it began."""
    return "\r\n".join(_lines(_FOLD.sub("", calendar)))


def known_zone(name: str) -> ZoneInfo | None:
    """Return a zone by IANA's or Microsoft's name, also after a maker's prefix (RFC 5545, 3.2.19)."""
    whole = name.strip(" /")
    parts = whole.rsplit("/", 3) if name.startswith("/") else []
    for each in (whole, WINDOWS_TO_OLSON.get(whole, ""), *("/".join(parts[-n:]) for n in (3, 2, 1))):
        try:
            return ZoneInfo(time_zone(each))
        except (ValueError, LookupError, OSError):
            continue
    return None


def _lines(unfolded: str) -> Iterator[str]:
    inside: list[str] = []
    counted: Counter[tuple[int, str]] = Counter()
    events = 0
    for line in unfolded.split("\n"):
        name = _SPACES.sub("", re.split("[:;]", line, maxsplit=1)[0]).upper()
        if name == "BEGIN":
            inside.append(_component(line))
            events += inside == EVENT
        elif name == "END" and (not inside or inside[-1] != _component(line)):
            raise ValueError("something ends that has not begun")
        is_event = inside == EVENT and events <= MOST_EVENTS
        if (is_event or inside == EVENT[:1]) and name in NEEDED[len(inside)]:
            place = (events if is_event else 0, name)
            counted[place] += 1
            if name in _BOUNDS:
                yield f"{name}:{inside[-1]}"
            elif counted[place] <= SEVERAL:
                yield _needed(line)
        if name == "END":
            inside.pop()
    if inside:
        raise ValueError("something begins that does not end")


def _component(line: str) -> str:
    return line.rpartition(":")[2].strip().upper()


def _needed(line: str) -> str:
    if len(line) > LONGEST_LINE:
        raise ValueError("a line is too long")
    return _TZID.sub(f";{ZONE}=", _CONTROLS.sub("", line))
