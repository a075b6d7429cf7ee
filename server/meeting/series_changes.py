"""Changes of a series from one of its meetings on: its title, time and rule, or its end.

What has been stays as it was, also in calendars: the series ends before the first changed meeting, and a
new one that shares its link and its people goes on. Meetings that were changed alone follow the new rule.
"""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

from server.errors import Conflict
from server.meeting.audit import record
from server.meeting.db import execute, fetch_one, transaction
from server.meeting.rooms import Room
from server.meeting.series import (
    NewSeries,
    Series,
    extend_series,
    insert_series,
    rooms_of_series,
    series,
)
from server.meeting.series_invitations import copy_invitations

DAY = timedelta(days=1)


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


async def change_following(found: Series, first: Room, new: NewSeries) -> Series:
    """Change a series from a meeting on; raises Conflict if that is not one of its coming ones.

    `new.starts` is when the first of the changed meetings is.
    """
    if first.series_id != found.id or first.occurrence is None or first.status != "scheduled":
        raise Conflict("Choose a meeting of the series that has not started.")
    async with transaction():
        await _locked(found.id)
        rooms = [
            each for each in await rooms_of_series(found.id, first.occurrence) if each.status == "scheduled"
        ]
        into = found.id
        await execute("SELECT release_occurrences($1, $2)", found.id, first.occurrence)
        if first.occurrence > found.starts:
            into = await _split(found, first, new)
        else:
            await _rewrite(found.id, new)
        await _place(rooms, into, new)
        await extend_series(into)
        await copy_invitations(into)
        await _tell(into)
        await record("room_access", "series.change", first.id, series=str(into))
        return await series(into)


async def cancel_following(found: Series, first: Room) -> None:
    """Cancel a meeting of a series and all after it; raises Conflict as above."""
    if (
        first.series_id != found.id
        or first.occurrence is None
        or first.status not in ("scheduled", "waiting")
    ):
        raise Conflict("Choose a meeting of the series that has not started.")
    async with transaction():
        await _locked(found.id)
        whole = first.occurrence <= found.starts
        await execute("SELECT drop_occurrences($1, $2)", found.id, first.occurrence)
        if whole:
            await execute(
                "UPDATE room_series SET cancelled_at = now(), sequence = sequence + 1 WHERE id = $1", found.id
            )
        else:
            await _end_before(found, first)
        await record("room_access", "series.cancel", first.id, series=str(found.id))


async def _locked(series_id: UUID) -> None:
    """Let one change of a series follow another."""
    await fetch_one("SELECT 1 FROM room_series WHERE id = $1 FOR NO KEY UPDATE", series_id)


async def _split(found: Series, first: Room, new: NewSeries) -> UUID:
    """End the series before a meeting, and make the one that goes on."""
    await _end_before(found, first)
    into = uuid4()
    await insert_series(into, found.root_id, found.host_id, new)
    return into


async def _end_before(found: Series, first: Room) -> None:
    assert first.occurrence is not None  # noqa: S101  its callers have asked
    last = found.plan.day_of(first.occurrence) - DAY
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


async def _place(rooms: list[Room], into: UUID, new: NewSeries) -> None:
    """Give the rooms there are the new times in their order; one that is left over is cancelled."""
    times = new.plan.occurrences()
    for room in rooms:
        await execute("SELECT place_occurrence($1, $2, $3)", room.id, into, next(times, None))
    await execute("SELECT drop_occurrences($1, 'infinity')", into)


async def _tell(series_id: UUID) -> None:
    await execute("UPDATE room_series SET sequence = sequence + 1 WHERE id = $1", series_id)


def moved(found: Series, first: Room) -> NewSeries:
    """What a series is from a meeting on, without any change."""
    assert first.occurrence is not None  # noqa: S101  its callers have asked
    return replace(as_new(found), starts=first.occurrence)
