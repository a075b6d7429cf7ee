"""Has a meeting's recording mixed: the rows here, the sound in a process of its own."""

import asyncio
import json
import sys
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import UUID

import structlog

from agent.recording.mix import Mixed, MixedFile, MixJob
from agent.recording.part_names import PEAKS, directory_of, parse_part, speaker_name
from agent.transcriber_wait import wait_for_transcriber
from server.meeting.change_bus import ChangeBus, ChangeEvent
from server.meeting.db import transaction
from server.meeting.forgotten_words import forgotten_words_of
from server.meeting.ids import uuid7
from server.meeting.participants import participants_of
from server.meeting.queue import enqueue_mix
from server.meeting.recording_mixing import (
    MixResult,
    complete_recording,
    fail_recording,
    recording_to_mix,
    reopen_recording,
)
from server.meeting.recording_tracks import RecordingTrack, delete_tracks, store_track, tracks_of

WRITER_S = 60.0
"""A transcriber that holds its lease longer has lost its last part: it may write no more."""
log = structlog.get_logger()


class NotMixedError(Exception):
    """The process that mixes failed; the message is the class of its error."""


async def mix_recording(room_id: UUID, root: Path, change_bus: ChangeBus) -> None:
    """Mix the recording of a meeting that is over; idempotent. Raises NotMixedError, DATABASE_ERRORS."""
    recording_id = await recording_to_mix(room_id)
    if recording_id is None:
        log.info("recording_not_pending", room_id=str(room_id))
        return
    await wait_for_transcriber(room_id, wait_s=WRITER_S)
    directory = root / directory_of(room_id, recording_id)
    tracks = await _tracks(room_id, recording_id, root)
    if not tracks:
        await fail_recording(recording_id)
        log.warning("recording_empty", room_id=str(room_id))
    else:
        forgotten = await _forgotten(room_id)
        mixed = await run_mix(_job(directory, tracks, root, forgotten))
        if await _forgotten(room_id) != forgotten:
            raise NotMixedError("somebody's words were forgotten meanwhile")
        await _store(room_id, recording_id, tracks, mixed)
        await asyncio.to_thread(_delete_parts, root, tracks, mixed)
        log.info("recording_mixed", room_id=str(room_id), duration_ms=mixed.duration_ms)
    await change_bus.publish(ChangeEvent("recording", room_id))


async def forget_sound(room_id: UUID, root: Path | None) -> None:
    """Delete the mix of a meeting in which words were forgotten, and have another made; idempotent.

    Until that is there the recording cannot be played.
    """
    mix = await reopen_recording(room_id) if root is not None else None
    if root is None or mix is None:
        return
    for path in (root / mix, (root / mix).with_name(PEAKS)):
        await asyncio.to_thread(path.unlink, missing_ok=True)
    await enqueue_mix(room_id)
    log.info("recording_reopened", room_id=str(room_id))


async def give_up(room_id: UUID) -> None:
    """Record that the recording could not be mixed."""
    recording_id = await recording_to_mix(room_id)
    if recording_id is not None:
        await fail_recording(recording_id)


async def run_mix(job: MixJob) -> Mixed:
    """Run `agent.recording.mix`, which dies with this process or when this is cancelled."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-m",
        "agent.recording.mix",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        out, _ = await process.communicate(json.dumps(asdict(job)).encode())
    finally:
        if process.returncode is None:
            process.kill()
    answer: dict[str, Any] = json.loads(out or "{}") or {"error": f"exit {process.returncode}", "text": ""}
    if "error" in answer:
        raise NotMixedError(f"{answer['error']} {answer['text']}".strip())
    speakers = {speaker: MixedFile(**each) for speaker, each in answer["speakers"].items()}
    return Mixed(answer["duration_ms"], MixedFile(**answer["mix"]), speakers, answer["unreadable"])


async def _tracks(room_id: UUID, recording_id: UUID, root: Path) -> list[RecordingTrack]:
    """Return the parts, with those that have no row; where they are mixed already, the speakers' files."""
    parts = await tracks_of(recording_id, "part")
    known = {each.file_path for each in parts}
    place = directory_of(room_id, recording_id)
    names = {each.id: each.display_name for each in await participants_of(room_id)}
    found = await asyncio.to_thread(lambda: sorted(each.name for each in (root / place).glob("part-*.ogg")))
    for name in found:
        about = parse_part(name)
        if f"{place}/{name}" in known or about is None or about[2] not in names:
            continue
        number, start_ms, whose = about
        speaker = names[whose]
        parts.append(
            RecordingTrack(
                uuid7(), recording_id, room_id, whose, "part", speaker, number, f"{place}/{name}", start_ms
            )
        )
    there = [each for each in parts if (root / each.file_path).is_file()]
    return there or await tracks_of(recording_id, "speaker")


async def _forgotten(room_id: UUID) -> dict[str, int]:
    """Return by speaker's key until when their sound is forgotten."""
    return {str(each.participant_id): each.until_ms for each in await forgotten_words_of(room_id)}


def _job(directory: Path, tracks: list[RecordingTrack], root: Path, forgotten: Mapping[str, int]) -> MixJob:
    labels = {_key(each): each.speaker for each in tracks}
    return MixJob(
        directory=str(directory),
        sources=[
            (str(root / each.file_path), each.start_ms, key, forgotten.get(key, 0))
            for each in tracks
            for key in (_key(each),)
        ],
        names={key: speaker_name(UUID(key)) if key else "speaker-unknown.ogg" for key in labels},
        labels=labels,
    )


def _key(track: RecordingTrack) -> str:
    """The speaker's key: their participant's id; empty if their place is gone."""
    return str(track.participant_id) if track.participant_id else ""


async def _store(room_id: UUID, recording_id: UUID, tracks: list[RecordingTrack], mixed: Mixed) -> None:
    place, speakers = directory_of(room_id, recording_id), defaultdict(str)
    for each in tracks:
        speakers[_key(each)] = each.speaker
    async with transaction():
        await delete_tracks(recording_id, "speaker")
        for key, file in mixed.speakers.items():
            await store_track(
                RecordingTrack(
                    uuid7(),
                    recording_id,
                    room_id,
                    UUID(key) if key else None,
                    "speaker",
                    speakers[key],
                    0,
                    f"{place}/{file.name}",
                    0,
                    mixed.duration_ms,
                    file.size,
                    file.sha256,
                )
            )
        await delete_tracks(recording_id, "part", but=[Path(each).name for each in mixed.unreadable])
        result = MixResult(
            f"{place}/{mixed.mix.name}", mixed.mix.size, mixed.mix.sha256, round(mixed.duration_ms / 1000)
        )
        await complete_recording(recording_id, result)


def _delete_parts(root: Path, tracks: list[RecordingTrack], mixed: Mixed) -> None:
    """Delete what the speakers' files hold now; a part that could not be read is kept."""
    for each in tracks:
        path = root / each.file_path
        if each.kind == "part" and str(path) not in mixed.unreadable:
            path.unlink(missing_ok=True)
