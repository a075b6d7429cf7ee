"""Recordings of every shape: what becomes speech, whose it is, and what is refused with its reason."""

import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from agent.imports import decode as decoding
from agent.imports import media, refusals
from agent.imports.decode import decode
from agent.imports.refusals import MediaError
from agent.imports.voices import audible, loudness_of, voices_of

HZ = 16_000
Sound = NDArray[np.float64]


def talk(seed: int, seconds: float = 4.0, rate_hz: int = HZ) -> Sound:
    """Noise in syllables with pauses, as loud as speech; each seed has its own rhythm."""
    chance = np.random.default_rng(seed)
    samples = chance.normal(0, 0.1, round(seconds * rate_hz))
    step = rate_hz // 5
    for at in range(0, len(samples), step):
        samples[at : at + step] *= chance.choice((0.0, 1.0, 0.4))
    return samples


def turns(seconds: float = 8.0) -> list[Sound]:
    """Two people who speak in turn, each in a channel of their own, heard faintly in the other's."""
    one, other = talk(1, seconds), talk(2, seconds)
    first = (np.arange(len(one)) // (HZ * 2)) % 2 == 0
    one, other = one * first, other * ~first
    return [one + 0.05 * other, other + 0.05 * one]


def write_wav(path: Path, channels: list[Sound], rate_hz: int = HZ) -> Path:
    """Write channels as 16-bit integers."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(len(channels))
        file.setsampwidth(2)
        file.setframerate(rate_hz)
        file.writeframes((np.stack(channels, axis=1) * 32767).clip(-32768, 32767).astype("<i2").tobytes())
    return path


def encode(path: Path, channels: list[Sound], codec: str, layout: str, rate_hz: int) -> Path:
    """Write channels in a codec of FFmpeg's."""
    with av.open(str(path), "w") as file:
        stream: Any = file.add_stream(codec, rate=rate_hz, layout=layout)
        packed = (np.stack(channels, axis=1) * 32767).astype(np.int16).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(packed, format="s16", layout=layout)
        frame.sample_rate = rate_hz
        for each in (frame, None):
            for packet in stream.encode(each):
                file.mux(packet)
    return path


def read(path: Path, tmp_path: Path) -> dict[str, object]:
    """Decode into a directory beside the file."""
    directory = tmp_path / "work"
    directory.mkdir()
    return decode(path, directory, lambda _: None)


def refused(path: Path, tmp_path: Path) -> str:
    """Decode a file that must be refused; return why."""
    with pytest.raises(MediaError, match=r"[.]") as error:
        read(path, tmp_path)
    return str(error.value)


@pytest.mark.parametrize(
    ("name", "codec", "layout", "rate_hz"),
    [
        ("a.mp3", "libmp3lame", "mono", 44_100),
        ("a.m4a", "aac", "stereo", 44_100),
        ("a.webm", "libopus", "stereo", 48_000),
        ("a.ogg", "libopus", "mono", 48_000),
        ("a.mp4", "aac", "mono", 48_000),
        ("a.flac", "flac", "mono", 96_000),
        ("a.mkv", "aac", "stereo", 22_050),
    ],
)
def test_every_format(name: str, codec: str, layout: str, rate_hz: int, tmp_path: Path) -> None:
    """Each becomes 16 kHz mono speech and a mix of the same length."""
    said = talk(1, 3.0, rate_hz)
    path = encode(tmp_path / name, [said] * (2 if layout == "stereo" else 1), codec, layout, rate_hz)
    found = read(path, tmp_path)
    assert found["voices"] == 1
    assert abs(int(str(found["duration_ms"])) - 3000) < 150
    heard = np.fromfile(tmp_path / "work" / "voice-0.pcm", np.int16)
    assert abs(len(heard) / HZ - 3) < 0.15
    with av.open(str(tmp_path / "work" / "mix.ogg")) as mix:
        stream = mix.streams.audio[0]
        assert (stream.codec_context.name, stream.rate) == ("opus", 48_000)
        assert abs(float((mix.duration or 0) / av.time_base) - 3) < 0.15


def test_wrong_name(tmp_path: Path) -> None:
    """The contents decide what a file is."""
    path = encode(tmp_path / "a.flac", [talk(1)], "flac", "mono", HZ)
    assert read(path.rename(tmp_path / "a.txt"), tmp_path)["voices"] == 1


def test_eight_channels_at_96_khz(tmp_path: Path) -> None:
    """As many people as have sound of their own; silent channels are nobody."""
    people = [talk(seed, 2.0, 96_000) for seed in range(6)]
    silent = [np.zeros(len(people[0]))] * 2
    assert read(write_wav(tmp_path / "a.wav", [*people, *silent], 96_000), tmp_path)["voices"] == 6


def test_people_in_channels_of_their_own(tmp_path: Path) -> None:
    """Turns in two channels are two speakers, and neither is heard in the other's samples."""
    assert read(write_wav(tmp_path / "a.wav", turns()), tmp_path)["voices"] == 2
    first = np.fromfile(tmp_path / "work" / "voice-0.pcm", np.int16).astype(float)
    assert np.abs(first[HZ : 2 * HZ]).max() > 3000
    assert np.abs(first[HZ * 5 // 2 : HZ * 7 // 2]).max() == 0


@pytest.mark.parametrize("other", [1.0, 0.3, -1.0])
def test_stereo_of_one_room_is_one_voice(other: float, tmp_path: Path) -> None:
    """The same sound in both channels, louder in one or turned over, is one speaker."""
    said = talk(3)
    rustle = np.random.default_rng(9).normal(0, 0.002, len(said))
    assert read(write_wav(tmp_path / "a.wav", [said, said * other + rustle]), tmp_path)["voices"] == 1


def test_voices() -> None:
    """Channels alike are one voice; two who take turns are two."""
    both = np.stack([(each * 32767).astype(np.int16) for each in turns()])
    loudness = loudness_of(np.concatenate((both, both[:1])), HZ // 20)
    assert voices_of(loudness) == [[0, 2], [1]]
    assert audible(loudness, [[0, 2], [1]]).shape == (2, loudness.shape[1])


def _video_without_sound(path: Path) -> Path:
    with av.open(str(path), "w", format="mp4") as file:
        stream: Any = file.add_stream("mpeg4", rate=5)
        stream.width = stream.height = 64
        stream.pix_fmt = "yuv420p"
        for packet in [*stream.encode(av.VideoFrame(64, 64, "yuv420p")), *stream.encode(None)]:
            file.mux(packet)
    return path


def _cut(path: Path, share: float) -> Path:
    raw = path.read_bytes()
    path.write_bytes(raw[: int(len(raw) * share)])
    return path


def _cut_mp4(path: Path) -> Path:
    return _cut(encode(path.with_suffix(".mp4"), [talk(1)], "aac", "mono", 44_100), 0.6)


def _head_of_webm(path: Path) -> Path:
    return _cut(encode(path.with_suffix(".webm"), [talk(1)], "libopus", "mono", 48_000), 0.01)


def _protected(path: Path) -> Path:
    made = encode(path.with_suffix(".m4a"), [talk(1)], "aac", "mono", 44_100)
    made.write_bytes(made.read_bytes().replace(b"mp4a", b"drms"))
    return made


def _encrypted(path: Path) -> Path:
    options = {
        "encryption_scheme": "cenc-aes-ctr",
        "encryption_key": "76a6c65c5ea762046bd749a2e632ccbb",
        "encryption_kid": "a7e61c373e219033c21091fa607bf3b8",
    }
    made = path.with_suffix(".mp4")
    with av.open(str(made), "w", options=options) as file:
        stream: Any = file.add_stream("aac", rate=44_100, layout="mono")
        samples = (talk(1, 4.0, 44_100) * 32767).astype(np.int16).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(samples, format="s16", layout="mono")
        frame.sample_rate = 44_100
        for each in (frame, None):
            file.mux(stream.encode(each))
    return made


def _without_index(path: Path) -> Path:
    """An MP4 file whose index is noise."""
    made = encode(path.with_suffix(".mp4"), [talk(1)], "aac", "mono", 44_100)
    raw = bytearray(made.read_bytes())
    at = raw.find(b"moov") + 20
    raw[at : at + 380] = np.random.default_rng(7).integers(0, 256, 380, np.uint8).tobytes()
    made.write_bytes(raw)
    return made


def _mono_then_stereo(path: Path) -> Path:
    mono = encode(path.with_suffix(".aac"), [talk(1)], "aac", "mono", 44_100).read_bytes()
    stereo = encode(path.with_suffix(".aac"), [talk(1)] * 2, "aac", "stereo", 44_100).read_bytes()
    path.write_bytes(mono + stereo)
    return path


def _of(raw: bytes) -> Callable[[Path], Path]:
    def write(path: Path) -> Path:
        path.write_bytes(raw)
        return path

    return write


def _rate(hz: int) -> Callable[[Path], Path]:
    return lambda path: write_wav(path, [talk(1, 0.5)], hz)


BAD: dict[str, tuple[Callable[[Path], Path], str]] = {
    "nothing": (_of(b""), refusals.EMPTY),
    "zip": (_of(b"PK\x03\x04" + bytes(500)), refusals.UNREADABLE),
    "noise": (_of(bytes(range(256)) * 40), refusals.UNREADABLE),
    "playlist": (_of(b"#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:3,\na.wav\n"), refusals.UNREADABLE),
    "concatenation": (_of(b"ffconcat version 1.0\nfile 'a.wav'\n"), refusals.UNREADABLE),
    "session": (_of(b"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nm=audio 5004 RTP/AVP 0\n"), refusals.UNREADABLE),
    "dash": (_of(b'<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"/>'), refusals.UNREADABLE),
    "video": (_video_without_sound, refusals.NO_SOUND),
    "cut mp4, whose index is at its end": (_cut_mp4, refusals.INCOMPLETE),
    "nothing but a head": (_head_of_webm, refusals.INCOMPLETE),
    "protected": (_protected, refusals.PROTECTED),
    "encrypted": (_encrypted, refusals.PROTECTED),
    "mp4 whose index is noise": (_without_index, refusals.DAMAGED),
    "one channel, then two": (_mono_then_stereo, refusals.DAMAGED),
    "gif": (_of(b"GIF89a" + bytes(range(256)) * 5), refusals.UNREADABLE),
    "pdf": (_of(b"%PDF-1.7\n" + bytes(range(256)) * 20), refusals.UNREADABLE),
    "program": (lambda path: _of(Path("/bin/true").read_bytes())(path), refusals.UNREADABLE),
    "1 Hz": (_rate(1), refusals.ODD_RATE),
    "2 GHz": (_rate(2**31 - 1), refusals.ODD_RATE),
    "9 channels": (lambda path: write_wav(path, [talk(1, 0.5)] * 9), refusals.TOO_MANY_CHANNELS),
}


@pytest.mark.parametrize("kind", BAD)
def test_refused_with_its_reason(kind: str, tmp_path: Path) -> None:
    """Each in words for the person, and without opening what the file names."""
    make, why = BAD[kind]
    write_wav(tmp_path / "a.wav", [talk(1)])
    assert refused(make(tmp_path / "file.wav"), tmp_path) == why


def test_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A recording of more than eight hours is refused by what it says, before it is decoded."""
    monkeypatch.setattr(media, "MAX_S", 3)
    assert refused(write_wav(tmp_path / "a.wav", [talk(1)]), tmp_path) == refusals.TOO_LONG


def test_more_than_it_claims(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that decodes to more than its head says is stopped at the limit, too."""
    monkeypatch.setattr(media, "MAX_S", 3)
    monkeypatch.setattr(media, "claimed_s", lambda *_: 1.0)
    monkeypatch.setattr(decoding, "claimed_s", lambda *_: 1.0)
    assert refused(write_wav(tmp_path / "a.wav", [talk(1)]), tmp_path) == refusals.TOO_LONG


def test_channel_hours(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So are many channels for a long time."""
    monkeypatch.setattr(media, "MAX_CHANNEL_HOURS", 10 / 3600)
    assert refused(write_wav(tmp_path / "a.wav", [talk(i) for i in range(4)]), tmp_path) == refusals.TOO_MUCH
