"""Stopping a worker during a meeting."""

import asyncio

import pytest

from server.meeting import leases, rooms
from tests.integration.agent.livekit_harness import PATIENCE_S, LiveKitHarness
from tests.integration.agent.test_captions import external


@pytest.mark.usefixtures("books", "whisper")
async def test_worker_stopped(hall: LiveKitHarness) -> None:
    """A stopped worker leaves the meeting open and its lease free for the next worker."""
    async with (
        hall.process("agent", ready="worker_ready") as own,
        hall.person("handed", "ann", "Ann") as ann,
    ):
        await ann.transcriber()
        row = await external(hall, "handed")
        own.process.terminate()
        assert await asyncio.wait_for(own.process.wait(), PATIENCE_S) == 0
        assert await leases.lease_state(row.id) == leases.LeaseState.FREE
        assert (await rooms.room(row.id)).status == "live"
