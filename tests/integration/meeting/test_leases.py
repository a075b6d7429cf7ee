"""Leases: one job transcribes a room, and a dead one's room is free again."""

import asyncio

import pytest

from server.meeting.db import execute
from server.meeting.gaps import gaps_of
from server.meeting.leases import (
    LeaseState,
    end_leases,
    lease_state,
    release_lease,
    renew_lease,
    take_lease,
)
from tests.conftest import Meeting

EXPIRED = 0.0
"""Seconds: a lease that is stale as soon as it is taken."""


async def test_one_wins(meeting: Meeting) -> None:
    """Of ten jobs that want a room at once, one has it."""
    taken = await asyncio.gather(*(take_lease(meeting.room.id, f"job-{n}") for n in range(10)))
    assert taken.count(True) == 1


async def test_again(meeting: Meeting) -> None:
    """The holder may take its own lease again."""
    assert [await take_lease(meeting.room.id, "job") for _ in range(2)] == [True, True]


async def test_stale(meeting: Meeting) -> None:
    """A lease not renewed in time is taken by another, and the first learns that it lost it."""
    await take_lease(meeting.room.id, "dead", seconds=EXPIRED)
    assert await lease_state(meeting.room.id) is LeaseState.STALE
    assert await take_lease(meeting.room.id, "alive")
    assert not await renew_lease(meeting.room.id, "dead")
    assert await renew_lease(meeting.room.id, "alive")


async def test_released(meeting: Meeting) -> None:
    """Only the holder gives a lease back."""
    await take_lease(meeting.room.id, "job")
    await release_lease(meeting.room.id, "other")
    assert await lease_state(meeting.room.id) is LeaseState.HELD
    await release_lease(meeting.room.id, "job")
    assert await lease_state(meeting.room.id) is LeaseState.FREE


async def jump(seconds: int) -> None:
    """Set the database's clock forward, or back: all it wrote before is older, or lies in the future."""
    await execute(
        "UPDATE room_leases SET expires_at = expires_at - $1 * interval '1 s',"
        " renewed_at = renewed_at - $1 * interval '1 s'",
        seconds,
    )
    await execute("UPDATE rooms SET started_at = started_at - $1 * interval '1 s'", seconds)


async def wait(seconds: int) -> None:
    """Let time pass, without waiting."""
    await execute("UPDATE room_leases SET expires_at = expires_at - $1 * interval '1 s'", seconds)


HOUR_S = 3_600


@pytest.mark.parametrize("seconds", [HOUR_S, -HOUR_S])
async def test_clock_jumps(meeting: Meeting, seconds: int) -> None:
    """A job that renews keeps its room after the database's clock has jumped, and there is no gap."""
    await take_lease(meeting.room.id, "job")
    await jump(seconds)
    assert not await take_lease(meeting.room.id, "other")
    assert await renew_lease(meeting.room.id, "job")
    assert not await take_lease(meeting.room.id, "other")
    await wait(11)
    assert not await take_lease(meeting.room.id, "other")
    assert await gaps_of(meeting.room.id) == []


@pytest.mark.parametrize(("seconds", "from_ms"), [(HOUR_S, 60_000), (-HOUR_S, 0)])
async def test_clock_jumps_and_nobody_renews(meeting: Meeting, seconds: int, from_ms: int) -> None:
    """Whatever the clock says, the room of a job that died is free within seconds; the gap is not shifted."""
    await execute("UPDATE rooms SET started_at = clock_timestamp() - interval '1 minute'")
    await take_lease(meeting.room.id, "dead")
    await jump(seconds)
    assert await lease_state(meeting.room.id) is LeaseState.STALE
    assert not await take_lease(meeting.room.id, "alive")
    assert not await take_lease(meeting.room.id, "alive")
    await wait(11)
    assert await take_lease(meeting.room.id, "alive")
    (gap,) = await gaps_of(meeting.room.id)
    assert from_ms <= gap.from_ms < from_ms + 1_000


@pytest.mark.parametrize("seconds", [HOUR_S, -HOUR_S])
async def test_clock_jumps_after_an_end(meeting: Meeting, seconds: int) -> None:
    """A lease that was ended for a dead job is free at once at any time of the clock."""
    await take_lease(meeting.room.id, "dead")
    await end_leases("dead")
    await jump(seconds)
    assert await lease_state(meeting.room.id) is LeaseState.STALE
    assert await take_lease(meeting.room.id, "alive")
