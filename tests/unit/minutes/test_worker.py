"""The worker survives outages of the database."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import asyncpg
import pytest

from agent.minutes.worker import MinutesWorker
from agent.minutes.writing import Extractor
from server.config import Secret
from server.errors import Busy
from server.meeting.change_bus import ChangeBus


@pytest.mark.parametrize("trouble", [Busy, asyncpg.InternalClientError, OSError])
async def test_waits_for_a_connection(trouble: type[Exception]) -> None:
    """After any connection error the worker goes on until it is stopped."""

    @contextlib.asynccontextmanager
    async def none() -> AsyncIterator[None]:
        worker.stop()
        raise trouble
        yield

    worker = MinutesWorker(Extractor(), ChangeBus("redis://127.0.0.1:1"), Secret("postgresql://"), none)
    async with asyncio.timeout(10):
        await worker.run()
