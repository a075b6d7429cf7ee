"""Neighbouring utterances of one speaker as one window of samples; each gets its words of the reading back.

Whisper needs context: read alone, short utterances have more words wrong than the first pass had.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from agent.recognizer import BYTES_PER_MS, TimedWord
from agent.whisper.messages import Refined

MAX_SILENCE_MS = 300
"""Longer pauses between utterances are shortened to this."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """An utterance's samples and where they begin on the meeting's clock."""

    start_ms: int
    pcm: bytes

    @property
    def length_ms(self) -> int:
        """Length of the samples."""
        return len(self.pcm) // BYTES_PER_MS


def packed(utterances: Sequence[Spoken]) -> tuple[bytes, list[int]]:
    """Join utterances; return the samples and where each utterance begins in them, in milliseconds."""
    window, begins = bytearray(), list[int]()
    until_ms = utterances[0].start_ms
    for each in utterances:
        window += bytes(min(MAX_SILENCE_MS, max(0, each.start_ms - until_ms)) * BYTES_PER_MS)
        begins.append(len(window) // BYTES_PER_MS)
        window += each.pcm
        until_ms = each.start_ms + each.length_ms
    return bytes(window), begins


def split(reading: Refined, utterances: Sequence[Spoken], begins: Sequence[int]) -> list[list[TimedWord]]:
    """Return each utterance's words on the meeting's clock: a word belongs where its middle is nearest."""
    found: list[list[TimedWord]] = [[] for _ in utterances]
    for word in reading.timed_words():
        at = _nearest((word.s + word.e) // 2, utterances, begins)
        own, by_ms = utterances[at], utterances[at].start_ms - begins[at]
        last_ms = own.start_ms + own.length_ms
        start_ms, end_ms = (min(max(own.start_ms, each + by_ms), last_ms) for each in (word.s, word.e))
        found[at].append(TimedWord(word.w, start_ms, end_ms, word.c))
    return found


def _nearest(middle_ms: int, utterances: Sequence[Spoken], begins: Sequence[int]) -> int:
    def distance(at: int) -> int:
        return max(begins[at] - middle_ms, middle_ms - begins[at] - utterances[at].length_ms, 0)

    return min(range(len(begins)), key=distance)
