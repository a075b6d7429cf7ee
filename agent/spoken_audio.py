"""Samples of one track's speech that has no final yet, for the second pass."""

from dataclasses import dataclass

from agent.recognizer import BYTES_PER_MS

MAX_MS = 60_000
"""Limit for each track, 1.9 MB; the oldest samples are dropped."""
MORE_MS = 100
"""Samples after a final's last word that are read with it, because engines end words early."""
TOLERANCE_MS = 20


@dataclass(slots=True)
class _Stretch:
    """Samples without a break, on the captioner's clock."""

    start_ms: int
    pcm: bytearray

    @property
    def end_ms(self) -> int:
        return self.start_ms + len(self.pcm) // BYTES_PER_MS

    def drop_before(self, at_ms: int) -> None:
        dropped_ms = min(max(0, at_ms - self.start_ms), self.end_ms - self.start_ms)
        del self.pcm[: dropped_ms * BYTES_PER_MS]
        self.start_ms += dropped_ms


class SpokenAudio:
    """Gated speech by its time; each final takes its own."""

    def __init__(self) -> None:
        self._stretches: list[_Stretch] = []

    def begin(self, pcm: bytes, start_ms: int) -> None:
        """Begin an utterance."""
        self._stretches.append(_Stretch(start_ms, bytearray(pcm)))
        self._limit()

    def extend(self, pcm: bytes) -> None:
        """Add samples to the utterance."""
        if self._stretches:
            self._stretches[-1].pcm += pcm
            self._limit()

    def take(self, start_ms: int, end_ms: int) -> bytes:
        """Return a final's samples, none if any is missing; forget all samples before its end."""
        found = b""
        for stretch in self._stretches:
            if stretch.start_ms <= start_ms + TOLERANCE_MS and end_ms <= stretch.end_ms + TOLERANCE_MS:
                first, last = max(0, start_ms - stretch.start_ms), end_ms + MORE_MS - stretch.start_ms
                found = bytes(stretch.pcm[first * BYTES_PER_MS : last * BYTES_PER_MS])
            stretch.drop_before(end_ms)
        self._stretches = [each for each in self._stretches if each.pcm or each is self._stretches[-1]]
        return found

    def _limit(self) -> None:
        kept_ms = sum(each.end_ms - each.start_ms for each in self._stretches)
        while kept_ms > MAX_MS:
            oldest = self._stretches[0]
            before_ms = oldest.end_ms - oldest.start_ms
            oldest.drop_before(oldest.start_ms + kept_ms - MAX_MS)
            kept_ms -= before_ms - (oldest.end_ms - oldest.start_ms)
            if not oldest.pcm and len(self._stretches) > 1:
                self._stretches.pop(0)
