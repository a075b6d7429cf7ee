"""The second pass with its real model: better words in place of the first, and none where nobody spoke."""

import asyncio
from pathlib import Path

import numpy as np
import pytest

from agent.refinement_gate import refusal, window_refusal
from agent.whisper.refiner import Refiner
from server.config import DEFAULT_REFINER
from server.meeting.accounts import Account
from server.meeting.participants import admit
from server.meeting.rooms import NewRoom, RoomSettings, create_room
from server.meeting.transcripts import segments_of, transcript_of
from server.models import find_refiner
from server.stack.child_process import Child
from tests.integration.agent.conftest import Speak
from tests.integration.agent.livekit_harness import LiveKitHarness, SpokenClip, eventually
from tests.integration.agent.test_captions import BUDGET, plain

RATE_HZ = 16_000
NAMES = "Alice Arden, Bob Berger, Carol Chen"


@pytest.mark.usefixtures("worker")
async def test_refined(hall: LiveKitHarness, host: Account, korean_speech: SpokenClip, korean: Path) -> None:
    """A final gets punctuation: the same segment in the database and at every client, with its word times."""
    row = await create_room(host, NewRoom(name="Atrium", settings=RoomSettings(language="ko")))
    place, _ = await admit(row, host, "Alice")
    async with hall.person(row.livekit_room_name, place.identity, "Alice") as alice:
        await alice.transcriber()
        await asyncio.gather(
            alice.say(korean_speech), alice.captions.until(lambda captions: bool(captions.refined()))
        )
        shown = alice.captions.refined()[0]
        stored = {str(each.id): each for each in await segments_of(row.id)}
        await hall.delete(row.livekit_room_name)

        async def closed() -> bool:
            found = await transcript_of(row.id)
            return found is not None and found.status == "closed"

        await eventually(closed)
    segment = stored[shown.attributes["lk.segment_id"]]
    assert (segment.text, segment.revision, segment.state) == (shown.text, 2, "refined")
    assert segment.text != segment.raw_text
    first = next(
        each for each in alice.captions.finals() if each.attributes["lk.segment_id"] == str(segment.id)
    )
    assert (first.text, first.attributes["parley.seq"]) == (segment.raw_text, shown.attributes["parley.seq"])
    assert [word["w"] for word in segment.words] == segment.text.split()
    assert all(segment.start_ms <= word["s"] <= word["e"] <= segment.end_ms for word in segment.words)


@pytest.fixture(scope="module")
def refiner(models: tuple[Path, ...]) -> Refiner:
    """The model that the stack fetches."""
    directory = find_refiner("ko", models, DEFAULT_REFINER)
    if directory is None:
        pytest.skip("no multilingual Whisper model is installed: python3 -m server test fetches it")
    return Refiner(directory)


def gated(refiner: Refiner, sound: SpokenClip, first: str) -> str | None:
    """Read with the names of people as a prompt; return the text if it may replace the first pass's."""
    found = refiner.reread(sound.tobytes(), "en", NAMES)
    length_ms = len(sound) * 1000 // RATE_HZ
    why = window_refusal(first, found) or refusal(
        first, found.text, found.logprob, length_ms, NAMES.split(", ")
    )
    return found.text if why is None else None


def noise(level: float) -> SpokenClip:
    """Five seconds of white noise."""
    return np.random.default_rng(0).normal(0, level, 5 * RATE_HZ).astype(np.int16)


@pytest.mark.parametrize("level", [0, 3, 600, 6000])
@pytest.mark.parametrize("first", ["the", "thank you", "so we will go on with the second point"])
def test_no_speech(refiner: Refiner, level: float, first: str) -> None:
    """From silence and noise neither stock phrases nor the prompt's names are taken."""
    assert gated(refiner, noise(level), first) is None


def test_speech(refiner: Refiner, speak: Speak) -> None:
    """Clear speech is taken with its punctuation, and without the prompt's names."""
    text = gated(refiner, speak(BUDGET, 0), "we have spend a little lesson we planned")
    assert text is not None
    assert plain(text) == plain(BUDGET)


def test_word_times(refiner: Refiner, speak: Speak) -> None:
    """Words have times in order, within the speech; punctuation belongs to the word before it."""
    sound = speak(BUDGET, 0)
    found = refiner.reread(sound.tobytes(), "en", "")
    assert "".join(found.words).strip() == found.text
    assert len(found.words) == len(found.text.split())
    assert found.starts_ms == sorted(found.starts_ms)
    assert all(start <= end for start, end in zip(found.starts_ms, found.ends_ms, strict=True))
    assert found.ends_ms[-1] <= len(sound) * 1000 // RATE_HZ + 100


def test_repeated_word(refiner: Refiner, speak: Speak) -> None:
    """A word said many times is not made more of."""
    text = gated(refiner, speak("No. No. No. No. No. No.", 0), "no no no no no no")
    assert text is None or plain(text).split().count("no") <= 8


async def test_no_errors_in_logs(worker: Child) -> None:
    """The second pass raised nothing in the worker."""
    assert "refinement_failed" not in worker.log.read_text()
