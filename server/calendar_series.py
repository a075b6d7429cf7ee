"""Series of ours as dates for calendars: the rule, and each meeting that differs from it."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from server.calendar_meeting import Attendee, MeetingDate, Organizer, Repeats
from server.meeting.series_dates import ChangedMeeting, SeriesDate


def series_meetings(
    series: SeriesDate,
    url: str,
    organizer: Organizer,
    attendee: Attendee | None = None,
    alone: Mapping[datetime, Attendee] | None = None,
) -> list[MeetingDate]:
    """The rule as one date, then the meetings that differ from it; cancelled ones are left out of the rule.

    `url`: where one joins; it opens the next meeting. `alone`: what the attendee answered to single meetings,
    by the moment that the rule gives them.
    """
    plan = series.plan
    whole = MeetingDate(
        room_id=series.id,
        name=series.name,
        starts=plan.starts,
        minutes=series.minutes,
        time_zone=plan.time_zone,
        sequence=series.sequence,
        url=url,
        created_at=series.created_at,
        organizer=organizer,
        attendee=attendee,
        is_cancelled=series.is_cancelled,
        series_id=series.id,
        repeats=Repeats(
            plan.rule, tuple(each.occurrence for each in series.changed if each.is_cancelled), plan.until
        ),
    )
    if series.is_cancelled:
        return [whole]
    answers = dict(alone or {})
    moved = [each for each in series.changed if not each.is_cancelled]
    dates = [
        changed_meeting(series, each, url, organizer, answers.pop(each.occurrence, attendee))
        for each in moved
    ]
    answered = [
        replace(whole, starts=at, replaces=at, repeats=None, attendee=who) for at, who in answers.items()
    ]
    return [whole, *dates, *answered]


def changed_meeting(
    series: SeriesDate,
    changed: ChangedMeeting,
    url: str,
    organizer: Organizer,
    attendee: Attendee | None = None,
) -> MeetingDate:
    """One meeting of a series, in the place of that which the rule gives."""
    return MeetingDate(
        room_id=changed.room_id,
        name=changed.name,
        starts=changed.starts,
        minutes=changed.minutes,
        time_zone=series.plan.time_zone,
        sequence=max(changed.sequence, series.sequence),
        url=url,
        created_at=changed.created_at,
        organizer=organizer,
        attendee=attendee,
        is_cancelled=changed.is_cancelled,
        series_id=series.id,
        replaces=changed.occurrence,
    )
