"""Leases: one job transcribes a room, and a dead one's room is free again."""

import asyncio

from server.meeting.leases import (
    LeaseState,
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
