"""Changes of a series from one of its meetings on: its title, time and rule, or its end.

What has been stays as it was, also in calendars: the series ends before the first changed meeting, and a
new one that shares its link and its people goes on. A meeting that was changed alone keeps what the change
does not touch: moved ones stay where they are until times or rule change, which calendars take for a new set
of meetings (RFC 5546, 3.2.2). One that was cancelled alone stays cancelled (`series_places`).
"""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from asyncpg import UniqueViolationError

from server.errors import Conflict
from server.meeting.audit import record
from server.meeting.db import execute, fetch_one, transaction
from server.meeting.rooms import Room
from server.meeting.series import (
    NewSeries,
    Series,
    cancelled_alone,
    extend_series,
    hold_series,
    insert_series,
    rooms_of_series,
    series,
    series_by_slug,
)
from server.meeting.series_invitations import copy_invitations
from server.meeting.series_places import Place, places, rule_time

DAY = timedelta(days=1)
AT_ONE_TIME = "rooms_occurrence"
"""The index that lets a series have one meeting at a time."""
CHANGED_BEFORE = "The series has just been changed. Load the page again."
Change = tuple[Room, Place]
"""A meeting as it is, and where a change puts it."""


def as_new(found: Series) -> NewSeries:
    """The fields that may change, as they are."""
    return NewSeries(
        found.name,
        found.rule,
        found.starts,
        found.last_day,
        found.minutes,
        found.time_zone,
        found.max_participants,
        found.settings,
        found.tags,
    )


async def series_to_change(slug: str, host_id: UUID) -> Series:
    """The series that a link leads to, as the change before left it; raises SeriesNotFound.

    Other changes of it wait for the end of the transaction.
    """
    await hold_series((await series_by_slug(slug, host_id)).root_id)
    return await series_by_slug(slug, host_id)


async def change_following(found: Series, first: Room, new: NewSeries) -> Series:
    """Change a series from a meeting on; raises Conflict if that is not one of its coming ones.

    It also does where the series is not as it was `found`. `new.starts` is when the first of the changed
    meetings is.
    """
    since, before = _changeable(found, first), _going_on(found, first, new)
    try:
        async with transaction():
            await _locked_as(found)
            rooms, cancelled = await _coming(found, first)
            into = found.id
            await execute("SELECT release_occurrences($1, $2)", found.id, since)
            if before.starts > found.starts:
                into = await _split(found, first, new)
            else:
                await _rewrite(found.id, new)
            await _place(places(before, new, rooms, cancelled), into)
            await extend_series(into)
            await copy_invitations(into)
            await _tell(into)
            await record("room_access", "series.change", first.id, series=str(into))
            return await series(into)
    except UniqueViolationError as error:
        if error.constraint_name != AT_ONE_TIME:
            raise
        raise Conflict("A meeting that has begun already is at one of these times.") from error


async def preview(found: Series, first: Room, new: NewSeries) -> list[Change]:
    """What `change_following` would do with each meeting that has a room; raises Conflict as it does."""
    rooms, cancelled = await _coming(found, first)
    before = _going_on(found, first, new)
    placed = {each.room_id: each for each in places(before, new, rooms, cancelled)}
    return [(room, placed[room.id]) for room in (*rooms, *cancelled) if room.id in placed]


def _changeable(found: Series, first: Room) -> datetime:
    """The moment that the rule gives a meeting that has not begun; raises Conflict for others."""
    if first.series_id != found.id or first.occurrence is None or first.status != "scheduled":
        raise Conflict("Choose a meeting of the series that has not started.")
    return first.occurrence


def _going_on(found: Series, first: Room, new: NewSeries) -> NewSeries:
    """What the series is from a meeting on, without the change; raises Conflict where it cannot begin there.

    Where clocks leave the time of the series out, it would be at another time from then on.
    """
    before = moved(found, first)
    clock = found.plan.clock_of
    if new.starts == before.starts and clock(before.starts) != clock(found.starts):
        raise Conflict(
            "Clocks go forward then. Choose another meeting to begin with, or another time for it."
        )
    return before


