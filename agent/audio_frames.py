"""The frames of a LiveKit track at 48 kHz, to the last one."""

from collections.abc import AsyncIterator

import numpy as np
from livekit import rtc
from numpy.typing import NDArray

STREAM_RATE_HZ = 48_000
"""As Opus decodes it: nothing is lost for a recording, and captions take a third of it (`decimation.py`)."""
FRAME_MS = 50
"""Every FFI event visits every AudioStream of the process: 10 frames/s allow 80 speakers, 100 allow 40."""
STREAM_CAPACITY_FRAMES = 200
"""Frames buffered before the oldest are dropped: covers 10 s of a blocked event loop."""


def audio_stream(track: rtc.Track) -> rtc.AudioStream:
    """Open the stream of a track."""
    return rtc.AudioStream.from_track(
        track=track,
        sample_rate=STREAM_RATE_HZ,
        num_channels=1,
        frame_size_ms=FRAME_MS,
        capacity=STREAM_CAPACITY_FRAMES,
    )


def waiting_frames(stream: rtc.AudioStream) -> int:
    """Count the frames that have arrived and were not taken yet."""
    return len(stream._queue._queue)


async def audio_frames(stream: rtc.AudioStream) -> AsyncIterator[NDArray[np.int16]]:
    """Yield every frame; LiveKit's own iterator drops those still queued when the track ends."""
    async for event in stream:
        yield np.frombuffer(event.frame.data, np.int16)
    for left in filter(None, tuple(stream._queue._queue)):
        yield np.frombuffer(left.frame.data, np.int16)
