"""The engines one can run in a directory: `async with postgres(directory) as url`."""

from server.stack.postgres import postgres
from server.stack.redis import redis

__all__ = ["postgres", "redis"]