async def _coming(found: Series, first: Room) -> tuple[list[Room], list[Room]]:
    """The meetings that have not begun, and those that were cancelled alone, as the rule orders them.

    Raises Conflict if the first has begun, or is not where it was.
    """
    since = _changeable(found, first)
    rooms = [each for each in await rooms_of_series(found.id, since) if each.status == "scheduled"]
    if (first.id, since) not in [(each.id, each.occurrence) for each in rooms]:
        raise Conflict("Choose a meeting of the series that has not started.")
    return sorted(rooms, key=rule_time), await cancelled_alone(found.id, since)


async def cancel_following(found: Series, first: Room) -> None:
    """Cancel a meeting of a series and all after it; raises Conflict as above."""
    if (
        first.series_id != found.id
        or first.occurrence is None
        or first.status not in ("scheduled", "waiting")
    ):
        raise Conflict("Choose a meeting of the series that has not started.")
    async with transaction():
        await _locked_as(found)
        whole = moved(found, first).starts <= found.starts
        await execute("SELECT drop_occurrences($1, $2)", found.id, first.occurrence)
        if whole:
            await execute(
                "UPDATE room_series SET cancelled_at = now(), sequence = sequence + 1 WHERE id = $1", found.id
            )
        else:
            await _end_before(found, first)
        await record("room_access", "series.cancel", first.id, series=str(found.id))


async def _locked_as(found: Series) -> None:
    """Lock a series; raises Conflict if another change of it came before."""
    await hold_series(found.id)
    if await series(found.id) != found:
        raise Conflict(CHANGED_BEFORE)


async def _split(found: Series, first: Room, new: NewSeries) -> UUID:
    """End the series before a meeting, and make the one that goes on.

    A link leads to the last by `created_at`, which is when its transaction began: raises Conflict where that
    would not be this one.
    """
    row = await fetch_one("SELECT now() > $1::timestamptz AS is_last", found.created_at)
    if row is None or not row["is_last"]:
        raise Conflict(CHANGED_BEFORE)
    await _end_before(found, first)
    into = uuid4()
    await insert_series(into, found.root_id, found.host_id, new)
    return into


async def _end_before(found: Series, first: Room) -> None:
    last = found.plan.day_of(moved(found, first).starts) - DAY
    await execute(
        "UPDATE room_series SET last_day = $2, sequence = sequence + 1 WHERE id = $1", found.id, last
    )


async def _rewrite(series_id: UUID, new: NewSeries) -> None:
    await execute(
        "UPDATE room_series SET name = $2, rule = $3, last_day = $4, starts = $5, minutes = $6,"
        " time_zone = $7 WHERE id = $1",
        series_id,
        new.name,
        new.rule,
        new.last_day,
        new.plan.first,
        new.minutes,
        new.time_zone,
    )


async def _place(placed: list[Place], into: UUID) -> None:
    """Put the rooms there are in their places; one that is left over is cancelled."""
    for each in placed:
        await execute(
            "SELECT place_occurrence($1, $2, $3, $4, $5, $6, $7)",
            each.room_id,
            into,
            each.occurrence,
            each.starts,
            each.name,
            each.minutes,
            each.time_zone,
        )
    await execute("SELECT drop_occurrences($1, 'infinity')", into)


async def _tell(series_id: UUID) -> None:
    await execute("UPDATE room_series SET sequence = sequence + 1 WHERE id = $1", series_id)


def moved(found: Series, first: Room) -> NewSeries:
    """What a series is from a meeting on, without any change."""
    assert first.occurrence is not None  # noqa: S101  its callers have asked
    return replace(as_new(found), starts=found.plan.nearest(first.occurrence) or first.occurrence)
