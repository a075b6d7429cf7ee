"""Recordings for tests and benches: synthesised words at known times, as Ogg Opus, with the waveform."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from uuid import UUID

import av
import numpy as np
from numpy.typing import NDArray

from server.config import Settings
from server.demo.voices import RATE_HZ, Samples, speech, voice_of
from server.meeting.db import execute, fetch_one

PCM = NDArray[np.int16]
BINS = 400
FRAME = RATE_HZ // 50


@dataclass(frozen=True)
class SpokenWord:
    """A word on the meeting's clock, in milliseconds."""

    text: str
    start_ms: int
    end_ms: int


def said(
    text: str, start_ms: int, voice: int, store: Path
) -> tuple[list[SpokenWord], list[tuple[int, Samples]]]:
    """Synthesise each word by itself, 120 ms apart: the words with their times, and the samples at theirs."""
    words, clips, at = [], [], start_ms
    for word in text.split():
        samples = _trimmed(speech(word, voice_of(voice), store))
        end = at + len(samples) * 1000 // RATE_HZ
        words.append(SpokenWord(word, at, end))
        clips.append((at, samples))
        at = end + 120
    return words, clips


def _trimmed(samples: Samples) -> Samples:
    """Without the silence before and after."""
    loud = np.flatnonzero(np.abs(samples) > 0.02)
    return samples[loud[0] : loud[-1] + 1] if len(loud) else samples


def track(clips: Iterable[tuple[int, Samples]], length_ms: int) -> PCM:
    """Lay samples at their times over silence."""
    sound = np.zeros(length_ms * RATE_HZ // 1000, np.float32)
    for at, samples in clips:
        begin = at * RATE_HZ // 1000
        sound[begin : begin + len(samples)] += samples[: len(sound) - begin]
    return np.asarray(np.clip(sound, -1, 1) * 32767, np.int16)


def write_opus(path: Path, sound: PCM) -> None:
    """Encode a track as Ogg Opus, 48 kHz mono, 32 kbit/s."""
    with av.open(str(path), "w", format="ogg") as file:
        stream = file.add_stream("libopus", rate=48_000, layout="mono", options={"compression_level": "0"})
        stream.bit_rate = 32_000
        resampler = av.AudioResampler(format="s16", layout="mono", rate=48_000)
        for begin in range(0, len(sound), FRAME * 50):
            frame = av.AudioFrame.from_ndarray(
                sound[None, begin : begin + FRAME * 50], format="s16", layout="mono"
            )
            frame.sample_rate, frame.pts, frame.time_base = RATE_HZ, begin, Fraction(1, RATE_HZ)
            for each in resampler.resample(frame):
                file.mux(stream.encode(each))
        for each in resampler.resample(None):
            file.mux(stream.encode(each))
        file.mux(stream.encode(None))


def peaks_of(sound: PCM) -> list[int]:
    """The loudest sample of each bin, 0 to 255."""
    return [
        int(np.max(np.abs(part.astype(np.int32)), initial=0)) // 129 for part in np.array_split(sound, BINS)
    ]


async def record(settings: Settings, room_id: UUID, speakers: Mapping[UUID, tuple[str, PCM]]) -> UUID:
    """Store a completed recording: the mix, a file a speaker, the waveform, and its row."""
    row = await fetch_one(
        "INSERT INTO recordings (room_id, status, completed_at) VALUES ($1, 'completed', now()) RETURNING id",
        room_id,
    )
    assert row is not None
    place = Path(str(room_id), str(row["id"]))
    directory = settings.recordings / place
    directory.mkdir(parents=True)
    tracks = [sound for _, sound in speakers.values()]
    mix = np.asarray(
        np.clip(np.sum([each.astype(np.int32) for each in tracks], axis=0), -32768, 32767), np.int16
    )
    write_opus(directory / "mix.ogg", mix)
    for participant, (_, sound) in speakers.items():
        write_opus(directory / f"speaker-{participant}.ogg", sound)
    length_ms = len(mix) * 1000 // RATE_HZ
    drawn = [
        {"participant_id": str(participant), "speaker": name, "peaks": peaks_of(sound)}
        for participant, (name, sound) in speakers.items()
    ]
    document = {"duration_ms": length_ms, "bins": BINS, "speakers": drawn}
    (directory / "peaks.json").write_text(json.dumps(document))
    await execute(
        "UPDATE recordings SET file_path = $2, file_size = $3, duration = $4 WHERE id = $1",
        row["id"],
        str(place / "mix.ogg"),
        (directory / "mix.ogg").stat().st_size,
        length_ms // 1000,
    )
    made: UUID = row["id"]
    return made
