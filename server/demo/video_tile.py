"""The demo's video: a coloured disc that grows with the voice."""

import numpy as np
from livekit import rtc
from numpy.typing import NDArray

WIDTH, HEIGHT = 320, 180
FRAMES_HZ = 5
REST_RADIUS, LOUD_RADIUS = 34.0, 62.0
COLOURS = ((110, 156, 92), (128, 96, 168), (118, 150, 170), (138, 120, 110))
"""(Y, U, V) by participant, in the tape's order."""
GROUND = (38, 130, 126)

_ROWS, _COLUMNS = np.mgrid[0:HEIGHT, 0:WIDTH]
_FROM_CENTRE = np.hypot(_ROWS - HEIGHT / 2, _COLUMNS - WIDTH / 2)


def tile(place: int, loudness: float) -> rtc.VideoFrame:
    """Draw one frame; `loudness` is 0…1."""
    radius = REST_RADIUS + (LOUD_RADIUS - REST_RADIUS) * min(1.0, loudness)
    cover = np.clip(radius - _FROM_CENTRE, 0, 1)
    planes = [
        _plane(cover if luma else cover[::2, ::2], low, high)
        for luma, low, high in zip((True, False, False), GROUND, COLOURS[place % len(COLOURS)], strict=True)
    ]
    return rtc.VideoFrame(WIDTH, HEIGHT, rtc.VideoBufferType.I420, b"".join(planes))


def _plane(cover: NDArray[np.float64], low: int, high: int) -> bytes:
    return np.asarray(low + (high - low) * cover, np.uint8).tobytes()
