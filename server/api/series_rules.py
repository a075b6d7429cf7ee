"""Rules of series as the API takes them: how often, until when, and what changes from a meeting on."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import AwareDatetime, Field, model_validator

from server.api.fields import Body, FutureMoment, Name, ScheduledMinutes, TimeZone, View
from server.errors import Conflict
from server.meeting import series_changes
from server.meeting.recurrence import (
    HALF_A_DAY,
    MOST_INTERVAL,
    MOST_OCCURRENCES,
    WEEKDAYS,
    Frequency,
    MonthlyBy,
    Recurrence,
    Weekday,
    carried,
    last_of,
    moved_rule,
    recurrence_of,
)
from server.meeting.rooms import Room
from server.meeting.series import NewSeries, Series
from server.meeting.series_changes import Change
from server.recurrence_words import repeats_words

LAST_YEARS = 5
NO_SUCH_RULE = (
    "In this time zone the meetings would be on other days, which no rule has."
    " Keep the time zone, or choose a time on the same day."
)


class Rule(Body):
    """How often, and until when: a last day, a number of meetings, or neither."""

    frequency: Frequency
    interval: Annotated[int, Field(ge=1, le=MOST_INTERVAL)] = 1
    weekdays: Annotated[list[Weekday], Field(default=[], max_length=7, description="Of a weekly rule.")]
    monthly_by: MonthlyBy = "day"
    last_day: date | None = None
    count: Annotated[int, Field(ge=2, le=MOST_OCCURRENCES)] | None = None

    @model_validator(mode="after")
    def _one_end(self) -> "Rule":
        if self.last_day is not None and self.count is not None:
            raise ValueError("Give a last day or a number of meetings, not both.")
        if self.weekdays and self.frequency != "weekly":
            raise ValueError("Only a weekly rule has weekdays.")
        if self.last_day is not None and self.last_day.year > datetime.now(UTC).year + LAST_YEARS:
            raise ValueError("Choose a last day within the next five years.")
        return self


class SeriesChanges(Body):
    """Fields to change from a meeting on; omitted ones keep their value."""

    since: str | None = Field(
        default=None,
        max_length=100,
        description="The code of the first meeting to change. Empty: the next one.",
    )
    name: Name | None = None
    starts: FutureMoment | None = None
    """When the first of the changed meetings is."""
    repeats: Rule | None = None
    scheduled_minutes: ScheduledMinutes | None = None
    time_zone: TimeZone | None = None


class PreviewedMeeting(View):
    """A meeting before and after a change; without `after` the rule has no place for it: it is cancelled."""

    slug: str
    before: AwareDatetime | None
    after: AwareDatetime | None
    name: str
    """After the change."""


class SeriesPreview(View):
    """What a change does: the rule in words, and the meetings that have their rooms already."""

    words: str
    time_zone: str
    meetings: list[PreviewedMeeting]
    stay_cancelled: int


def changed_by(body: SeriesChanges, found: Series, first: Room) -> NewSeries:
    """What a series is from a meeting on after these changes; raises Conflict."""
    before = series_changes.moved(found, first)
    new = replace(
        before,
        name=body.name or before.name,
        starts=body.starts or before.starts,
        minutes=body.scheduled_minutes or before.minutes,
        time_zone=body.time_zone or before.time_zone,
    )
    if body.repeats is not None and _recurrence(body.repeats) != recurrence_of(before.rule):
        return ruled(new, body.repeats)
    if new.time_zone != before.time_zone and abs(new.starts - before.starts) < HALF_A_DAY:
        new = _in_its_zone(new, before)
    else:
        new = _moved(new, before)
    return _ends_after_it_begins(new) if body.repeats is None else _ended(new, body.repeats)


def ruled(new: NewSeries, repeats: Rule) -> NewSeries:
    """Give a series its rule, which the day of its first meeting is part of, and its end."""
    return _ended(replace(new, rule=_recurrence(repeats).rule(_first_day(new))), repeats)


def _recurrence(repeats: Rule) -> Recurrence:
    days = tuple(each for each in WEEKDAYS if each in repeats.weekdays)
    return Recurrence(repeats.frequency, repeats.interval, days, repeats.monthly_by)


def _first_day(new: NewSeries) -> date:
    return new.plan.day_of(new.starts)


def _in_its_zone(new: NewSeries, before: NewSeries) -> NewSeries:
    """Keep all meetings where their days are others in another zone.

    Where no rule has them it raises Conflict, or moves them as the host moved the first one.
    """
    plan = carried(before.plan, new.starts, new.time_zone)
    if plan is not None:
        return replace(new, rule=plan.rule, last_day=plan.last_day)
    if new.starts == before.starts:
        raise Conflict(NO_SUCH_RULE)
    return _moved(new, before)


def _moved(new: NewSeries, before: NewSeries) -> NewSeries:
    return replace(new, rule=moved_rule(before.rule, _first_day(before), _first_day(new)))


def _ended(new: NewSeries, repeats: Rule) -> NewSeries:
    new = _ends_after_it_begins(replace(new, last_day=repeats.last_day))
    return new if repeats.count is None else replace(new, last_day=last_of(new.plan, repeats.count))


def _ends_after_it_begins(new: NewSeries) -> NewSeries:
    if new.last_day is not None and new.last_day < _first_day(new):
        raise Conflict("The series would end before it begins. Choose a later last day.")
    return new


def preview_of(new: NewSeries, changes: list[Change]) -> SeriesPreview:
    """Tell what a change would do."""
    return SeriesPreview(
        words=repeats_words(new.plan),
        time_zone=new.time_zone,
        meetings=[
            PreviewedMeeting(
                slug=room.slug,
                before=room.scheduled_start_time,
                after=place.starts if place.occurrence is not None else None,
                name=place.name,
            )
            for room, place in changes
            if room.status != "cancelled"
        ],
        stay_cancelled=sum(room.status == "cancelled" for room, _ in changes),
    )
