"""Engines that run in a directory while a block runs: `async with postgres(directory) as url`."""

from server.stack.postgres import postgres
from server.stack.redis import redis

__all__ = ["postgres", "redis"]
