"""Opens an uploaded recording for decoding: a file of a known format, and nothing that names other files.

FFmpeg recognises formats by content, among them playlists and scripts that open files and addresses. Both
lists are given before it looks.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import av
from av.audio.stream import AudioStream
from av.container import InputContainer

from agent.imports.endings import breaks_off, is_encrypted, said_share
from agent.imports.refusals import (
    DAMAGED,
    EMPTY,
    INCOMPLETE,
    MAX_CHANNELS,
    MAX_S,
    NO_SOUND,
    ODD_RATE,
    PROTECTED,
    TOO_LONG,
    TOO_MANY_CHANNELS,
    TOO_MUCH,
    UNREADABLE,
    MediaError,
)

FORMATS = "wav,w64,mp3,flac,ogg,matroska,webm,mov,mp4,m4a,aac,aiff,caf"
"""Demuxers that read one file: no playlists, no concatenations, no session descriptions."""
OPTIONS = {"protocol_whitelist": "file", "format_whitelist": FORMATS}
ENCRYPTED = ("drms", "enca", "p608")
"""Codec tags of sound that only its shop's player opens."""
MAX_CHANNEL_HOURS = 16
MIN_HZ, MAX_HZ = 4000, 384_000
MIN_SHARE, LEEWAY_S = 0.95, 2.0
"""Less sound than this share of what the file says it has, and its end is missing."""
FIRST_FRAME_BYTES = 200
"""Where the header is that counts an MP3's frames."""


@contextmanager
def open_media(path: Path) -> Iterator[tuple[InputContainer, AudioStream]]:
    """Open the file and its first sound; raises MediaError."""
    if not path.stat().st_size:
        raise MediaError(EMPTY)
    try:
        container = av.open(str(path), container_options=OPTIONS, metadata_errors="ignore")
    except (av.FFmpegError, OSError, ValueError) as error:
        raise MediaError(INCOMPLETE if breaks_off(path) else UNREADABLE) from error
    with container:
        if not container.streams:
            raise MediaError(DAMAGED)
        if not container.streams.audio:
            raise MediaError(NO_SOUND)
        if is_encrypted(path):
            raise MediaError(PROTECTED)
        stream = container.streams.audio[0]
        _check(container, stream)
        yield container, stream


def claimed_s(container: InputContainer, stream: AudioStream) -> float:
    """Return the length the file says its sound has; 0: it says none, and FFmpeg only estimates it."""
    if container.format.name == "aac" or (container.format.name == "mp3" and not _has_count(container.name)):
        return 0.0
    share = said_share(Path(container.name)) if container.format.name == "wav" else 1.0
    if stream.duration is not None and stream.time_base is not None:
        return float(stream.duration * stream.time_base) * share
    return container.duration / av.time_base if container.duration else 0.0


def _check(container: InputContainer, stream: AudioStream) -> None:
    codec: Any = stream.codec_context
    if codec is None or str(codec.codec_tag).strip("\0") in ENCRYPTED:
        raise MediaError(PROTECTED)
    if not MIN_HZ <= (stream.rate or 0) <= MAX_HZ:
        raise MediaError(ODD_RATE)
    channels = codec.layout.nb_channels
    if channels > MAX_CHANNELS:
        raise MediaError(TOO_MANY_CHANNELS)
    check_length(claimed_s(container, stream), channels)


def check_length(seconds: float, channels: int) -> None:
    """Raise MediaError if so much sound is not taken."""
    if seconds > MAX_S:
        raise MediaError(TOO_LONG)
    if seconds * channels > MAX_CHANNEL_HOURS * 3600:
        raise MediaError(TOO_MUCH)


def _has_count(path: str) -> bool:
    """Whether an MP3 file has a header with the number of its frames, behind its tags."""
    with Path(path).open("rb") as file:
        head = file.read(10)
        if head[:3] == b"ID3" and len(head) == 10:
            length = 0
            for byte in head[6:]:
                length = length << 7 | byte & 0x7F
            file.seek(10 + length)
        else:
            file.seek(0)
        first = file.read(FIRST_FRAME_BYTES)
    return any(mark in first for mark in (b"Xing", b"Info", b"VBRI"))
