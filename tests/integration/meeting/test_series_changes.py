"""Changes of series that come too late, or at which the database refuses something."""

import asyncio
from collections.abc import AsyncIterator
from contextvars import copy_context
from datetime import UTC, datetime, timedelta

import pytest
from asyncpg import UniqueViolationError

from server.errors import Conflict
from server.meeting import series as all_series
from server.meeting.accounts import Account
from server.meeting.actor import Actor, acting_as
from server.meeting.db import fetch, transaction
from server.meeting.series import NewSeries, Series, create_series, rooms_of_series
from server.meeting.series_changes import cancel_following, change_following, moved, preview, series_to_change
from tests.integration.jobs.conftest import as_owner

START = datetime(2027, 3, 15, 8, tzinfo=UTC)


@pytest.fixture
async def plan(alice: Account) -> AsyncIterator[Series]:
    """A weekly series, whose host acts."""
    with acting_as(Actor("web", user_id=alice.id)):
        yield await create_series(alice, NewSeries("Plan", "FREQ=WEEKLY;BYDAY=MO;WKST=MO", START), [])


@pytest.mark.parametrize("number", [0, 2])
async def test_too_late(plan: Series, number: int) -> None:
    """Who saw a series as it was before another change neither changes, previews nor cancels it."""
    first = (await rooms_of_series(plan.id))[number]
    new = NewSeries("Later", plan.rule, first.occurrence + timedelta(hours=1) if first.occurrence else START)
    after = await change_following(plan, first, new)
    before = await rooms_of_series(after.id)
    with pytest.raises(Conflict):
        await change_following(plan, first, new)
    with pytest.raises(Conflict):
        await preview(plan, first, new)
    with pytest.raises(Conflict):
        await cancel_following(plan, first)
    assert await rooms_of_series(after.id) == before


async def test_began_before_the_last_change(plan: Series, alice: Account) -> None:
    """A link leads to what the last change made: one whose transaction began before that is refused."""
    outside = copy_context()
    fourth = (await rooms_of_series(plan.id))[3]
    async with transaction():
        changing = change_following(plan, fourth, moved(plan, fourth))
        after = await asyncio.create_task(changing, context=outside)
        found = await series_to_change(plan.slug, alice.id)
        assert found == after
        second = (await rooms_of_series(found.id))[1]
        with pytest.raises(Conflict):
            await change_following(found, second, moved(found, second))


async def test_at_the_time_of_one_that_began(plan: Series) -> None:
    """No meeting moves to the time of one that has begun, and whoever moves it is told."""
    first, second, *_ = await rooms_of_series(plan.id)
    await as_owner(
        "UPDATE rooms SET status = 'live', started_at = now() WHERE id = $1 RETURNING 1", second.id
    )
    with pytest.raises(Conflict, match="has begun"):
        await change_following(plan, first, NewSeries("Daily", "FREQ=DAILY", START + timedelta(days=1)))


async def test_another_refusal(plan: Series, monkeypatch: pytest.MonkeyPatch) -> None:
    """A code that is taken is not told as a meeting that has begun."""
    second = (await rooms_of_series(plan.id))[1]
    monkeypatch.setattr(all_series, "new_slug", lambda: plan.slug)
    with pytest.raises(UniqueViolationError):
        await change_following(plan, second, moved(plan, second))
    assert [row["status"] for row in await fetch("SELECT DISTINCT status FROM rooms")] == ["scheduled"]


async def test_over_already(alice: Account) -> None:
    """A series whose meetings are all over is refused, and leaves nothing."""
    begun = datetime.now(UTC) - timedelta(hours=1)
    over = NewSeries("Plan", "FREQ=DAILY", begun, begun.date())
    with acting_as(Actor("web", user_id=alice.id)):
        with pytest.raises(Conflict):
            await create_series(alice, over, [])
        assert await fetch("SELECT FROM room_series") == []
