"""Parsing of Vosk's results, and leasing of its recognizers."""

import asyncio
import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from agent import vosk_engine
from agent.recognizer import BYTES_PER_MS, Hypothesis, TimedWord
from agent.vosk_engine import VoskEngine
from agent.vosk_results import clean, words_of
from tests.unit.agent.job_figures import Figures


def test_noise_is_no_word() -> None:
    """Noise marks and unknown words are removed from a text."""
    assert clean("[2] we <UNK> have [noise] spent") == "we have spent"


def test_only_noise() -> None:
    """A text of noise marks only becomes empty."""
    assert clean("[2] <UNK>") == ""


def test_words_on_the_utterances_clock() -> None:
    """Times, which Vosk counts from the recognizer's first sample, are made relative to the utterance."""
    result = {"result": [{"word": "we", "start": 10.5, "end": 10.75, "conf": 0.91234}]}
    assert words_of(json.dumps(result), 10_000) == (TimedWord("we", 500, 750, 0.912),)


def test_no_words() -> None:
    """A result without words gives no words."""
    assert words_of('{"text": ""}', 0) == ()


def test_noise_words_are_left_out() -> None:
    """Noise marks are no words of the result."""
    result = {"result": [{"word": "[2]", "start": 0, "end": 1, "conf": 1}]}
    assert words_of(json.dumps(result), 0) == ()


class Kaldi:
    """Recognizer that fails on demand."""

    def __init__(self) -> None:
        self.fails = False

    def AcceptWaveform(self, pcm: bytes) -> bool:  # noqa: N802  Vosk's own name
        """Accept any samples."""
        if self.fails:
            raise RuntimeError("native")
        return False

    def PartialResult(self) -> str:  # noqa: N802
        """Return an empty result."""
        return "{}"

    def FinalResult(self) -> str:  # noqa: N802
        """Return an empty result, or fail."""
        if self.fails:
            raise RuntimeError("native")
        return "{}"


@pytest.fixture
def engine(monkeypatch: pytest.MonkeyPatch) -> Iterator[VoskEngine]:
    """Engine with one slot and scripted recognizers."""
    monkeypatch.setattr(vosk_engine, "new_warm_recognizer", lambda model: model())
    with ThreadPoolExecutor(1) as executor:
        yield VoskEngine(Kaldi, executor, limit=1)


async def test_recognizers_are_counted(engine: VoskEngine) -> None:
    """The gauge follows a recognizer from lease to return, and to its end by failure or by its track's."""
    leased, idle = (Figures({"state": state}) for state in ("leased", "idle"))

    def counted() -> tuple[float, float]:
        return leased.added("parley_recognizers"), idle.added("parley_recognizers")

    first = await engine.begin("TR_1", lambda _: None)
    assert counted() == (1, 0)
    await first.finish()
    assert counted() == (0, 1)
    again = await engine.begin("TR_1", lambda _: None)
    await again.abandon()
    assert counted() == (0, 0)
    await (await engine.begin("TR_1", lambda _: None)).finish()
    engine.forget("TR_1")
    assert counted() == (0, 0)


async def test_time_in_recognizers(engine: VoskEngine) -> None:
    """Speech and the time spent on it are counted, and each utterance has a real-time factor."""
    figures = Figures({"engine": "vosk", "language": ""})
    utterance = await engine.begin("TR_1", lambda _: None)
    await utterance.feed(bytes(2_000 * BYTES_PER_MS))
    await utterance.finish()
    assert figures.added("parley_recognizer_audio_seconds_total") == 2
    assert figures.added("parley_recognizer_real_time_factor_count") == 1
    assert figures.added("parley_recognizer_busy_seconds_total") >= 0


async def test_failed_recognizer_frees_its_slot(engine: VoskEngine) -> None:
    """A failure frees the slot, and the recognizer that failed is not used again."""
    said: list[Hypothesis] = []
    first = await engine.begin("TR_1", said.append)
    first._warm.kaldi.fails = True
    with pytest.raises(RuntimeError):
        await first.finish()
    await first.abandon()
    second = await asyncio.wait_for(engine.begin("TR_2", said.append), 5)
    assert not second._warm.kaldi.fails


async def test_recognizer_that_cannot_be_created(engine: VoskEngine, monkeypatch: pytest.MonkeyPatch) -> None:
    """A recognizer that could not be created holds no slot, and the next attempt creates another."""
    made: list[object] = [RuntimeError("memory"), Kaldi()]

    def fresh(_: object) -> object:
        if isinstance(one := made.pop(0), Exception):
            raise one
        return one

    monkeypatch.setattr(vosk_engine, "new_warm_recognizer", fresh)
    with pytest.raises(RuntimeError):
        await engine.begin("TR_1", print)
    await asyncio.wait_for(engine.begin("TR_1", print), 5)


async def test_cancelled_wait_holds_no_slot(engine: VoskEngine) -> None:
    """Cancelling the wait for a recognizer that is being created frees the slot."""
    started, go_on = threading.Event(), threading.Event()

    def slowly() -> Kaldi:
        started.set()
        go_on.wait(10)
        return Kaldi()

    engine._model = slowly
    waiting = asyncio.create_task(engine.begin("TR_1", print))
    await asyncio.to_thread(started.wait, 5)
    waiting.cancel()
    go_on.set()
    await asyncio.wait([waiting])
    await asyncio.wait_for(engine.begin("TR_2", print), 5)
