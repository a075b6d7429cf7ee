"""Pools of Redis connections."""

import asyncio

import pytest
from redis.asyncio import Redis
from redis.exceptions import ConnectionError as RedisConnectionError

from server.meeting.redis_pool import RedisPool

COMMANDS, NAME = 5, "closing"


@pytest.mark.parametrize("steps", range(0, 40, 3))
async def test_close_while_commands_run(steps: int, redis_url: str) -> None:
    """However far commands are when the pool is closed, no connection is left, and none is made later."""
    client = Redis.from_pool(RedisPool.from_url(redis_url, client_name=NAME))
    running = [asyncio.ensure_future(client.ping()) for _ in range(COMMANDS)]
    for _ in range(steps):
        await asyncio.sleep(0)
    await client.aclose()
    await asyncio.gather(*running, return_exceptions=True)
    with pytest.raises(RedisConnectionError):
        await client.ping()
    async with Redis.from_url(redis_url) as other:
        assert [each["name"] for each in await other.client_list() if each["name"] == NAME] == []
