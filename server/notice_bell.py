"""Hears PostgreSQL ring when a person's notifications change; what is missed is counted again afterwards."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from uuid import UUID

import asyncpg

from server.config import Secret
from server.meeting.database_errors import DATABASE_ERRORS

CHANNEL = "parley_notifications"
CONNECT_S, RECONNECT_S = 10.0, 1.0


async def hear(url: Secret, ring: Callable[[UUID], None], ring_everybody: Callable[[], None]) -> None:
    """Call `ring` with each person, and `ring_everybody` whenever the connection is made; until cancelled."""
    while True:
        with contextlib.suppress(*DATABASE_ERRORS):
            connection = await asyncpg.connect(
                url.reveal(),
                timeout=CONNECT_S,
                server_settings={"application_name": "parley-notifications"},
            )
            try:
                lost = asyncio.Event()
                connection.add_termination_listener(lambda _, lost=lost: lost.set())
                await connection.add_listener(CHANNEL, lambda *heard: _ring(str(heard[-1]), ring))
                ring_everybody()
                await lost.wait()
            finally:
                connection.terminate()
        await asyncio.sleep(RECONNECT_S)


def _ring(payload: str, ring: Callable[[UUID], None]) -> None:
    with contextlib.suppress(ValueError):
        ring(UUID(payload))


@contextlib.asynccontextmanager
async def hearing(
    url: Secret, ring: Callable[[UUID], None], ring_everybody: Callable[[], None]
) -> AsyncIterator[None]:
    """Hear while the block runs."""
    running = asyncio.create_task(hear(url, ring, ring_everybody), name="notice bell")
    try:
        yield
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
