"""Recordings for tests and benches: synthesised words at known times, mixed as after a meeting."""

import asyncio
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from agent.recording.mix import MixJob, mix
from agent.recording.opus_file import RATE_HZ as OPUS_HZ
from agent.recording.opus_file import OpusFile
from agent.recording.part_names import directory_of, speaker_name
from server.config import Settings
from server.demo.voices import RATE_HZ, Samples, speech, voice_of
from server.meeting.db import execute, fetch_one

PCM = NDArray[np.int16]


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
    """Encode a track as the agent does."""
    file = OpusFile(path)
    for begin in range(0, len(sound), RATE_HZ):
        file.write(np.repeat(sound[begin : begin + RATE_HZ], OPUS_HZ // RATE_HZ))
    file.close()


async def record(settings: Settings, room_id: UUID, speakers: Mapping[UUID, tuple[str, PCM]]) -> UUID:
    """Mix a recording and store its row; `speakers`: each one's name and whole track."""
    row = await fetch_one(
        "INSERT INTO recordings (room_id, status, completed_at) VALUES ($1, 'completed', now()) RETURNING id",
        room_id,
    )
    assert row is not None
    place = directory_of(room_id, row["id"])
    directory = settings.recordings / place
    directory.mkdir(parents=True)
    for participant, (_, sound) in speakers.items():
        write_opus(directory / f"{participant}.part", sound)
    job = MixJob(
        str(directory),
        [(str(directory / f"{participant}.part"), 0, str(participant), 0) for participant in speakers],
        {str(participant): speaker_name(participant) for participant in speakers},
        {str(participant): name for participant, (name, _) in speakers.items()},
    )
    mixed = await asyncio.to_thread(mix, job)
    await execute(
        "UPDATE recordings SET file_path = $2, file_size = $3, duration = $4 WHERE id = $1",
        row["id"],
        f"{place}/{mixed.mix.name}",
        mixed.mix.size,
        mixed.duration_ms // 1000,
    )
    made: UUID = row["id"]
    return made
