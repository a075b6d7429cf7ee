"""A meeting recorded by the real agent: who is in it, where everything stands, what a killed job leaves."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest
from numpy.typing import NDArray

from agent.decimation import Decimator
from agent.recognizer import SAMPLE_RATE_HZ
from agent.recording.mix_job import mix_recording
from agent.recording.opus_file import read_opus
from agent.voice_gate import PREROLL_WINDOWS, WINDOW_MS
from server.meeting import transcripts
from server.meeting.accounts import Account
from server.meeting.change_bus import ChangeBus
from server.meeting.lifecycle import end_room
from server.meeting.participants import Participant, admit
from server.meeting.recording_consents import set_consent
from server.meeting.recording_state import recording_of, start_recording, stop_recording
from server.meeting.recording_tracks import tracks_of
from server.meeting.rooms import NewRoom, Room, RoomSettings, create_room
from server.stack.child_process import Child
from tests.integration.agent.conftest import Speak
from tests.integration.agent.livekit_harness import (
    PATIENCE_S,
    LiveKitHarness,
    SpeakingClient,
    SpokenClip,
    job_process,
)
from tests.integration.agent.test_captions import BUDGET, LEASE, OFFICE, said
from tests.recording_places import files_in

pytestmark = pytest.mark.usefixtures("books", "worker")

WORD_MS = 150
"""What is heard at a word's time must be that word, to this."""
LEAD_MS = PREROLL_WINDOWS * WINDOW_MS
"""As much of the sound before a voice belongs to its segment."""
SYLLABLE = 4_800
"""Samples, 300 ms."""
NEAR_MS = 60.0
ALIKE = 0.6
"""Share of a sentence's syllables that are found in order; of one that is not there, a third at most."""


async def marked(client: SpeakingClient, mark: str, after: str = "") -> None:
    """Wait until the transcriber says this of the recording."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            agent = await client.transcriber(after)
            if agent.attributes.get("parley.recording", "") == mark:
                return
            await asyncio.sleep(0.05)


def mix_of(root: Path, path: str) -> NDArray[np.float64]:
    """The mix at 16 kHz."""
    decimate = Decimator()
    return np.concatenate(
        [decimate.feed(np.asarray(pcm * 32767, np.int16)) for pcm in read_opus(root / path)]
    ).astype(np.float64)


def found_at_ms(mix: NDArray[np.float64], clip: SpokenClip) -> tuple[float, float]:
    """Where a sentence begins in the mix, and the share of its syllables that are found there.

    Each is looked for alone: what is late on its way is played faster or slower by some milliseconds.
    """
    offsets = np.asarray([_offset_ms(mix, clip, at) for at in range(0, len(clip) - SYLLABLE, SYLLABLE)])
    best = max(offsets, key=lambda each: int(np.sum(np.abs(offsets - each) < NEAR_MS)))
    near = offsets[np.abs(offsets - best) < NEAR_MS]
    return float(np.median(near)), len(near) / len(offsets)


def _offset_ms(mix: NDArray[np.float64], clip: SpokenClip, at: int) -> float:
    """Where the clip would begin by one syllable's place."""
    needle = clip[at : at + SYLLABLE].astype(np.float64)
    size = 1 << (len(mix) + SYLLABLE).bit_length()
    product = np.fft.irfft(np.fft.rfft(mix, size) * np.conj(np.fft.rfft(needle, size)), size)[: len(mix)]
    squares = np.concatenate(([0.0], np.cumsum(mix**2)))
    power = np.full(len(mix), np.inf)
    power[: len(mix) - SYLLABLE] = squares[SYLLABLE:-1] - squares[: -SYLLABLE - 1]
    return float(np.argmax(product / np.sqrt(power + 1e6)) - at) * 1000 / SAMPLE_RATE_HZ


def voiced_ms(clip: SpokenClip) -> float:
    """Where the voice begins in a clip."""
    return float(np.argmax(np.abs(clip.astype(int)) > 1500)) * 1000 / SAMPLE_RATE_HZ


@pytest.fixture
async def change_bus(hall: LiveKitHarness) -> AsyncIterator[ChangeBus]:
    """The harness's Redis."""
    async with ChangeBus(hall.env["REDIS_URL"]) as opened:
        yield opened


async def meeting(host: Account, name: str, **settings: str) -> tuple[Room, Participant]:
    """A room with its host's seat."""
    row = await create_room(host, NewRoom(name=name, settings=RoomSettings(**settings)))  # type: ignore[arg-type]  # of the test's own
    place, _ = await admit(row, host, "Alice")
    return row, place


async def mixed(hall: LiveKitHarness, row: Room, change_bus: ChangeBus) -> NDArray[np.float64]:
    """End the meeting, mix as the queue's worker does, and return what it sounds like."""
    await end_room(row.id, "host")
    root = Path(hall.env["PARLEY_DATA"]) / "recordings"
    await mix_recording(row.id, files_in(root), change_bus)
    found = await recording_of(row.id)
    assert found is not None
    assert found.status == "completed"
    return mix_of(root, f"{row.id}/{found.id}/mix.ogg")


