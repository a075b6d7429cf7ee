"""The gate's events, by windows of 32 ms."""

import numpy as np

from agent.voice_gate import (
    END_WINDOWS,
    PREROLL_WINDOWS,
    START_WINDOWS,
    WINDOW_MS,
    SpeechAudio,
    SpeechEnded,
    SpeechPaused,
    SpeechStarted,
    VadEvent,
    VoiceGate,
)
from tests.unit.agent.scripted_fakes import ScriptedDetector, one_by_one, windows


def events(letters: str) -> list[VadEvent]:
    """Events of the gate for this voice, fed at once."""
    return VoiceGate(ScriptedDetector(letters)).feed(windows(len(letters)))


def kinds(letters: str) -> list[type[VadEvent]]:
    """Class names of the events."""
    return [type(event) for event in events(letters)]


def test_silence() -> None:
    """Silence gives no event."""
    assert events("." * 200) == []


def test_click() -> None:
    """Voice shorter than the opening threshold does not open the gate."""
    assert events("." * 20 + "v" * (START_WINDOWS - 1) + "." * 20) == []


def test_sentence() -> None:
    """A sentence gives start, audio, pause and end, once each."""
    assert kinds("." * 20 + "v" * 30 + "." * 40) == [
        SpeechStarted,
        SpeechAudio,
        SpeechPaused,
        SpeechAudio,
        SpeechEnded,
    ]


def test_pause_within() -> None:
    """A pause shorter than the hangover does not end the utterance."""
    said = kinds("v" * 20 + "." * (END_WINDOWS - 1) + "v" * 20 + "." * 40)
    assert said.count(SpeechStarted) == said.count(SpeechEnded) == 1


def test_two_sentences() -> None:
    """A longer pause ends the utterance."""
    assert kinds("v" * 20 + "." * 30 + "v" * 20 + "." * 30).count(SpeechStarted) == 2


def test_preroll() -> None:
    """The windows before the voice are included, and their age counts from the end of what was fed."""
    gate = VoiceGate(ScriptedDetector("." * 40 + "v" * START_WINDOWS))
    opened = next(event for window in one_by_one(40 + START_WINDOWS) for event in gate.feed(window))
    assert isinstance(opened, SpeechStarted)
    first = np.frombuffer(opened.pcm, np.int16)[0]
    assert first == 40 - PREROLL_WINDOWS + 1
    assert opened.age_ms == (PREROLL_WINDOWS + START_WINDOWS) * WINDOW_MS


def test_nothing_is_lost() -> None:
    """From opening to end each sample is passed on once and in order."""
    gate = VoiceGate(ScriptedDetector("v" * 60 + "." * 40))
    heard = [event for window in one_by_one(100) for event in gate.feed(window)]
    pcm = b"".join(event.pcm for event in heard if isinstance(event, SpeechStarted | SpeechAudio))
    values = np.frombuffer(pcm, np.int16)[::512]
    assert list(values) == list(range(1, 60 + END_WINDOWS + 1))


def test_frames_of_any_size() -> None:
    """Frames of 100 ms, no multiple of a window, give the same events as all samples at once."""
    gate, letters = VoiceGate(ScriptedDetector("." * 10 + "v" * 30 + "." * 60)), 100
    pcm = np.arange(letters * 512, dtype=np.int64).astype(np.int16)
    pieces = [event for at in range(0, len(pcm), 1600) for event in gate.feed(pcm[at : at + 1600])]
    whole = VoiceGate(ScriptedDetector("." * 10 + "v" * 30 + "." * 60)).feed(pcm)
    assert sound(pieces) == sound(whole)


def sound(heard: list[VadEvent]) -> bytes:
    """All samples of the events."""
    return b"".join(event.pcm for event in heard if isinstance(event, SpeechStarted | SpeechAudio))


def test_mute_within_speech() -> None:
    """A flush ends the utterance at once and clears the pre-roll."""
    gate = VoiceGate(ScriptedDetector("v" * 10 + "." * 5 + "v" * 10))
    gate.feed(windows(10, 1))
    assert gate.flush() == [SpeechEnded()]
    opened = gate.feed(windows(15, 2))[0]
    assert isinstance(opened, SpeechStarted)
    assert set(np.frombuffer(opened.pcm, np.int16)) == {2}


def test_mute_in_silence() -> None:
    """A flush of a closed gate gives no event."""
    assert VoiceGate(ScriptedDetector("")).flush() == []
