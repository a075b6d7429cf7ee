"""A job process that dies is replaced at once: its worker ends its lease and sends for another transcriber.

LiveKit never sends a job again, and the reconciler waits until the lease has run out.
"""

import asyncio
import time
from collections.abc import Callable
from typing import Any, Protocol

import aiohttp
import structlog
from livekit import api

from server.config import Settings
from server.logs import failure
from server.meeting.actor import AGENT, Actor
from server.meeting.database_errors import DATABASE_ERRORS
from server.meeting.db import open_database
from server.meeting.leases import end_leases

AGAIN_AFTER_S = 30.0
"""A room whose job dies sooner than that again is left to the reconciler, which waits longer each time."""

log = structlog.get_logger()
LIVEKIT_ERRORS = (api.TwirpError, aiohttp.ClientError, OSError)


class JobProcess(Protocol):
    """What LiveKit's process pool tells of a process that is gone."""

    @property
    def exitcode(self) -> int | None:
        """Anything but 0 is a death."""

    @property
    def running_job(self) -> Any:
        """With `job.id` and `job.room.name`; None where it had none."""


class JobReplacement:
    """Listens to one worker's process pool."""

    def __init__(self, settings: Settings, now_s: Callable[[], float] = time.monotonic) -> None:
        self._settings = settings
        self._now_s = now_s
        self._replaced_at_s: dict[str, float] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._one_at_a_time = asyncio.Lock()

    def closed(self, process: JobProcess) -> None:
        """A process is gone."""
        info = process.running_job
        if info is None or process.exitcode == 0 or not self._is_due(info.job.room.name):
            return
        task = asyncio.create_task(self._replace(info.job.id, info.job.room.name))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _is_due(self, room: str) -> bool:
        now_s = self._now_s()
        recent = {name: at for name, at in self._replaced_at_s.items() if now_s - at < AGAIN_AFTER_S}
        self._replaced_at_s = {**recent, room: now_s}
        return room not in recent

    async def _replace(self, job: str, room: str) -> None:
        try:
            if await self._end_lease(job):
                await self._send_for_another(room)
                log.info("job_replaced", job=job)
        except (*DATABASE_ERRORS, *LIVEKIT_ERRORS) as error:  # the reconciler does it when the lease is over
            log.warning("job_not_replaced", job=job, **failure(error))

    async def _end_lease(self, job: str) -> bool:
        """Say that it held one: a job without a lease had nothing to do."""
        who = Actor(AGENT, service="transcriber", holder=job)
        async with (
            self._one_at_a_time,
            open_database(self._settings.database_url, default=who, pool_size=1),
        ):
            return await end_leases(job)

    async def _send_for_another(self, room: str) -> None:
        settings = self._settings
        async with api.LiveKitAPI(
            settings.livekit_url, settings.livekit_api_key, settings.livekit_api_secret.reveal()
        ) as livekit:
            await livekit.agent_dispatch.create_dispatch(api.CreateAgentDispatchRequest(room=room))
