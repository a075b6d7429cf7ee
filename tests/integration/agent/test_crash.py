"""Captions after a process of the agent dies."""

import asyncio

import numpy as np
import pytest

from agent.recognizer import SAMPLE_RATE_HZ
from server.meeting import transcripts
from server.meeting.gaps import gaps_of
from server.stack.child_process import Child
from tests.integration.agent.conftest import Speak
from tests.integration.agent.livekit_harness import LiveKitHarness, job_process
from tests.integration.agent.test_captions import BUDGET, OFFICE, external, said

LONG = "The second point is the new office, and this is a sentence that goes on and on for quite some time."


@pytest.mark.usefixtures("books")
async def test_job_killed(hall: LiveKitHarness, speak: Speak, worker: Child) -> None:
    """A job killed in a sentence is replaced at once: that segment and the gap are stored, speech goes on."""
    tape = np.concatenate((speak(LONG, 0), np.zeros(SAMPLE_RATE_HZ, np.int16), speak(BUDGET, 0)))
    async with hall.person("killed", "ann", "Ann") as ann:
        first = await ann.transcriber()
        row = await external(hall, "killed")
        speaking = asyncio.create_task(ann.say(tape))
        await ann.captions.until(lambda c: bool(c.shown))
        job_process(worker).kill()
        await ann.transcriber(after=first.identity)
        await speaking
        await ann.captions.until(lambda c: said(c, BUDGET))
    segments = await transcripts.segments_of(row.id)
    assert segments[0].state == "interrupted"
    assert [each.seq for each in segments] == list(range(len(segments)))
    assert segments[0].text
    (gap,) = await gaps_of(row.id)
    assert gap.cause == "transcriber"
    assert gap.to_ms is not None
    print("job replaced after", gap.to_ms - gap.from_ms, "ms")  # noqa: T201  prints a measurement


@pytest.mark.usefixtures("books", "worker")
async def test_whisper_killed(hall: LiveKitHarness, speak: Speak, whisper: Child) -> None:
    """Speech while the whisper process is down is captioned after its restart."""
    async with hall.person("deaf", "ann", "Ann") as ann:
        await ann.transcriber()
        await asyncio.gather(ann.say(speak(BUDGET, 0)), ann.captions.until(lambda c: said(c, BUDGET)))
        whisper.process.kill()
        await whisper.process.wait()
        await ann.say(speak(OFFICE, 0))
        assert not said(ann.captions, OFFICE)
        async with hall.process("agent.whisper", ready="whisper_ready"):
            await ann.captions.until(lambda c: said(c, OFFICE))
