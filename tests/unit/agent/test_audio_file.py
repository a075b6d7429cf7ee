"""Recordings of every shape are read as 16 kHz mono, and anything else is refused in one line."""

import io
import struct
import wave
from pathlib import Path

import numpy as np
import pytest

from agent.audio_file import AudioFileError, read_audio

SECONDS = 0.5


def tone(rate_hz: int) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Half a second of 440 Hz at half of full scale."""
    return np.asarray(0.5 * np.sin(2 * np.pi * 440 * np.arange(int(SECONDS * rate_hz)) / rate_hz))


def wav(rate_hz: int, channels: int = 1, width: int = 2) -> bytes:
    """The tone in every channel, as integers of `width` bytes."""
    whole = np.repeat(tone(rate_hz) * (2 ** (8 * width - 1) - 1), channels).astype("<i4")
    raw = (whole + 128).astype(np.uint8).tobytes() if width == 1 else b""
    raw = raw or whole.view(np.uint8).reshape(-1, 4)[:, :width].tobytes()
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(channels)
        out.setsampwidth(width)
        out.setframerate(rate_hz)
        out.writeframes(raw)
    return file.getvalue()


def float_wav(rate_hz: int) -> bytes:
    """The tone as 32-bit floats."""
    raw = tone(rate_hz).astype("<f4").tobytes()
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 3, 1, rate_hz, rate_hz * 4, 4, 32)
    body = b"WAVE" + form + struct.pack("<4sI", b"data", len(raw)) + raw
    return struct.pack("<4sI", b"RIFF", len(body)) + body


@pytest.mark.parametrize(
    "raw",
    [
        wav(16_000), wav(8_000), wav(11_025), wav(22_050), wav(44_100, 2), wav(48_000, 2), wav(96_000),
        wav(48_000, 6), wav(16_000, width=1), wav(16_000, width=3), wav(48_000, 2, width=4),
        float_wav(44_100),
    ],
    ids=["16k", "8k", "11k", "22k", "44k2", "48k2", "96k", "48k6", "8bit", "24bit", "32bit", "float"],
)  # fmt: skip
def test_shapes(tmp_path: Path, raw: bytes) -> None:
    """Rate, channels and width do not matter: the tone has its length, its pitch and its loudness."""
    (tmp_path / "x.wav").write_bytes(raw)
    heard = read_audio(tmp_path / "x.wav").astype(np.float64) / 32768
    assert len(heard) == pytest.approx(SECONDS * 16_000, abs=400)
    spectrum = np.abs(np.fft.rfft(heard))
    assert np.argmax(spectrum) * 16_000 / len(heard) == pytest.approx(440, abs=5)
    assert 0.2 < np.sqrt((heard**2).mean()) < 0.6


@pytest.mark.parametrize(
    "raw",
    [
        b"", b"RIFF", b"no recording at all\n" * 50, wav(16_000)[:44], b"\x00" * 4096,
        wav(16_000).replace(b"WAVE", b"CAKE"), b"\x89PNG\r\n\x1a\n" + b"\x00" * 64,
    ],
    ids=["empty", "four bytes", "text", "no samples", "zeros", "no WAVE", "picture"],
)  # fmt: skip
def test_bad_file(tmp_path: Path, raw: bytes) -> None:
    """A file without sound is refused in one line with its name."""
    (tmp_path / "x.wav").write_bytes(raw)
    with pytest.raises(AudioFileError) as refused:
        read_audio(tmp_path / "x.wav")
    assert "x.wav" in str(refused.value)
    assert "\n" not in str(refused.value)


def test_cut_off(tmp_path: Path) -> None:
    """Of a file whose end is missing the beginning is read."""
    (tmp_path / "x.wav").write_bytes(wav(16_000)[: 44 + 8_000])
    assert 3_500 < len(read_audio(tmp_path / "x.wav")) <= 4_000


def test_no_file(tmp_path: Path) -> None:
    """A missing file and a directory are refused."""
    for path in (tmp_path / "x.wav", tmp_path):
        with pytest.raises(AudioFileError):
            read_audio(path)
