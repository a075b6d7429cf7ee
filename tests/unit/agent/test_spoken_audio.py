"""Each final finds its own samples, and nothing is kept after it."""

from agent.recognizer import BYTES_PER_MS
from agent.spoken_audio import MAX_MS, MORE_MS, SpokenAudio


def sound(ms: int, value: int = 1) -> bytes:
    """Samples of one value."""
    return bytes([value, 0]) * (ms * BYTES_PER_MS // 2)


def length_ms(pcm: bytes) -> int:
    """Milliseconds of samples."""
    return len(pcm) // BYTES_PER_MS


def test_whole_utterance() -> None:
    """A final of a whole utterance takes all of it."""
    spoken = SpokenAudio()
    spoken.begin(sound(400), 5000)
    spoken.extend(sound(600))
    assert spoken.take(5000, 6000) == sound(1000)


def test_two_finals_of_one_utterance() -> None:
    """The second final begins where the first ended."""
    spoken = SpokenAudio()
    spoken.begin(sound(1000) + sound(1000, 2), 0)
    assert spoken.take(0, 1000) == sound(1000) + sound(MORE_MS, 2)
    assert spoken.take(1000, 2000) == sound(1000, 2)


def test_next_utterance_has_begun() -> None:
    """Samples of speech that goes on are kept for its own final."""
    spoken = SpokenAudio()
    spoken.begin(sound(1000), 0)
    spoken.begin(sound(500, 2), 3000)
    assert spoken.take(0, 900) == sound(1000)
    spoken.extend(sound(500, 2))
    assert spoken.take(3000, 4000) == sound(1000, 2)


def test_unknown_speech() -> None:
    """A final whose samples are not all there takes none."""
    spoken = SpokenAudio()
    assert spoken.take(0, 1000) == b""
    spoken.begin(sound(500), 2000)
    assert spoken.take(1000, 2500) == b""


def test_limit() -> None:
    """Speech without a final is kept up to a limit, the newest of it."""
    spoken = SpokenAudio()
    for at in range(0, MAX_MS + 5000, 1000):
        spoken.begin(sound(1000), at)
    assert sum(length_ms(bytes(each.pcm)) for each in spoken._stretches) == MAX_MS
    assert spoken.take(4000, 5000) == b""
    assert spoken.take(MAX_MS, MAX_MS + 1000) == sound(1000)
