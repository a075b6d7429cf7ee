"""Utterances are read together, and each gets its own words back."""

from agent.recognizer import BYTES_PER_MS, TimedWord
from agent.speech_window import MAX_SILENCE_MS, Spoken, packed, split
from agent.whisper.messages import Refined


def spoken(start_ms: int, ms: int, value: int = 1) -> Spoken:
    """An utterance of one value."""
    return Spoken(start_ms, bytes([value, 0]) * (ms * BYTES_PER_MS // 2))


def test_packed() -> None:
    """Pauses are kept up to a limit; overlapping samples follow each other."""
    one, two, three = spoken(1000, 500), spoken(1600, 200, 2), spoken(9000, 100, 3)
    pcm, begins = packed([one, two, three])
    assert begins == [0, 600, 800 + MAX_SILENCE_MS]
    assert pcm.replace(bytes(2), b"") == one.pcm + two.pcm + three.pcm
    assert packed([spoken(0, 500), spoken(400, 100)])[1] == [0, 500]


def test_split() -> None:
    """A word goes to the utterance that its middle is nearest to, with its time on the meeting's clock."""
    utterances = [spoken(1000, 500), spoken(9000, 1000)]
    _, begins = packed(utterances)
    reading = Refined(
        1, "", 0.0, 0.0, words=[" So", " we", " go."],
        starts_ms=[100, 600, 900], ends_ms=[300, 750, 2500], confidences=[0.9, 0.8, 0.7],
    )  # fmt: skip
    assert split(reading, utterances, begins) == [
        [TimedWord(" So", 1100, 1300, 0.9)],
        [TimedWord(" we", 9000, 9000, 0.8), TimedWord(" go.", 9100, 10_000, 0.7)],
    ]
