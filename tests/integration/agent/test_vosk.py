"""Vosk with a real model: leasing of recognizers, and unchanged results."""

import asyncio
import json
from collections.abc import AsyncIterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import vosk

from agent.audio_tap import replay
from agent.captioner import Captioner
from agent.meeting_clock import MeetingClock
from agent.recognizer import FinalHypothesis, Hypothesis
from agent.vosk_engine import VoskEngine
from agent.vosk_recognizer import new_warm_recognizer
from agent.vosk_results import clean
from tests.integration.agent.livekit_harness import SpokenClip
from tests.unit.agent.scripted_fakes import SPEAKER, FakeSegmentStore, frames, known

CHUNK = 3200
"""100 ms."""


@pytest.fixture(scope="module")
def model(korean: Path) -> vosk.Model:
    """The Korean model."""
    vosk.SetLogLevel(-1)
    return vosk.Model(str(korean))


@pytest.fixture
async def engine(model: vosk.Model) -> AsyncIterator[VoskEngine]:
    """An engine with two slots."""
    with ThreadPoolExecutor(2) as threads:
        engine = VoskEngine(model, threads, limit=2)
        yield engine
        await engine.aclose()


async def test_same_words_as_the_model(
    model: vosk.Model,
    engine: VoskEngine,
    korean_speech: SpokenClip,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The words equal those of the same model fed directly with the same samples."""
    monkeypatch.setenv("PARLEY_AUDIO_TAP", str(tmp_path))
    desk = FakeSegmentStore()
    clock = MeetingClock()
    clock.start(0, 0)
    captioner = Captioner(
        "TR_1", known(SPEAKER), recognizer=engine, segment_store=desk, sink=desk, clock=clock
    )
    twice = [korean_speech[at : at + 1600] for _ in range(2) for at in range(0, len(korean_speech), 1600)]
    await captioner.run(frames(*twice))
    straight, said = new_warm_recognizer(model), list[str]()
    for pcm in replay(tmp_path / "TR_1-1.raw"):
        if pcm is None:
            said.append(json.loads(straight.FinalResult())["text"])
        elif straight.AcceptWaveform(pcm):
            said.append(json.loads(straight.Result())["text"])
    written = [text for kind, text in desk.events if kind == "finish"]
    assert written == [clean(text) for text in said if clean(text)]
    assert written


async def test_word_times(engine: VoskEngine, korean_speech: SpokenClip) -> None:
    """Word times are in order within the utterance, also in a recognizer's second one."""
    for _ in range(2):
        heard: list[Hypothesis] = []
        utterance = await engine.begin("TR_1", heard.append)
        for at in range(0, len(korean_speech) * 2, CHUNK):
            await utterance.feed(korean_speech.tobytes()[at : at + CHUNK])
        await utterance.finish()
        words = [word for each in heard if isinstance(each, FinalHypothesis) for word in each.words]
        assert words
        assert all(word.s <= word.e for word in words)
        assert [word.s for word in words] == sorted(word.s for word in words)
        assert words[-1].e <= len(korean_speech) // 16


async def test_own_recognizer_again(engine: VoskEngine) -> None:
    """A track gets the recognizer that has adapted to its voice."""
    first = await engine.begin("TR_1", lambda _: None)
    await first.finish()
    again = await engine.begin("TR_1", lambda _: None)
    await again.finish()
    assert first._warm is again._warm


async def test_limit_of_recognizers(engine: VoskEngine) -> None:
    """A speaker beyond the limit waits for a slot, and gets a new recognizer."""
    one = await engine.begin("TR_1", lambda _: None)
    await engine.begin("TR_2", lambda _: None)
    third = asyncio.create_task(engine.begin("TR_3", lambda _: None))
    await asyncio.sleep(0)
    assert not third.done()
    await one.finish()
    assert (await asyncio.wait_for(third, 5))._warm.track == "TR_3"
    assert len(engine._warm) == 2


async def test_track_ends(engine: VoskEngine) -> None:
    """The recognizer of a track that ended is freed."""
    gone = await engine.begin("TR_1", lambda _: None)
    await gone.finish()
    engine.forget("TR_1")
    assert engine._warm == []


async def test_spare_recognizer(model: vosk.Model) -> None:
    """A new speaker gets the spare recognizer, and another spare is prepared."""
    with ThreadPoolExecutor(2) as threads:
        engine = VoskEngine(model, threads)
        engine.sweep()
        spare = engine._spare
        assert spare is not None
        await spare
        utterance = await engine.begin("TR_1", lambda _: None)
        await utterance.finish()
        assert utterance._warm.kaldi is spare.result()
        engine.sweep()
        assert engine._spare is not None
        await engine.aclose()
