"""When the meetings of a series are: a rule of RFC 5545 over the clock of one time zone.

dateutil counts in local times, so that a meeting at nine stays at nine when clocks change; a time that is
left out then is the moment it would have been (RFC 5545, 3.3.5).
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice, takewhile
from typing import Literal, cast

from dateutil.rrule import rrulestr

from server.time_zones import zone_of

Frequency = Literal["daily", "weekly", "monthly"]
Weekday = Literal["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
MonthlyBy = Literal["day", "weekday"]
WEEKDAYS: tuple[Weekday, ...] = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LAST_IN_EVERY_MONTH = 28
A_LAST_DAY = date(2028, 1, 31)
"""Of which a rule by month is on the last day of each."""
FOURTH = 4
MOST_INTERVAL = 12
MOST_OCCURRENCES = 400
FAR = timedelta(days=366 * 6)
"""No rule of ours is empty for so long."""
HALF_A_DAY = timedelta(hours=12)
PAST_TOLERANCE = timedelta(minutes=10)
"""A start time this far in the past is accepted: it passed while the form was filled in."""


@dataclass(frozen=True, slots=True)
class Recurrence:
    """How often; `weekdays` belong to a weekly rule, which the day of its first meeting is always part of."""

    frequency: Frequency
    interval: int = 1
    weekdays: tuple[Weekday, ...] = ()
    monthly_by: MonthlyBy = "day"

    def rule(self, first: date) -> str:
        """The rule as RFC 5545 writes it, without its end; `first`: the day of the first meeting."""
        parts = [f"FREQ={self.frequency.upper()}"]
        if self.interval > 1:
            parts.append(f"INTERVAL={self.interval}")
        if self.frequency == "weekly":
            own = WEEKDAYS[first.weekday()]
            days = [each for each in WEEKDAYS if each in self.weekdays or each == own]
            parts.append(f"BYDAY={','.join(days)}")
            parts.append("WKST=MO")
        elif self.frequency == "monthly":
            parts.append(_in_month(first, self.monthly_by))
        return ";".join(parts)


def recurrence_of(rule: str) -> Recurrence:
    """Read a rule of ours back; a weekly one on a single day follows the day of its first meeting."""
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    days = parts.get("BYDAY", "").split(",")
    weekly = tuple(each for each in WEEKDAYS if each in days and len(days) > 1)
    return Recurrence(
        cast(Frequency, parts["FREQ"].lower()),
        int(parts.get("INTERVAL", "1")),
        weekly if parts["FREQ"] == "WEEKLY" else (),
        "weekday" if parts["FREQ"] == "MONTHLY" and "BYDAY" in parts else "day",
    )


def moved_rule(rule: str, was: date, now: date) -> str:
    """A rule of ours when its meeting of a day moves to another, which takes the place of the old one.

    A rule that has the new day already stays: that is then the first of its meetings.
    """
    begin = datetime.combine(now, time())
    if rrulestr(rule, dtstart=begin).after(begin, inc=True) == begin:
        return rule
    how = recurrence_of(rule)
    others = tuple(each for each in how.weekdays if each != WEEKDAYS[was.weekday()])
    return replace(how, weekdays=others).rule(now)


def _in_month(first: date, by: MonthlyBy) -> str:
    """The same day of each month, or the last where a month has no such day; or the same weekday of it."""
    if by == "weekday":
        week = (first.day - 1) // 7 + 1
        return f"BYDAY={week if week <= FOURTH else -1}{WEEKDAYS[first.weekday()]}"
    if first.day <= LAST_IN_EVERY_MONTH:
        return f"BYMONTHDAY={first.day}"
    days = ",".join(str(day) for day in range(LAST_IN_EVERY_MONTH, first.day + 1))
    return f"BYMONTHDAY={days};BYSETPOS=-1"


@dataclass(frozen=True, slots=True)
class Plan:
    """A rule with its begin and end."""

    rule: str
    starts: datetime
    time_zone: str
    last_day: date | None

    def occurrences(self, after: datetime | None = None) -> Iterator[datetime]:
        """The moments (UTC) of the meetings, those after a moment if one is given."""
        zone = zone_of(self.time_zone)
        local = self.starts.astimezone(zone).replace(tzinfo=None)
        found = rrulestr(self.rule, dtstart=local)
        begin = local if after is None else max(local, after.astimezone(zone).replace(tzinfo=None))
        for each in found.xafter(begin - timedelta(hours=2), inc=True):
            if (self.last_day is not None and each.date() > self.last_day) or each > begin + FAR:
                return
            at = each.replace(tzinfo=zone).astimezone(UTC)
            if after is None or at > after:
                yield at

    def nearest(self, at: datetime) -> datetime | None:
        """The moment of the meeting nearest to one, at most half a day away.

        Meetings that have their rooms may be at others than the rule gives them now: clocks leave times out,
        and time zones get other rules.
        """
        near = takewhile(lambda each: each <= at + HALF_A_DAY, self.occurrences(at - HALF_A_DAY))
        return min(near, key=lambda each: abs(each - at), default=None)

    def clock_of(self, at: datetime) -> time:
        """The time of the day of a moment in the series' zone."""
        return at.astimezone(zone_of(self.time_zone)).time()

    def day_of(self, at: datetime) -> date:
        """The day of a moment in the series' zone."""
        return at.astimezone(zone_of(self.time_zone)).date()

    @property
    def first(self) -> datetime:
        """The first meeting: the moment of the begin, which each rule of ours includes."""
        return next(iter(self.occurrences()), self.starts)

    @property
    def until(self) -> datetime | None:
        """The last moment (UTC) of the last day, as UNTIL wants it."""
        if self.last_day is None:
            return None
        end = datetime.combine(self.last_day, time(23, 59, 59), zone_of(self.time_zone))
        return end.astimezone(UTC)


def last_of(plan: Plan, count: int) -> date:
    """The day of the meeting that is the last of so many."""
    last = plan.starts
    for number, at in enumerate(plan.occurrences(), 1):
        last = at
        if number >= count:
            break
    return plan.day_of(last)


def carried(plan: Plan, starts: datetime, time_zone: str) -> Plan | None:
    """Return a plan with the same meetings in another zone, where their days may be others.

    `starts`: its first meeting now. None where no rule of ours has them all: months end on different days,
    and the day after a first Monday is not always a first Tuesday.
    """
    there = replace(plan, starts=starts, time_zone=time_zone)
    by = there.day_of(starts) - plan.day_of(plan.starts)
    if not by:
        return there
    there = replace(there, last_day=plan.last_day and plan.last_day + by)
    how = recurrence_of(plan.rule)
    days = [WEEKDAYS[(WEEKDAYS.index(each) + by.days) % len(WEEKDAYS)] for each in how.weekdays]
    how = replace(how, weekdays=tuple(days))
    wanted = [day + by for day in _days(plan)]
    rules = [replace(there, rule=how.rule(first)) for first in (there.day_of(starts), A_LAST_DAY)]
    return next((each for each in rules if _days(each) == wanted), None)


def _days(plan: Plan) -> list[date]:
    return [plan.day_of(at) for at in islice(plan.occurrences(), MOST_OCCURRENCES)]
