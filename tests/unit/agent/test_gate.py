"""What the gate lets through, window by window of 32 ms."""

import numpy as np

from agent.gate import (
    CLOSE_WINDOWS,
    OPEN_WINDOWS,
    PREROLL_WINDOWS,
    WINDOW_MS,
    Closed,
    Cue,
    Opened,
    Paused,
    Voice,
    VoiceGate,
)
from tests.unit.agent.script import Script, one_by_one, windows


def cues(letters: str) -> list[Cue]:
    """Give what the gate says for this voice, all fed at once."""
    return VoiceGate(Script(letters)).feed(windows(len(letters)))


def kinds(letters: str) -> list[type[Cue]]:
    """Give the kinds of what it says."""
    return [type(cue) for cue in cues(letters)]


def test_silence() -> None:
    """Silence says nothing."""
    assert cues("." * 200) == []


def test_click() -> None:
    """Voice shorter than the opening does not open it."""
    assert cues("." * 20 + "v" * (OPEN_WINDOWS - 1) + "." * 20) == []


def test_sentence() -> None:
    """Speech opens, goes on, pauses and closes it, once each."""
    assert kinds("." * 20 + "v" * 30 + "." * 40) == [Opened, Voice, Paused, Voice, Closed]


def test_pause_within() -> None:
    """A speaker who pauses for less than the hangover stays in one utterance."""
    said = kinds("v" * 20 + "." * (CLOSE_WINDOWS - 1) + "v" * 20 + "." * 40)
    assert said.count(Opened) == said.count(Closed) == 1


def test_two_sentences() -> None:
    """A longer pause makes two."""
    assert kinds("v" * 20 + "." * 30 + "v" * 20 + "." * 30).count(Opened) == 2


def test_preroll() -> None:
    """The windows before the voice come with it, and their age is counted from the end of what was fed."""
    gate = VoiceGate(Script("." * 40 + "v" * OPEN_WINDOWS))
    opened = next(cue for window in one_by_one(40 + OPEN_WINDOWS) for cue in gate.feed(window))
    assert isinstance(opened, Opened)
    first = np.frombuffer(opened.pcm, np.int16)[0]
    assert first == 40 - PREROLL_WINDOWS + 1
    assert opened.age_ms == (PREROLL_WINDOWS + OPEN_WINDOWS) * WINDOW_MS


def test_nothing_is_lost() -> None:
    """From the opening to the close each sample is passed on once and in order."""
    gate = VoiceGate(Script("v" * 60 + "." * 40))
    heard = [cue for window in one_by_one(100) for cue in gate.feed(window)]
    pcm = b"".join(cue.pcm for cue in heard if isinstance(cue, Opened | Voice))
    values = np.frombuffer(pcm, np.int16)[::512]
    assert list(values) == list(range(1, 60 + CLOSE_WINDOWS + 1))


def test_frames_of_any_size() -> None:
    """Frames of 100 ms, which no window divides, give the same as all at once."""
    gate, letters = VoiceGate(Script("." * 10 + "v" * 30 + "." * 60)), 100
    pcm = np.arange(letters * 512, dtype=np.int64).astype(np.int16)
    pieces = [cue for at in range(0, len(pcm), 1600) for cue in gate.feed(pcm[at : at + 1600])]
    whole = VoiceGate(Script("." * 10 + "v" * 30 + "." * 60)).feed(pcm)
    assert sound(pieces) == sound(whole)


def sound(heard: list[Cue]) -> bytes:
    """Give all samples of the cues."""
    return b"".join(cue.pcm for cue in heard if isinstance(cue, Opened | Voice))


def test_mute_within_speech() -> None:
    """A flush closes an open gate at once, and leaves nothing of before for the next opening."""
    gate = VoiceGate(Script("v" * 10 + "." * 5 + "v" * 10))
    gate.feed(windows(10, 1))
    assert gate.flush() == [Closed()]
    opened = gate.feed(windows(15, 2))[0]
    assert isinstance(opened, Opened)
    assert set(np.frombuffer(opened.pcm, np.int16)) == {2}


def test_mute_in_silence() -> None:
    """A flush of a closed gate says nothing."""
    assert VoiceGate(Script("")).flush() == []
