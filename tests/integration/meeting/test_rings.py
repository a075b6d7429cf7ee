"""Rings reach who listens, and nobody else."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from uuid import UUID, uuid4

import pytest
from redis.asyncio import Redis

from server.meeting.rings import PREFIX, Ring, Rings

LISTENING_S = 10.0


@pytest.fixture
async def rings(redis_url: str) -> AsyncIterator[Rings]:
    """One process's."""
    async with Rings(redis_url) as opened:
        yield opened


async def heard(redis_url: str, room_id: UUID, listeners: int = 1) -> None:
    """Wait until Redis knows of the listeners."""
    async with Redis.from_url(redis_url) as client, asyncio.timeout(LISTENING_S):
        while (await client.pubsub_numsub(f"{PREFIX}{room_id}"))[0][1] < listeners:  # noqa: ASYNC110  no event tells of it
            await asyncio.sleep(0.01)


async def next_ring(rings: Rings, room_id: UUID) -> Ring:
    """Listen for one."""
    async with aclosing(rings.listen(room_id)) as listening, asyncio.timeout(LISTENING_S):
        return await anext(listening)


async def test_heard(rings: Rings, redis_url: str) -> None:
    """Two who listen to a room both hear its ring, not another's and no nonsense."""
    room_id = uuid4()
    async with asyncio.TaskGroup() as group:
        listening = [group.create_task(next_ring(rings, room_id)) for _ in range(2)]
        await heard(redis_url, room_id, listeners=2)
        await rings.ring(Ring("room", uuid4()))
        async with Redis.from_url(redis_url) as client:
            await client.publish(f"{PREFIX}{room_id}", "a ring of a version to come")
        await rings.ring(Ring("minutes", room_id))
    assert [task.result() for task in listening] == [Ring("minutes", room_id)] * 2


async def test_after_redis_was_away(rings: Rings, redis_url: str) -> None:
    """When the connection breaks, listening goes on, and a ring of each kind says to go and look."""
    room_id = uuid4()
    async with aclosing(rings.listen(room_id)) as listening, asyncio.timeout(LISTENING_S):
        first = asyncio.ensure_future(anext(listening))
        await heard(redis_url, room_id)
        async with Redis.from_url(redis_url) as client:
            await client.client_kill_filter(_type="pubsub")
        made_up = [await first, await anext(listening), await anext(listening)]
    assert {ring.kind for ring in made_up} == {"room", "minutes", "participants"}


async def test_redis_is_not_there() -> None:
    """With no Redis at all a ring is lost without an error."""
    async with Rings("redis://127.0.0.1:1/0") as rings:
        await rings.ring(Ring("room", uuid4()))


async def test_more_listeners_than_a_usual_pool_holds(rings: Rings, redis_url: str) -> None:
    """However many listen in one process, each hears, and ringing still finds a connection."""
    room_id, many = uuid4(), 120
    async with asyncio.TaskGroup() as group:
        listening = [group.create_task(next_ring(rings, room_id)) for _ in range(many)]
        await heard(redis_url, room_id, listeners=many)
        await rings.ring(Ring("minutes", room_id))
    assert {task.result() for task in listening} == {Ring("minutes", room_id)}
