"""A worker that ends during a meeting, in order or not."""

import asyncio
import os
import signal
import time

import numpy as np
import pytest

from agent.recognizer import SAMPLE_RATE_HZ
from server.meeting import leases, rooms
from server.meeting.gaps import gaps_of
from tests.integration.agent.conftest import Speak
from tests.integration.agent.livekit_harness import PATIENCE_S, LiveKitHarness
from tests.integration.agent.test_captions import BUDGET, external, said
from tests.integration.agent.test_crash import LONG


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


@pytest.mark.usefixtures("books", "whisper")
async def test_worker_killed(hall: LiveKitHarness, speak: Speak) -> None:
    """The standby of a worker killed with its jobs takes over within the sentence; the gap covers the loss.

    Nobody else would: no web process, and so no reconciler, runs here.
    """
    tape = np.concatenate((speak(LONG, 0), np.zeros(SAMPLE_RATE_HZ, np.int16), speak(BUDGET, 0)))
    async with (
        hall.process("agent", ready="worker_ready") as own,
        hall.process("agent", ready="worker_standby"),
        hall.person("orphan", "ann", "Ann") as ann,
    ):
        first = await ann.transcriber()
        row = await external(hall, "orphan")
        speaking = asyncio.create_task(ann.say(tape))
        await ann.captions.until(lambda c: bool(c.shown))
        os.killpg(own.process.pid, signal.SIGKILL)
        killed_at = time.monotonic()
        await ann.transcriber(after=first.identity)
        back_s = time.monotonic() - killed_at
        await speaking
        await ann.captions.until(lambda c: said(c, BUDGET))
        (gap,) = await gaps_of(row.id)
    assert gap.cause == "transcriber"
    assert gap.to_ms is not None
    assert gap.to_ms - gap.from_ms >= (back_s - 1) * 1000
    print(f"transcribed after {back_s:.1f} s, gap {gap.to_ms - gap.from_ms} ms")  # noqa: T201  prints a measurement
