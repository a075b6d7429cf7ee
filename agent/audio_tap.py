"""Test aid: with PARLEY_AUDIO_TAP=DIR each recognizer's exact input is recorded, for replay to the model.

`<track>-<n>.raw` holds the 16 kHz samples fed to the n-th recognizer of a track, `<track>-<n>.cuts` one line
per call: the number of bytes fed, or `final` where the final result was requested. Off unless the
variable is set, and never set in production: it stores what people say.
"""

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

FINAL = "final"
_taken: Counter[str] = Counter()


class AudioTap:
    """One recognizer's input."""

    def __init__(self, base: Path) -> None:
        base.parent.mkdir(parents=True, exist_ok=True)
        self._raw = base.with_suffix(".raw")
        self._cuts = base.with_suffix(".cuts")

    def fed(self, pcm: bytes) -> None:
        """Record one call with its samples."""
        with self._raw.open("ab") as raw:
            raw.write(pcm)
        self._note(str(len(pcm)))

    def cut(self) -> None:
        """Record that the final result was requested."""
        self._note(FINAL)

    def _note(self, line: str) -> None:
        with self._cuts.open("a") as cuts:
            cuts.write(f"{line}\n")


def open_tap(track: str) -> AudioTap | None:
    """Return the tap for a new recognizer of a track; None when taps are off."""
    directory = os.environ.get("PARLEY_AUDIO_TAP")
    if not directory:
        return None
    _taken[track] += 1
    return AudioTap(Path(directory) / f"{track}-{_taken[track]}")


def replay(raw: Path) -> Iterator[bytes | None]:
    """Yield the recorded calls: samples, and None where the final result was requested."""
    samples, at = raw.read_bytes(), 0
    for line in raw.with_suffix(".cuts").read_text().splitlines():
        if line == FINAL:
            yield None
        else:
            yield samples[at : at + int(line)]
            at += int(line)
