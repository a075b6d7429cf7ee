"""Ogg/Opus files of speech, 48 kHz and mono: playable up to the last page, whenever their writer dies."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame
from numpy.typing import NDArray

RATE_HZ = 48_000
PER_MS = RATE_HZ // 1000
BITRATE = 28_000
PAGE_US = 200_000
"""Audio in one page; a killed writer loses the page it had begun."""
OPTIONS = {"application": "audio", "frame_duration": "20", "vbr": "on", "compression_level": "5"}
"""`audio`, because `voip` spends three quarters of the bits on silence; level 5 takes half the time of 10."""
BLOCK = RATE_HZ
Samples = NDArray[np.int16]
ERRORS = (OSError, av.FFmpegError)
"""Raised for a full disk, a missing directory, a damaged file."""


class OpusFile:
    """A file that is being written; every method blocks, and raises ERRORS."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.samples = 0
        """Written so far."""
        options = {"page_duration": str(PAGE_US), "flush_packets": "1"}
        self._container = av.open(str(path), "w", format="ogg", container_options=options)
        self._stream = self._container.add_stream("libopus", rate=RATE_HZ, layout="mono", options=OPTIONS)
        self._stream.bit_rate = BITRATE

    def write(self, pcm: Samples) -> None:
        """Append samples."""
        if not len(pcm):
            return
        frame = AudioFrame.from_ndarray(np.ascontiguousarray(pcm)[None, :], format="s16", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = RATE_HZ, self.samples, Fraction(1, RATE_HZ)
        self._container.mux(self._stream.encode(frame))
        self.samples += len(pcm)

    def silence(self, samples: int) -> None:
        """Append silence."""
        while samples > 0:
            self.write(np.zeros(min(samples, BLOCK), np.int16))
            samples -= BLOCK

    def close(self) -> None:
        """Write the last page."""
        try:
            if self.samples:
                self._container.mux(self._stream.encode(None))
        finally:
            self._container.close()


def read_opus(path: Path) -> Iterator[NDArray[np.float32]]:
    """Yield a file's samples, -1 to 1, up to where it is whole; raises ERRORS if nothing is.

    What Ogg says of times is not used: a file holds all its samples without a gap.
    """
    is_empty = True
    try:
        with av.open(str(path), format="ogg") as container:
            for frame in container.decode(audio=0):
                is_empty = False
                yield frame.to_ndarray().reshape(-1).astype(np.float32, copy=False)
    except ERRORS:
        if is_empty:
            raise
