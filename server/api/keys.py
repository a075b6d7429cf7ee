"""What only the API keeps in the application."""

import asyncio

from aiohttp import web
from redis.asyncio import Redis

from server.api.limits import Limiter
from server.livekit_door import LiveKitDoor

LIVEKIT = web.AppKey("livekit", LiveKitDoor)
LIMITER = web.AppKey("limiter", Limiter)
REDIS = web.AppKey("redis", Redis)
STOPPING = web.AppKey("stopping", asyncio.Event)
"""Set when the process is going down: what waits for news ends its answer."""