async def start(row: Room, host: Account, *agree: Participant) -> UUID:
    """Press the button, with these who agree."""
    for each in agree:
        await set_consent(each, agreed=True)
    return (await start_recording(row.id, host.id)).id


async def test_words_at_their_times(
    hall: LiveKitHarness, host: Account, speak: Speak, change_bus: ChangeBus
) -> None:
    """What the mix holds at a segment's time is what was said; nothing from before the recording is in it."""
    row, place = await meeting(host, "Words")
    before, after = speak(BUDGET, 0), speak(OFFICE, 0)
    async with hall.person(row.livekit_room_name, place.identity, "Alice") as alice:
        await alice.transcriber()
        await asyncio.gather(alice.say(before), alice.captions.until(lambda c: said(c, BUDGET)))
        await start(row, host, place)
        await marked(alice, "on")
        await asyncio.gather(alice.say(after), alice.captions.until(lambda c: said(c, OFFICE)))
        await asyncio.sleep(0.5)
    mix = await mixed(hall, row, change_bus)
    at_ms, alike = found_at_ms(mix, after)
    assert alike > ALIKE
    assert found_at_ms(mix, before)[1] < ALIKE
    segment = (await transcripts.segments_of(row.id))[-1]
    assert abs(at_ms + voiced_ms(after) - segment.start_ms - LEAD_MS) < WORD_MS


async def test_declined_and_stopped(
    hall: LiveKitHarness, host: Account, speak: Speak, change_bus: ChangeBus
) -> None:
    """Who did not agree is captioned and not in the mix; neither is what was said while it was stopped."""
    row, place = await meeting(host, "Declined")
    guest, _ = await admit(row, None, "Ben")
    first, second, resumed, others = speak(BUDGET, 0), speak(OFFICE, 0), speak(LEASE, 0), speak(BUDGET, 1)
    async with (
        hall.person(row.livekit_room_name, place.identity, "Alice") as alice,
        hall.person(row.livekit_room_name, guest.identity, "Ben") as ben,
    ):
        await alice.transcriber()
        await set_consent(guest, agreed=False)
        await start(row, host, place)
        await marked(alice, "on")
        await asyncio.gather(ben.say(others), alice.captions.until(lambda c: said(c, BUDGET)))
        await alice.say(second)
        await stop_recording(row.id)
        await marked(alice, "")
        await alice.say(first)
        await start(row, host)
        await marked(alice, "on")
        await alice.say(resumed)
        await asyncio.sleep(0.5)
        recording = await recording_of(row.id)
        assert recording is not None
        parts = await tracks_of(recording.id, "part")
    assert {each.participant_id for each in parts} == {place.id}
    assert len(parts) == 2
    mix = await mixed(hall, row, change_bus)
    assert found_at_ms(mix, second)[1] > ALIKE
    assert found_at_ms(mix, resumed)[1] > ALIKE
    assert found_at_ms(mix, others)[1] < ALIKE
    assert found_at_ms(mix, first)[1] < ALIKE


async def test_job_killed(
    hall: LiveKitHarness, host: Account, speak: Speak, worker: Child, change_bus: ChangeBus
) -> None:
    """After a job was killed the next one goes on in a new part; what the dead one wrote is in the mix."""
    row, place = await meeting(host, "Killed while recording", recording="start")
    sentence, later = speak(BUDGET, 0), speak(OFFICE, 0)
    await set_consent(place, agreed=True)
    async with hall.person(row.livekit_room_name, place.identity, "Alice") as alice:
        first = await alice.transcriber()
        await marked(alice, "on")
        await alice.say(sentence, after_s=1.0)
        job_process(worker, first.identity.removeprefix("agent-")).kill()
        await marked(alice, "on", after=first.identity)
        async with asyncio.timeout(PATIENCE_S):
            while not said(alice.captions, OFFICE):  # until it is subscribed to the microphone
                await alice.say(later, after_s=3.0)
        recording = await recording_of(row.id)
        assert recording is not None
        parts = await tracks_of(recording.id, "part")
    assert [each.part for each in parts] == list(range(1, len(parts) + 1))
    assert parts[0].duration_ms is None  # nobody could write that down
    mix = await mixed(hall, row, change_bus)
    (first_ms, alike), (later_ms, later_alike) = found_at_ms(mix, sentence), found_at_ms(mix, later)
    assert (alike > ALIKE, later_alike > ALIKE) == (True, True)
    segments = await transcripts.segments_of(row.id)
    offsets = [
        at_ms + voiced_ms(clip) - each.start_ms - LEAD_MS
        for at_ms, clip, each in ((first_ms, sentence, segments[0]), (later_ms, later, segments[-1]))
    ]
    print("the mix is off the words by", [round(each) for each in offsets], "ms")  # noqa: T201  a measurement
    assert all(abs(each) < WORD_MS for each in offsets)
