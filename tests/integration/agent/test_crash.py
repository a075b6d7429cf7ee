"""Captions after a process of the agent dies."""

import asyncio

import numpy as np
import pytest

from agent.recognizer import SAMPLE_RATE_HZ
from server.meeting import transcripts
from server.meeting.accounts import Account
from server.meeting.gaps import gaps_of
from server.meeting.participants import admit
from server.meeting.rooms import NewRoom, RoomSettings, create_room
from server.stack.child_process import Child
from tests.integration.agent.conftest import Speak
from tests.integration.agent.livekit_harness import Captions, LiveKitHarness, SpokenClip, job_process
from tests.integration.agent.test_captions import BUDGET, OFFICE, external, said
from tests.system.word_similarity import ENOUGH, heard

LONG = "The second point is the new office, and this is a sentence that goes on and on for quite some time."


def segment_ids(captions: Captions) -> set[str]:
    """Whatever is shown of a segment: a refined final comes once more."""
    return {each.attributes["lk.segment_id"] for each in captions.shown}


@pytest.mark.usefixtures("books")
async def test_job_killed(hall: LiveKitHarness, speak: Speak, worker: Child) -> None:
    """A job killed in a sentence is replaced at once: that segment and the gap are stored, speech goes on."""
    tape = np.concatenate((speak(LONG, 0), np.zeros(SAMPLE_RATE_HZ, np.int16), speak(BUDGET, 0)))
    async with hall.person("killed", "ann", "Ann") as ann:
        first = await ann.transcriber()
        row = await external(hall, "killed")
        speaking = asyncio.create_task(ann.say(tape))
        await ann.captions.until(lambda c: bool(c.shown))
        job_process(worker, first.identity.removeprefix("agent-")).kill()
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


@pytest.mark.usefixtures("korean")
async def test_vosk_job_killed(
    hall: LiveKitHarness, host: Account, korean_speech: SpokenClip, worker: Child
) -> None:
    """A job with Vosk killed in a sentence loses at most that sentence: the ones around it are stored."""
    row = await create_room(host, NewRoom(name="Mirae", settings=RoomSettings(language="ko")))
    place, _ = await admit(row, host, "Alice")
    sentence = np.concatenate((korean_speech, np.zeros(2 * SAMPLE_RATE_HZ, np.int16)))
    async with hall.person(row.livekit_room_name, place.identity, "Alice") as alice:
        first = await alice.transcriber()
        assert first.attributes["parley.engine"] == "vosk"
        await alice.say(sentence)
        await alice.captions.until(lambda c: bool(c.finals()))
        before = segment_ids(alice.captions)
        speaking = asyncio.create_task(alice.say(np.concatenate((sentence, sentence)), after_s=3.0))
        await alice.captions.until(lambda c: bool(segment_ids(c) - before))
        job_process(worker, first.identity.removeprefix("agent-")).kill()
        await alice.transcriber(after=first.identity)
        await speaking
        segments = await transcripts.segments_of(row.id)
    cut = [each.state for each in segments].index("interrupted")
    # not `text`: one of the sentences may have been read again meanwhile
    whole = [" ".join(each.raw_text for each in part) for part in (segments[:cut], segments[cut + 1 :])]
    assert heard(whole[0], whole[1]) >= ENOUGH
    assert segments[cut].text
    (gap,) = await gaps_of(row.id)
    assert gap.to_ms is not None
    assert gap.to_ms - gap.from_ms < len(sentence) * 1000 // SAMPLE_RATE_HZ
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
