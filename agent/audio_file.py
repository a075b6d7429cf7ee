"""Reads a recording as the engines take speech: 16 kHz, mono, 16 bit."""

from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
from numpy.typing import NDArray

from agent.recognizer import SAMPLE_RATE_HZ

MAX_S = 3600
"""More is not read: it would take as many minutes to transcribe."""


class AudioFileError(Exception):
    """The file holds no sound that can be read; the message is one line."""


def read_audio(path: Path) -> NDArray[np.int16]:
    """Return the first MAX_S seconds, channels mixed; raises AudioFileError."""
    if path.is_dir():
        raise AudioFileError(f"{path.name} is a directory")
    parts: list[NDArray[np.int16]] = []
    left = MAX_S * SAMPLE_RATE_HZ
    try:
        for part in _decoded(path):
            parts.append(part[:left])
            left -= len(parts[-1])
            if left <= 0:
                break
    except FileNotFoundError:
        raise AudioFileError(f"there is no file {path.name}") from None
    except PermissionError:
        raise AudioFileError(f"{path.name} cannot be read: permission denied") from None
    except (av.FFmpegError, OSError, ValueError) as error:
        if not parts:  # else its end is cut off, and the beginning can be heard
            raise AudioFileError(f"{path.name} is not a recording that can be read") from error
    if not parts or not sum(map(len, parts)):
        raise AudioFileError(f"{path.name} holds no sound")
    return np.concatenate(parts)


def _decoded(path: Path) -> Iterator[NDArray[np.int16]]:
    with av.open(str(path), metadata_errors="ignore") as container:
        if not container.streams.audio:
            raise AudioFileError(f"{path.name} holds no sound")
        resampler = av.AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE_HZ)
        for frame in container.decode(audio=0):
            frame.pts = None  # a file that lies about its times is read all the same
            yield from (each.to_ndarray()[0] for each in resampler.resample(frame))
        yield from (each.to_ndarray()[0] for each in resampler.resample(None))
