"""Rules of series as the API takes them: how often, until when, and what changes from a meeting on."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import AwareDatetime, Field, model_validator

from server.api.fields import Body, FutureMoment, Name, ScheduledMinutes, TimeZone, View
from server.errors import Conflict
from server.meeting import series_changes
from server.meeting.recurrence import (
    MOST_INTERVAL,
    MOST_OCCURRENCES,
    Frequency,
    MonthlyBy,
    Recurrence,
    Weekday,
    last_of,
    recurrence_of,
)
from server.meeting.rooms import Room
from server.meeting.series import NewSeries, Series
from server.meeting.series_changes import Change
from server.recurrence_words import repeats_words
from server.time_zones import zone_of

LAST_YEARS = 5


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
    new = series_changes.moved(found, first)
    zone = body.time_zone or new.time_zone
    new = replace(
        new,
        name=body.name or new.name,
        starts=body.starts or new.starts,
        minutes=body.scheduled_minutes or new.minutes,
        time_zone=zone,
    )
    if body.repeats is not None:
        return ruled(new, body.repeats)
    day = new.starts.astimezone(zone_of(zone)).date()
    return replace(new, rule=recurrence_of(new.rule).rule(day))


def ruled(new: NewSeries, repeats: Rule) -> NewSeries:
    """Give a series its rule, which the day of its first meeting is part of, and its end."""
    how = Recurrence(repeats.frequency, repeats.interval, tuple(repeats.weekdays), repeats.monthly_by)
    first = new.starts.astimezone(zone_of(new.time_zone)).date()
    if repeats.last_day is not None and repeats.last_day < first:
        raise Conflict("The series would end before it begins. Choose a later last day.")
    with_rule = replace(new, rule=how.rule(first), last_day=repeats.last_day)
    if repeats.count is not None:
        return replace(with_rule, last_day=last_of(with_rule.plan, repeats.count))
    return with_rule


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
