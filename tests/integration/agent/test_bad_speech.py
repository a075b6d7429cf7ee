"""Speech that recognizers take for noise or for their own mistakes keeps its words."""

from pathlib import Path

import numpy as np
import pytest

from agent.recognizer import SAMPLE_RATE_HZ
from agent.repetition import REPETITION, repetition
from agent.transcribe_file import utterances
from agent.whisper.messages import WordTimes
from agent.whisper.model import CAREFUL, Whisper, max_tokens, samples_of
from agent.whisper.word_times import word_times
from server.models import find_whisper
from tests.integration.agent.conftest import Speak
from tests.integration.agent.livekit_harness import SpokenClip
from tests.integration.agent.test_captions import BUDGET, plain


@pytest.fixture(scope="module")
def whisper(models: tuple[Path, ...]) -> Whisper:
    """The model of English rooms."""
    directory = find_whisper("en", models)
    assert directory is not None
    return Whisper(directory)


def read(whisper: Whisper, sound: SpokenClip) -> list[str]:
    """The words of what passes the voice gate."""
    texts = (whisper.read([each.pcm], "en", "final")[0].text for each in utterances(sound))
    return [word for text in texts for word in plain(text).split()]


@pytest.mark.parametrize(("word", "times"), [("no", 20), ("stop", 14), ("yes", 14)])
def test_one_word_repeated(whisper: Whisper, speak: Speak, word: str, times: int) -> None:
    """What is said many times is not taken for a loop of the model."""
    assert read(whisper, speak(f"{word} " * times, 0)).count(word) >= times / 2


def test_loop(whisper: Whisper, speak: Speak) -> None:
    """Speech played backwards, on which the model repeats a phrase, has no repeated phrase."""
    sound = speak("The second point is the new design of our customer survey.", 1)[::-1].copy()
    assert repetition(" ".join(read(whisper, sound))) <= REPETITION


@pytest.mark.parametrize("place", [0, 1])
@pytest.mark.parametrize("gain", [0.003, 0.01, 20])
def test_loudness(whisper: Whisper, speak: Speak, gain: float, place: int) -> None:
    """A voice 50 dB too quiet, and one that is cut off at full scale, are understood from the first word."""
    sound = np.clip(speak(BUDGET, place).astype(np.float64) * gain, -32_768, 32_767).astype(np.int16)
    assert " ".join(read(whisper, sound)) == plain(BUDGET)


def test_offset(whisper: Whisper, speak: Speak) -> None:
    """So is the voice of a sound card with a constant offset."""
    sound = (speak(BUDGET, 0) * 0.1 + 12_000).astype(np.int16)
    assert " ".join(read(whisper, sound)) == plain(BUDGET)


def test_telephone(whisper: Whisper, speak: Speak) -> None:
    """So is a voice of 8 kHz."""
    assert " ".join(read(whisper, np.repeat(speak(BUDGET, 0)[::2], 2))) == plain(BUDGET)


def test_numbers(whisper: Whisper, speak: Speak) -> None:
    """No digit of a spoken number is lost."""
    digits = "".join(
        read(whisper, speak("My phone number is four four seven nine zero zero one two three.", 0))
    )
    assert digits.endswith("447900123")


def test_word_times(whisper: Whisper, speak: Speak) -> None:
    """Each word of a final has its time, also after a pause, and of two utterances read together."""
    second = (
        np.zeros(SAMPLE_RATE_HZ, np.int16),
        speak(BUDGET, 0),
        np.zeros(SAMPLE_RATE_HZ, np.int16),
        speak(BUDGET, 1),
    )
    batch = [speak(BUDGET, 0).tobytes(), np.concatenate(second).tobytes()]
    for pcm, found in zip(batch, whisper.read(batch, "en", "final"), strict=True):
        assert "".join(found.words).strip() == found.text
        assert found.starts_ms == sorted(found.starts_ms)
        assert found.ends_ms[-1] <= len(pcm) * 1000 // (2 * SAMPLE_RATE_HZ) + 100
    assert found.starts_ms[0] > 800


def test_word_times_beside_nothing(whisper: Whisper, speak: Speak) -> None:
    """A text without words, read together with another, does not cost the other its times."""
    samples = [samples_of(speak(BUDGET, 0).tobytes())] * 2
    encoded = whisper._encode(samples, CAREFUL)
    _, budget = whisper._decode(encoded, "en", max_tokens(samples[1]))
    lengths = [len(each) for each in samples]
    nothing, found = word_times(
        whisper._model, whisper._tokenizer("en"), [[], budget.tokens], encoded, lengths
    )
    assert nothing == WordTimes()
    assert "".join(found.words).strip() == budget.text
