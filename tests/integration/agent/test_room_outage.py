"""A room whose transcriber loses the database, and dies before it is back."""

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator
from dataclasses import replace
from uuid import UUID

import numpy as np
import pytest

from agent.recognizer import SAMPLE_RATE_HZ
from server.meeting import transcripts
from server.meeting.gaps import gaps_of
from server.stack.child_process import free_port
from tests.integration.agent.conftest import Speak
from tests.integration.agent.database_proxy import DatabaseProxy, database_proxy
from tests.integration.agent.livekit_harness import LiveKitHarness, eventually, job_process
from tests.integration.agent.test_captions import BUDGET, LEASE, OFFICE, external, said


@pytest.fixture
async def proxy(hall: LiveKitHarness) -> AsyncIterator[DatabaseProxy]:
    """The agent's way to the database."""
    async with database_proxy(hall.env["DATABASE_URL"]) as proxy:
        yield proxy


@pytest.mark.usefixtures("books", "whisper")
async def test_job_killed_during_outage(hall: LiveKitHarness, proxy: DatabaseProxy, speak: Speak) -> None:
    """What is said while the database is away is shown at once; the next job stores it, in order and once."""
    pause = np.zeros(SAMPLE_RATE_HZ, np.int16)
    own = replace(hall, env={**hall.env, "DATABASE_URL": proxy.url, "AGENT_PORT": str(free_port())})
    async with own.process("agent", ready="worker_ready") as worker, own.person("cut", "ann", "Ann") as ann:
        first = await ann.transcriber()
        row = await external(own, "cut")
        proxy.flowing.clear()
        spoken_at = await ann.say(np.concatenate((speak(OFFICE, 0), pause, speak(BUDGET, 0))))
        await ann.captions.until(lambda c: said(c, BUDGET))
        shown = ann.captions.finals()
        assert {each.attributes["parley.stored"] for each in shown} == {"false"}
        print(f"final shown after {shown[-1].at - spoken_at:.1f} s")  # noqa: T201  prints a measurement
        job_process(worker, first.identity.removeprefix("agent-")).kill()
        proxy.flowing.set()
        await ann.transcriber(after=first.identity)
        await asyncio.gather(ann.say(speak(LEASE, 0)), ann.captions.until(lambda c: said(c, LEASE)))
        segments = await transcripts.segments_of(row.id)
        (gap,) = await gaps_of(row.id)
    assert [each.id for each in segments][: len(shown)] == [
        UUID(each.attributes["lk.segment_id"]) for each in shown
    ]
    assert [each.raw_text for each in segments][: len(shown)] == [each.text for each in shown]
    assert gap.from_ms >= int(shown[-1].attributes["parley.end_ms"])
    assert list((hall.directory / "data" / "journal").iterdir()) == []


@pytest.mark.usefixtures("books", "whisper")
async def test_worker_killed_during_outage(hall: LiveKitHarness, proxy: DatabaseProxy, speak: Speak) -> None:
    """The next worker takes the room as soon as the database is back, and stores what was said before.

    Nobody else would: no web process, and so no reconciler, runs here.
    """
    own = replace(hall, env={**hall.env, "DATABASE_URL": proxy.url, "AGENT_PORT": str(free_port())})
    async with (
        own.process("agent", ready="worker_ready") as worker,
        own.process("agent", ready="worker_standby") as standby,
        own.person("both", "ann", "Ann") as ann,
    ):
        first = await ann.transcriber()
        row = await external(own, "both")
        proxy.flowing.clear()
        await asyncio.gather(ann.say(speak(OFFICE, 0)), ann.captions.until(lambda c: said(c, OFFICE)))
        os.killpg(worker.process.pid, signal.SIGKILL)

        async def waits() -> bool:
            return "database_unavailable" in standby.log.read_text()

        await eventually(waits)
        proxy.flowing.set()
        back_at = time.monotonic()
        await ann.transcriber(after=first.identity)
        print(f"transcribed {time.monotonic() - back_at:.1f} s after the database is back")  # noqa: T201  prints a measurement
        await asyncio.gather(ann.say(speak(LEASE, 0)), ann.captions.until(lambda c: said(c, LEASE)))
        segments = await transcripts.segments_of(row.id)
        (gap,) = await gaps_of(row.id)
    finals = ann.captions.finals()
    assert [str(each.id) for each in segments] == [each.attributes["lk.segment_id"] for each in finals]
    assert gap.cause == "transcriber"
