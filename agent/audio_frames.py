"""The frames of a LiveKit track, to the last one."""

from collections.abc import AsyncIterator

import numpy as np
from livekit import rtc
from numpy.typing import NDArray


async def audio_frames(stream: rtc.AudioStream) -> AsyncIterator[NDArray[np.int16]]:
    """Yield every frame; LiveKit's own iterator drops those still queued when the track ends."""
    async for event in stream:
        yield np.frombuffer(event.frame.data, np.int16)
    for left in filter(None, tuple(stream._queue._queue)):
        yield np.frombuffer(left.frame.data, np.int16)
