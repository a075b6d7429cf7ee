"""Where the meetings of a series go when its rule changes from one of them on.

Where the rule only shifts, each goes to the place of the same number. Where it becomes another one, or the
old one does not have them, those that are to come fill the new places in their order, and one that was
cancelled alone stays cancelled on its day. None is cancelled while the new rule has a place for it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from uuid import UUID

from server.meeting.recurrence import Plan, recurrence_of
from server.meeting.rooms import Room
from server.meeting.series import NewSeries

Planned = Mapping[UUID, datetime | None]
"""By room: the moment that the rule gives it now."""


@dataclass(frozen=True, slots=True)
class Place:
    """A meeting as it is after a change; without `occurrence` the rule has no place for it."""

    room_id: UUID
    occurrence: datetime | None
    starts: datetime | None
    name: str
    minutes: int
    time_zone: str


def rule_time(room: Room) -> datetime:
    """The moment that the rule gives a meeting of a series."""
    assert room.occurrence is not None  # noqa: S101  its callers ask for meetings that the rule has
    return room.occurrence


def next_of(rooms: Sequence[Room]) -> Room | None:
    """The first meeting that a change of all that are to come changes.

    By the order of the rule: one that was moved alone behind others is still before them.
    """
    coming = [each for each in rooms if each.status == "scheduled"]
    return min(coming, key=rule_time, default=None)


def places(
    before: NewSeries, after: NewSeries, coming: Sequence[Room], cancelled: Sequence[Room]
) -> list[Place]:
    """The places of the meetings to come, and of those cancelled alone that the new rule has; all in order.

    `before` and `after`: the series from the first changed meeting on.
    """
    planned = {room.id: before.plan.nearest(rule_time(room)) for room in (*coming, *cancelled)}
    shifts = _is_shifted(before, after) and _has_each(planned, coming)
    numbered = _same_number(before.plan, after.plan, planned) if shifts else {}
    left_out = numbered if shifts else _same_day(before.plan, after.plan, cancelled)
    stays = [(room, left_out[room.id]) for room in cancelled if room.id in left_out]
    free = _free(after.plan, {at for _, at in stays}, len(coming))
    goes = [(room, numbered.get(room.id) if shifts else at) for room, at in zip_longest(coming, free)]
    return [_place(room, at, before, after) for room, at in (*goes, *stays)]


def _is_shifted(before: NewSeries, after: NewSeries) -> bool:
    was, now = recurrence_of(before.rule), recurrence_of(after.rule)
    return (was.frequency, was.interval, len(was.weekdays), was.monthly_by) == (
        now.frequency,
        now.interval,
        len(now.weekdays),
        now.monthly_by,
    )


def _has_each(planned: Planned, coming: Sequence[Room]) -> bool:
    """Whether the old rule has each of the meetings to come, at a moment of its own."""
    moments = [planned[room.id] for room in coming]
    return None not in moments and len(set(moments)) == len(moments)


def _same_number(before: Plan, after: Plan, planned: Planned) -> dict[UUID, datetime]:
    """By room: the moment at the same place of the new rule."""
    last = max(filter(None, planned.values()), default=before.starts)
    moments: dict[datetime, datetime] = {}
    for was, now in zip(before.occurrences(), after.occurrences(), strict=False):
        if was > last:
            break
        moments[was] = now
    return {id: moments[at] for id, at in planned.items() if at is not None and at in moments}


def _same_day(before: Plan, after: Plan, rooms: Sequence[Room]) -> dict[UUID, datetime]:
    """By room: the moment on the same day of the new rule."""
    if not rooms:
        return {}
    days = {room.id: before.day_of(rule_time(room)) for room in rooms}
    last = max(days.values())
    moments: dict[object, datetime] = {}
    for at in after.occurrences():
        if after.day_of(at) > last:
            break
        moments[after.day_of(at)] = at
    return {id: moments[day] for id, day in days.items() if day in moments}


def _free(plan: Plan, taken: set[datetime], count: int) -> list[datetime]:
    found: list[datetime] = []
    for at in plan.occurrences():
        if len(found) == count:
            break
        if at not in taken:
            found.append(at)
    return found


def _place(room: Room, at: datetime | None, before: NewSeries, after: NewSeries) -> Place:
    """Keep what was changed of this meeting alone, where the change of the series leaves it as it is."""
    keeps_time = (before.rule, before.starts, before.time_zone) == (after.rule, after.starts, after.time_zone)
    return Place(
        room.id,
        at,
        room.scheduled_start_time if keeps_time or at is None else at,
        room.name if before.name == after.name else after.name,
        room.scheduled_minutes if before.minutes == after.minutes else after.minutes,
        room.time_zone if keeps_time else after.time_zone,
    )
