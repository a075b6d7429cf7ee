"""Recordings that break off: what is there is imported, and the person reads that the end is missing."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest

from agent.imports.decode import cut_note
from agent.imports.endings import breaks_off
from agent.imports.refusals import CUT_BY, CUT_SHORT
from server.durations import to_the_minute
from tests.unit.imports.test_recordings import read, talk, write_wav

SECONDS = 8.0
Make = Callable[[Path], Path]


def coded(name: str, codec: str, rate_hz: int, **options: str) -> Make:
    """Write a recording; `options` of the container."""

    def write(directory: Path) -> Path:
        with av.open(str(directory / name), "w", options=options) as file:
            stream: Any = file.add_stream(codec, rate=rate_hz, layout="mono")
            packed = (talk(1, SECONDS, rate_hz) * 32767).astype(np.int16).reshape(1, -1)
            frame = av.AudioFrame.from_ndarray(packed, format="s16", layout="mono")
            frame.sample_rate = rate_hz
            for each in (frame, None):
                file.mux(stream.encode(each))
        return directory / name

    return write


def wav(directory: Path) -> Path:
    return write_wav(directory / "a.wav", [talk(1, SECONDS)])


def streamed_webm(directory: Path) -> Path:
    """As a browser records it: no lengths, for they were not known when they were written."""
    return coded("a.webm", "libopus", 48_000, live="1")(directory)


UNSAID: dict[str, Make] = {
    "ogg": coded("a.ogg", "libopus", 48_000),
    "mp3 without a count": coded("a.mp3", "libmp3lame", 44_100, write_xing="0"),
    "mp3 of MPEG 2": coded("b.mp3", "libmp3lame", 22_050, write_xing="0"),
    "aac": coded("a.aac", "aac", 44_100),
    "webm of a browser": streamed_webm,
    "mp4 in fragments": coded(
        "a.mp4", "aac", 44_100, movflags="frag_keyframe+empty_moov", frag_duration="1000000"
    ),
}
"""Formats that do not say at their beginning how long they are."""
SAID: dict[str, Make] = {
    "wav": wav,
    "flac": coded("a.flac", "flac", 16_000),
    "mp3 with a count": coded("a.mp3", "libmp3lame", 44_100),
    "webm": coded("a.webm", "libopus", 48_000),
    "mkv": coded("a.mkv", "aac", 44_100),
    "mp4 with its index before": coded("a.mp4", "aac", 44_100, movflags="faststart"),
}


def cut(path: Path, share: float) -> Path:
    raw = path.read_bytes()
    path.write_bytes(raw[: int(len(raw) * share)])
    return path


@pytest.mark.parametrize("kind", [*UNSAID, *SAID])
def test_whole(kind: str, tmp_path: Path) -> None:
    """A whole recording has no note, whatever its format."""
    path = (UNSAID | SAID)[kind](tmp_path)
    assert not breaks_off(path)
    found = read(path, tmp_path)
    assert found["note"] is None
    assert abs(int(str(found["duration_ms"])) - SECONDS * 1000) < 200


@pytest.mark.parametrize("kind", UNSAID)
def test_cut(kind: str, tmp_path: Path) -> None:
    """Of a cut one that does not say its length, what is there is read, and that it ends abruptly."""
    found = read(cut(UNSAID[kind](tmp_path), 0.503), tmp_path)
    assert found["note"] == CUT_SHORT
    assert 2_500 < int(str(found["duration_ms"])) < 5_500


@pytest.mark.parametrize("kind", SAID)
def test_cut_of_known_length(kind: str, tmp_path: Path) -> None:
    """Of one that does, how much is missing is said as well."""
    found = read(cut(SAID[kind](tmp_path), 0.503), tmp_path)
    read_s = int(str(found["duration_ms"])) / 1000
    assert found["note"] == CUT_BY.format(found=to_the_minute(read_s), whole="8 s")
    assert 2.5 < read_s < 5.5


def test_tags_behind_the_last_frame(tmp_path: Path) -> None:
    """An MP3 with a tag at its end is whole."""
    path = UNSAID["mp3 without a count"](tmp_path)
    path.write_bytes(path.read_bytes() + b"TAG" + bytes(125))
    assert not breaks_off(path)


@pytest.mark.parametrize(
    "head", [b"OggS", b"\x1a\x45\xdf\xa3", b"RIFF", b"ID3", b"\xff\xfb", b"\0\0\0\x18ftyp"]
)
def test_anything_may_follow_a_head(head: bytes, tmp_path: Path) -> None:
    """Whatever a stranger's file holds, looking at its end raises nothing and comes to one."""
    chance = np.random.default_rng(5)
    for length in (0, 1, 3, 8, 26, 400, 300_000):
        path = tmp_path / "a"
        path.write_bytes(head + chance.integers(0, 256, length, np.uint8).tobytes())
        assert breaks_off(path) in (True, False)
        path.write_bytes(head + bytes(length))
        assert breaks_off(path) in (True, False)


@pytest.mark.parametrize(
    ("found_s", "claimed_s", "is_cut", "note"),
    [
        (3599.0, 3600.0, False, None),
        (3599.0, 3600.0, True, CUT_SHORT),
        (2520.0, 3600.0, True, CUT_BY.format(found="42 min", whole="1 h")),
        (100.0, 0.0, False, None),
    ],
)
def test_note(found_s: float, claimed_s: float, is_cut: bool, note: str | None) -> None:
    """A second more or less is no matter; without a length only what the end shows."""
    assert cut_note(found_s, claimed_s, is_cut=is_cut) == note
