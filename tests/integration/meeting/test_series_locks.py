"""What is done to a series at the same time follows one another: changes, invitations, and new meetings."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Coroutine
from contextvars import copy_context
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from server.errors import Conflict
from server.jobs.worker import ACTOR
from server.meeting.accounts import Account
from server.meeting.actor import Actor, acting_as
from server.meeting.db import execute, transaction
from server.meeting.invitations import invitations_of, invite_members
from server.meeting.lifecycle import mark_live
from server.meeting.participants import lock_room
from server.meeting.rooms import update_room
from server.meeting.series import AHEAD, NewSeries, Series, create_series, extend_due_series, rooms_of_series
from server.meeting.series_changes import cancel_following, change_following, moved
from server.meeting.series_hosts import hand_over_series
from server.meeting.series_invitations import invite_to_series
from tests.integration.api.live import until
from tests.integration.jobs.conftest import as_owner

START = datetime(2027, 3, 15, 8, tzinfo=UTC)
HOUR, WEEK = timedelta(hours=1), timedelta(weeks=1)
WEEKLY = "FREQ=WEEKLY;BYDAY=MO;WKST=MO"
DANA = "dana@example.org"
WAITING = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
)


@pytest.fixture
async def plan(alice: Account) -> AsyncIterator[Series]:
    """A weekly series, whose host acts; its first meeting has ended, so that one more is due."""
    with acting_as(Actor("web", user_id=alice.id)):
        made = await create_series(alice, NewSeries("Plan", WEEKLY, START), [])
        await ended(made)
        yield made


async def ended(series: Series) -> None:
    """Let the first meeting of a series be over."""
    first = (await rooms_of_series(series.id))[0]
    await as_owner(
        "UPDATE rooms SET status = 'ended', started_at = now(), ended_at = now() WHERE id = $1 RETURNING 1",
        first.id,
    )


async def extended() -> int:
    """Do what the hourly task does."""
    with acting_as(ACTOR):
        return await extend_due_series()


async def while_changed(database: str, other: Coroutine[Any, Any, Any], change: Awaitable[object]) -> Any:
    """Let something else begin while a change is not committed; gives what came of it."""
    outside = copy_context()
    watching = await asyncpg.connect(database)
    try:
        async with transaction():
            await change
            doing = asyncio.create_task(other, context=outside)

            async def waits_or_is_done() -> bool:
                return doing.done() or bool(await watching.fetchval(WAITING))

            await until(waits_or_is_done)
        return await doing
    finally:
        await watching.close()


@pytest.mark.parametrize("number", [0, 2])
async def test_new_meetings_wait_for_a_change(plan: Series, database: str, number: int) -> None:
    """Meetings that are made while the times change are made at the new ones."""
    first = (await rooms_of_series(plan.id))[number]
    new = moved(plan, first)
    await while_changed(
        database, extended(), change_following(plan, first, replace(new, starts=new.starts + HOUR))
    )
    rows = await as_owner(
        "SELECT array_agg(DISTINCT extract(hour FROM occurrence)::int) FROM rooms"
        " WHERE occurrence >= $1 AND status = 'scheduled'",
        new.starts,
    )
    assert rows == [9]


async def test_new_meetings_wait_for_a_cancellation(plan: Series, database: str) -> None:
    """A series that is being cancelled gets no new meeting."""
    first = (await rooms_of_series(plan.id))[0]
    assert await while_changed(database, extended(), cancel_following(plan, first)) == 0
    assert await rooms_of_series(plan.id) == []


async def test_changes_wait_for_new_meetings(plan: Series, database: str) -> None:
    """A change that comes while meetings are made moves these, too."""
    first = (await rooms_of_series(plan.id))[0]
    new = replace(moved(plan, first), starts=START + WEEK + HOUR)

    async def made() -> None:
        with acting_as(ACTOR):
            await extend_due_series()

    changed = await while_changed(database, change_following(plan, first, new), made())
    hours = {each.occurrence.hour for each in await rooms_of_series(changed.id) if each.occurrence}
    assert (hours, len(await rooms_of_series(changed.id))) == ({9}, AHEAD)


@pytest.mark.parametrize("number", [0, 3])
async def test_invitations_wait_for_a_change(
    plan: Series, database: str, alice: Account, number: int
) -> None:
    """Who is invited to all while it is cut in two is invited to what goes on from there."""
    rooms = await rooms_of_series(plan.id)
    first, asked = rooms[number], rooms[4]
    new = moved(plan, first)
    await while_changed(
        database,
        invite_to_series(asked, alice.id, [DANA], "participant"),
        change_following(plan, first, replace(new, starts=new.starts + HOUR)),
    )
    for each in rooms[number:]:
        assert [one.address for one in await invitations_of(each.id)] == [DANA]


async def test_invited_to_what_was_cancelled(plan: Series, database: str, alice: Account) -> None:
    """Nobody is invited to what was cancelled meanwhile."""
    first = (await rooms_of_series(plan.id))[0]
    with pytest.raises(Conflict):
        await while_changed(
            database,
            invite_to_series(first, alice.id, [DANA], "participant"),
            cancel_following(plan, first),
        )


@pytest.mark.parametrize("by", [-1, 1])
async def test_other_rules_of_the_clock(alice: Account, by: int) -> None:
    """No day gets a second meeting after its time zone got other rules."""
    new = NewSeries("Plan", WEEKLY, START, date(2027, 5, 3), time_zone="Europe/Berlin")
    with acting_as(Actor("web", user_id=alice.id)):
        made = await create_series(alice, new, [])
    await ended(made)
    await as_owner(
        "UPDATE rooms SET occurrence = occurrence + make_interval(hours => $1),"
        " scheduled_start_time = occurrence + make_interval(hours => $1) WHERE occurrence > $2 RETURNING 1",
        by,
        START + WEEK,
    )
    assert await extended() == 0


async def test_dropped_after_it_was_moved(plan: Series) -> None:
    """A meeting that was moved alone is cancelled with the series by a higher SEQUENCE."""
    first, second, *_ = await rooms_of_series(plan.id)
    for hours in (1, 2, 3):
        await update_room(second.id, scheduled_start_time=START + 2 * WEEK + hours * HOUR)
    await cancel_following(plan, first)
    assert await as_owner("SELECT calendar_sequence FROM rooms WHERE id = $1", second.id) == 4


async def has_been(series: Series, who: Account) -> UUID:
    """The place of somebody at the first meeting, which is over."""
    place = uuid4()
    await as_owner(
        "INSERT INTO participants (id, room_id, user_id, role, status, display_name, identity, admitted_at,"
        " joined_at, left_at) SELECT $1, r.id, $2, 'participant', 'left', $3, $4, now(), now(), now()"
        " FROM rooms r WHERE r.series_id = $5 AND r.status = 'ended' RETURNING 1",
        place,
        who.id,
        who.name,
        str(place),
        series.id,
    )
    return place


async def test_handing_over_waits_for_an_arrival(
    plan: Series, database: str, alice: Account, bob: Account
) -> None:
    """A meeting that begins while its series is handed over stays its host's, and who arrives gets in."""
    place = await has_been(plan, bob)
    first, second, *_ = await rooms_of_series(plan.id)
    await invite_members(first.id, alice.id, [bob.email])

    async def arrives() -> None:
        await lock_room(first.id)
        await mark_live(first.id, datetime.now(UTC))

    await while_changed(database, hand_over_series(plan, alice, place), arrives())
    hosts = "SELECT host_id FROM rooms WHERE id = $1"
    assert [await as_owner(hosts, each.id) for each in (first, second)] == [alice.id, bob.id]


async def test_handing_over_locks_meetings_first(
    plan: Series, database: str, alice: Account, bob: Account
) -> None:
    """Who joins a meeting, and then writes a place, never waits for whom it makes wait."""
    place = await has_been(plan, bob)
    first = (await rooms_of_series(plan.id))[0]
    await invite_members(first.id, alice.id, [bob.email])
    outside = copy_context()
    async with transaction():
        await lock_room(first.id)
        doing = asyncio.create_task(hand_over_series(plan, alice, place), context=outside)
        watching = await asyncpg.connect(database)

        async def waits() -> bool:
            return doing.done() or bool(await watching.fetchval(WAITING))

        await until(waits)
        await watching.close()
        await execute("UPDATE participants SET is_muted = is_muted WHERE room_id = $1", first.id)
    await doing
    assert await as_owner("SELECT host_id FROM rooms WHERE id = $1", first.id) == bob.id
