"""Half an hour of one microphone: without a pause, and without a word."""

import asyncio
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from agent.captioner import Captioner, Frames
from agent.recognizer import BYTES_PER_MS, SAMPLE_RATE_HZ
from agent.voice_gate import VoiceGate
from agent.whisper.client import WhisperClient
from agent.whisper.engine import CUT_MS, WhisperEngine
from agent.whisper.messages import Heard
from tests.unit.agent.scripted_fakes import SPEAKER, FakeSegmentStore, ScriptedDetector, known
from tests.unit.agent.test_captioner import running_clock

MINUTES = 30
FRAME_MS = 400
FRAMES = MINUTES * 60_000 // FRAME_MS
SPEECH: NDArray[np.int16] = np.full(FRAME_MS * SAMPLE_RATE_HZ // 1000, 3000, np.int16)


class AtOnce(WhisperClient):
    """A whisper process that answers at once; notes how much it was asked to read."""

    def __init__(self) -> None:
        super().__init__(Path("nowhere"))
        self.asked_ms: list[int] = []

    async def interim(self, pcm: bytes, language: str, *, is_first: bool = False) -> Heard | None:
        """Read an interim."""
        return self._heard(pcm)

    async def guess(self, pcm: bytes, language: str) -> Heard | None:
        """Read a guess."""
        return self._heard(pcm)

    async def final(self, pcm: bytes, language: str) -> Heard | None:
        """Read a final."""
        return self._heard(pcm)

    def _heard(self, pcm: bytes) -> Heard:
        self.asked_ms.append(len(pcm) // BYTES_PER_MS)
        return Heard(0, "some words", 0.9)


async def caption(gate: VoiceGate, frame: NDArray[np.int16]) -> tuple[FakeSegmentStore, AtOnce, int]:
    """Caption the same frame for half an hour; returns also the most milliseconds that waited."""
    store, client, most_ms = FakeSegmentStore(), AtOnce(), 0
    captioner = Captioner(
        "TR_1",
        known(SPEAKER),
        recognizer=WhisperEngine(client, "en"),
        segment_store=store,
        sink=store,
        clock=running_clock(),
        gate=gate,
    )

    async def frames() -> Frames:
        nonlocal most_ms
        for _ in range(FRAMES):
            yield frame
            most_ms = max(most_ms, captioner._backlog_ms)
            while captioner._backlog_ms:  # noqa: ASYNC110  the engine signals no event
                await asyncio.sleep(0)

    await captioner.run(frames())
    return store, client, most_ms


async def test_no_pause() -> None:
    """Every moment is in exactly one segment, and no more is kept than one segment."""
    windows = FRAMES * len(SPEECH) // 512 + 1
    store, client, most_ms = await caption(VoiceGate(ScriptedDetector("v" * windows)), SPEECH)
    finals = [each for each in store.captions if each.is_final]
    edges = [finals[0].start_ms, *(each.end_ms for each in finals)]
    assert [each.start_ms for each in finals] == edges[:-1]
    assert edges[-1] - edges[0] == pytest.approx(MINUTES * 60_000, abs=FRAME_MS)
    assert max(client.asked_ms) <= CUT_MS
    assert most_ms <= 2 * FRAME_MS
    assert store.gaps == {}


async def test_silence() -> None:
    """No engine is asked, and nothing is stored."""
    store, client, _ = await caption(VoiceGate(), np.zeros_like(SPEECH))
    assert client.asked_ms == []
    assert store.events == []
