"""Finals that wait for the second pass with their samples, also those of a database outage."""

import time
import weakref
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from agent.caption_publisher import Caption
from agent.recognizer import BYTES_PER_MS, TimedWord
from agent.speech_window import Spoken

MAX_MS = 27_000
"""Speech in one window: Whisper's has 30 s, and pauses take some."""
MAX_UNSTORED_BYTES = 300_000 * BYTES_PER_MS
"""Of an outage the first five minutes of a room's speech, 10 MB; the samples of more are not kept."""


@dataclass(frozen=True, slots=True, weakref_slot=True, eq=False)
class StoredFinal:
    """A final that is stored and shown, or will be after an outage, with its samples."""

    caption: Caption
    words: tuple[TimedWord, ...]
    pcm: bytes
    """16 kHz, mono, 16 bit; empty if they are no longer there."""
    since_s: float = field(default_factory=time.monotonic)

    @property
    def spoken(self) -> Spoken:
        """The samples on the meeting's clock."""
        return Spoken(self.caption.start_ms, self.pcm)


def length_ms(finals: Iterable[StoredFinal]) -> int:
    """Speech in these finals."""
    return sum(final.spoken.length_ms for final in finals)


class OutageFinals:
    """Finals of one room that were shown before they were stored; their samples are limited."""

    def __init__(self) -> None:
        self._unstored = weakref.WeakSet[StoredFinal]()
        """For as long as something waits for them to be stored."""
        self._stored: deque[StoredFinal] = deque()

    def __len__(self) -> int:
        """Those that are stored now and wait to be read."""
        return len(self._stored)

    def keep(self, final: StoredFinal) -> bool:
        """Count the samples of a final that is not stored yet; False if they are too many."""
        if sum(len(each.pcm) for each in (*self._unstored, *self._stored, final)) > MAX_UNSTORED_BYTES:
            return False
        self._unstored.add(final)
        return True

    def stored(self, final: StoredFinal, caption: Caption) -> None:
        """Add a final that is stored now, with this caption."""
        self._stored.append(replace(final, caption=caption, since_s=time.monotonic()))

    def take_window(self) -> list[StoredFinal]:
        """Take the oldest with the same speaker's next ones that fit into one window; there is one."""
        window = [self._stored.popleft()]
        for final in tuple(self._stored):
            if final.caption.track != window[0].caption.track:
                continue
            if length_ms((*window, final)) > MAX_MS:
                break
            window.append(final)
            self._stored.remove(final)
        return window

    def clear(self) -> None:
        """Drop those that wait."""
        self._stored.clear()
