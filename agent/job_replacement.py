"""Replaces a job process that dies at once: the worker ends its lease and dispatches another transcriber.

LiveKit never dispatches a job again, and the reconciler waits until the lease has expired. The replacement
waits for a database that is away: the lease that keeps two transcribers apart, room and clock are there.
"""

import asyncio
import time
from collections.abc import Callable
from typing import Any, Protocol

import aiohttp
import structlog
from livekit import api

from agent.transient_retry import NEVER, retry_transient
from server.config import Settings
from server.logs import failure
from server.meeting.actor import AGENT, Actor
from server.meeting.database_errors import DATABASE_ERRORS
from server.meeting.db import open_database
from server.meeting.leases import end_leases

MIN_REPLACEMENT_INTERVAL_S = 30.0
"""A room whose replaced job dies again sooner than this is left to the reconciler, which backs off."""
CONNECT_S = 5.0
"""A database that does not answer a connection for so long is asked again."""

log = structlog.get_logger()
LIVEKIT_ERRORS = (api.TwirpError, aiohttp.ClientError, OSError)


class JobProcess(Protocol):
    """The part of LiveKit's job executor that is read when its process has ended."""

    @property
    def exitcode(self) -> int | None:
        """0 after an orderly end."""

    @property
    def running_job(self) -> Any:
        """Has `job.id` and `job.room.name`; None if no job ran."""


class JobReplacement:
    """Listener on one worker's process pool."""

    def __init__(self, settings: Settings, now_s: Callable[[], float] = time.monotonic) -> None:
        self._settings = settings
        self._now_s = now_s
        self._replaced_at_s: dict[str, float] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self.database_lock = asyncio.Lock()
        """Held while this process has a database open, of which there can be only one."""

    def closed(self, process: JobProcess) -> None:
        """Handle the end of a process; replace its job if it failed."""
        info = process.running_job
        if info is not None and process.exitcode != 0:
            self.replace(info.job.id, info.job.room.name)

    def replace(self, job: str, room: str) -> None:
        """Replace a job that died, unless its room's job was replaced a moment ago."""
        if self._is_due(room):
            task = asyncio.create_task(self._replace(job, room))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def _is_due(self, room: str) -> bool:
        now_s = self._now_s()
        recent = {
            name: at for name, at in self._replaced_at_s.items() if now_s - at < MIN_REPLACEMENT_INTERVAL_S
        }
        self._replaced_at_s = {**recent, room: now_s}
        return room not in recent

    async def _replace(self, job: str, room: str) -> None:
        try:
            if await retry_transient(lambda: self._end_lease(job), NEVER):
                await self._dispatch(room)
                log.info("job_replaced", job=job)
        except (*DATABASE_ERRORS, *LIVEKIT_ERRORS) as error:
            # the reconciler replaces it when the lease expires
            log.warning("job_not_replaced", job=job, **failure(error))

    async def _end_lease(self, job: str) -> bool:
        """End the job's lease; False if it held none, so that no meeting needs a replacement."""
        who = Actor(AGENT, service="transcriber", holder=job)
        async with (
            self.database_lock,
            open_database(
                self._settings.database_url, default=who, pool_size=1, options={"timeout": CONNECT_S}
            ),
        ):
            return await end_leases(job)

    async def _dispatch(self, room: str) -> None:
        settings = self._settings
        async with api.LiveKitAPI(
            settings.livekit_url, settings.livekit_api_key, settings.livekit_api_secret.reveal()
        ) as livekit:
            await livekit.agent_dispatch.create_dispatch(api.CreateAgentDispatchRequest(room=room))
