"""The picture a demo person sends: a disc in their own colour that grows with their voice."""

import numpy as np
from livekit import rtc
from numpy.typing import NDArray

WIDTH, HEIGHT = 320, 180
FRAMES_HZ = 5
REST_RADIUS, LOUD_RADIUS = 34.0, 62.0
COLOURS = ((110, 156, 92), (128, 96, 168), (118, 150, 170), (138, 120, 110))
"""(Y, U, V) of each person's disc, in the order of the tape."""
GROUND = (38, 130, 126)

_ROWS, _COLUMNS = np.mgrid[0:HEIGHT, 0:WIDTH]
_FROM_CENTRE = np.hypot(_ROWS - HEIGHT / 2, _COLUMNS - WIDTH / 2)


def tile(place: int, loudness: float) -> rtc.VideoFrame:
    """Draw one frame; `loudness` 0…1 is the voice's level now."""
    radius = REST_RADIUS + (LOUD_RADIUS - REST_RADIUS) * min(1.0, loudness)
    cover = np.clip(radius - _FROM_CENTRE, 0, 1)
    planes = [
        _plane(cover if luma else cover[::2, ::2], low, high)
        for luma, low, high in zip((True, False, False), GROUND, COLOURS[place % len(COLOURS)], strict=True)
    ]
    return rtc.VideoFrame(WIDTH, HEIGHT, rtc.VideoBufferType.I420, b"".join(planes))


def _plane(cover: NDArray[np.float64], low: int, high: int) -> bytes:
    return np.asarray(low + (high - low) * cover, np.uint8).tobytes()
