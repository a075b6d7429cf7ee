"""What a mix is made of: files that begin somewhere on the meeting's clock, read block by block."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from agent.recording.limiter import Sound
from agent.recording.opus_file import ERRORS, PER_MS, read_opus


@dataclass(frozen=True, slots=True)
class Source:
    """One part, or all of a speaker."""

    path: Path
    start_ms: int
    speaker: str
    """Key of the speaker: their participant's id."""
    silent_until_ms: int = 0
    """What lies before it on the meeting's clock is forgotten."""


class SourceReader:
    """Reads one source forwards; `is_open` until its last sample was read, or it proved unreadable."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.is_open = True
        self.is_unreadable = False
        self._at = source.start_ms * PER_MS
        self._decoded: Iterator[Sound] | None = None
        self._rest: Sound = np.zeros(0, np.float32)

    @property
    def begins_at(self) -> int:
        """The first sample that was not read yet, counted from the meeting's beginning."""
        return self._at

    def add_to(self, block: Sound, block_at: int) -> None:
        """Add what lies in this block, which begins at sample `block_at`; blocks come in order."""
        while self.is_open and self._at < block_at + len(block):
            if not len(self._rest) and not self._decode():
                return
            into = self._at - block_at
            taken = self._rest[: len(block) - into]
            block[into : into + len(taken)] += taken
            self._rest = self._rest[len(taken) :]
            self._at += len(taken)

    def _decode(self) -> bool:
        if self._decoded is None:
            self._decoded = read_opus(self.source.path)
        try:
            self._rest = self._remembered(next(self._decoded))
        except StopIteration:
            self.is_open = False
        except ERRORS:
            self.is_open, self.is_unreadable = False, True
        return self.is_open

    def _remembered(self, sound: Sound) -> Sound:
        forgotten = self.source.silent_until_ms * PER_MS - self._at
        if forgotten > 0:
            sound = sound.copy()
            sound[:forgotten] = 0.0
        return sound
