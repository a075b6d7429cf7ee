"""Definitions of time zones for calendars (VTIMEZONE), each change of the clock as an observance of its own.

The library's own definitions begin an hour late in spring and leave out changes of zones whose rules move.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

STEP = timedelta(days=1)
"""No zone changes its clocks twice within it."""
EXACT = timedelta(seconds=1)


def zone_definition(zone: ZoneInfo, first: datetime, last: datetime) -> Timezone:
    """Define a zone for the moments from `first` to `last`."""
    defined = Timezone()
    defined.add("tzid", zone.key)
    defined.add_component(_observance(zone, first, first.astimezone(zone).utcoffset()))
    for at in changes(zone, first, last):
        defined.add_component(_observance(zone, at, (at - EXACT).astimezone(zone).utcoffset()))
    return defined


def changes(zone: ZoneInfo, first: datetime, last: datetime) -> Iterator[datetime]:
    """The moments (UTC) within the span at which the zone's offset from UTC changes."""
    before = first.astimezone(UTC).replace(microsecond=0)
    while before < last:
        after = min(before + STEP, last.astimezone(UTC))
        if _offset(zone, before) != _offset(zone, after):
            yield _change(zone, before, after)
        before = after


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The first second of the new offset, between two moments with different ones."""
    while after - before > EXACT:
        middle = before + timedelta(seconds=int((after - before).total_seconds()) // 2)
        if _offset(zone, middle) == _offset(zone, before):
            before = middle
        else:
            after = middle
    return after


def _offset(zone: ZoneInfo, at: datetime) -> timedelta | None:
    return at.astimezone(zone).utcoffset()


def _observance(
    zone: ZoneInfo, at: datetime, offset_before: timedelta | None
) -> TimezoneDaylight | TimezoneStandard:
    """What holds from a moment on; it begins at the time the clock shows by the offset before (3.6.5)."""
    local = at.astimezone(zone)
    observance = TimezoneDaylight() if local.dst() else TimezoneStandard()
    observance.add("dtstart", (at.astimezone(UTC) + (offset_before or timedelta())).replace(tzinfo=None))
    observance.add("tzoffsetfrom", offset_before or timedelta())
    observance.add("tzoffsetto", local.utcoffset() or timedelta())
    observance.add("tzname", local.tzname() or zone.key)
    return observance
