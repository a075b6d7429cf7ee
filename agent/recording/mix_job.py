"""Has a meeting's recording mixed: the rows here, the sound in a process of its own."""

import asyncio
import errno
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import UUID

import structlog

from agent.recording.mix import Mixed, MixedFile, MixJob
from agent.recording.mix_input import MixInput, forgotten_of, key_of, read_input
from agent.recording.part_names import MIX, PEAKS, directory_of
from agent.transcriber_wait import wait_for_transcriber
from server.files import write_private
from server.meeting.change_bus import ChangeBus, ChangeEvent
from server.meeting.db import transaction
from server.meeting.ids import uuid7
from server.meeting.queue import enqueue_mix
from server.meeting.recording_faults import WaitsFor
from server.meeting.recording_mixing import (
    MixResult,
    complete_recording,
    fail_recording,
    has_just_ended,
    recording_to_mix,
    reopen_recording,
    wait_for,
)
from server.meeting.recording_tracks import RecordingTrack, delete_tracks, store_track
from server.meeting.recordings import recording
from server.object_store.verified_copy import COPY_ERRORS
from server.recording_files import RecordingFiles

WRITER_S = 60.0
"""A transcriber that holds its lease longer has lost its last part: it may write no more."""
MARK = ".mixed.json"
"""Beside a mix that is not stored yet: what it was made of, so that it is not made again for each attempt."""
log = structlog.get_logger()


class NotMixedError(Exception):
    """The process that mixes failed; the message is the class of its error."""


class NotYetError(NotMixedError):
    """Something outside is missing; another attempt will do."""

    def __init__(self, what: WaitsFor) -> None:
        super().__init__(what)
        self.what = what


async def mix_recording(room_id: UUID, files: RecordingFiles, change_bus: ChangeBus) -> None:
    """Mix the recording of a meeting that is over; idempotent. Raises NotMixedError, DATABASE_ERRORS."""
    recording_id = await recording_to_mix(room_id)
    if recording_id is None:
        log.info("recording_not_pending", room_id=str(room_id))
        return
    await wait_for_transcriber(room_id, wait_s=WRITER_S)
    try:
        with _storage_errors():
            async with files.scratch() as scratch:
                await _mix(room_id, recording_id, files, scratch)
    except NotMixedError as error:
        await wait_for(recording_id, error.what if isinstance(error, NotYetError) else None)
        raise
    finally:
        await change_bus.publish(ChangeEvent("recording", room_id))


async def _mix(room_id: UUID, recording_id: UUID, files: RecordingFiles, scratch: Path) -> None:
    found = await read_input(room_id, recording_id, files, scratch)
    if found.lacks_finished and files.has_bucket and await has_just_ended(room_id):
        raise NotYetError("parts")  # a transcriber elsewhere has them still
    if not found.tracks:
        await fail_recording(recording_id)
        log.warning("recording_empty", room_id=str(room_id))
        return
    place = directory_of(room_id, recording_id)
    mixed = await _mixed(files, place, found)
    names = [MIX, PEAKS, *(each.name for each in mixed.speakers.values())]
    for name in names:
        await files.keep(f"{place}/{name}")
    row = await recording(recording_id)
    if row is not None and row.file_url is not None:
        await files.delete_archived(room_id, recording_id)
    await _store(room_id, recording_id, found, mixed, files)
    await files.delete(_spent(found, mixed))
    await asyncio.to_thread((files.disk / place / MARK).unlink, missing_ok=True)
    log.info("recording_mixed", room_id=str(room_id), duration_ms=mixed.duration_ms)


async def forget_sound(room_id: UUID, files: RecordingFiles | None) -> None:
    """Delete the mix of a meeting in which words were forgotten, and have another made; idempotent.

    Wherever it is, in the archive too. Until the other one is there the recording cannot be played.
    """
    if files is None or await reopen_recording(room_id) is None:
        return
    async with transaction():
        found = await reopen_recording(room_id)
        # its row is locked now: a mix that is made at the moment finds its file gone before it is stored
        if found is None:
            return
        place = directory_of(room_id, found.id)
        mixes = {f"{place}/{MIX}", f"{place}/{PEAKS}"}
        if found.file_path or found.file_url:
            mixes.add(files.key_of_mix(room_id, found.file_path, found.file_url))
        await files.delete(mixes, archived=True)
        await enqueue_mix(room_id)
    log.info("recording_reopened", room_id=str(room_id))


async def give_up(room_id: UUID) -> None:
    """Record that the recording could not be mixed, unless it waits for something."""
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
    if answer.get("errno") in FULL:
        raise NotYetError("disk")
    if "error" in answer:
        raise NotMixedError(f"{answer['error']} {answer['text']}".strip())
    return _mixed_of(answer)


FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""A disk, a quota or a limit that lets nothing more be written."""


@contextmanager
def _storage_errors() -> Iterator[None]:
    """Raise NotYetError for what a disk, a bucket or the archive refuses."""
    try:
        yield
    except COPY_ERRORS as error:
        log.warning("recording_not_stored", error=type(error).__name__)
        full = isinstance(error, OSError) and error.errno in FULL
        raise NotYetError("disk" if full else "storage") from error


async def _mixed(files: RecordingFiles, place: str, found: MixInput) -> Mixed:
    """Mix, or return what an earlier attempt mixed of the same."""
    directory, earlier = files.disk / place, await asyncio.to_thread(_earlier, files.disk / place, found)
    if earlier is not None and await _is_there(files, place, earlier):
        return earlier
    await asyncio.to_thread(directory.mkdir, mode=0o700, parents=True, exist_ok=True)
    mixed = await run_mix(found.job(directory))
    mark = json.dumps({"of": found.identity, "mixed": asdict(mixed)})
    await asyncio.to_thread(write_private, directory / MARK, mark)
    return mixed


def _earlier(directory: Path, found: MixInput) -> Mixed | None:
    with suppress(OSError, ValueError, KeyError, TypeError):
        mark = json.loads((directory / MARK).read_text())
        if mark["of"] == found.identity:
            return _mixed_of(mark["mixed"])
    return None


async def _is_there(files: RecordingFiles, place: str, mixed: Mixed) -> bool:
    whole = [
        await files.has(f"{place}/{each.name}", each.sha256) for each in (mixed.mix, *mixed.speakers.values())
    ]
    return all(whole) and await files.find_live(f"{place}/{PEAKS}") is not None


def _mixed_of(document: dict[str, Any]) -> Mixed:
    speakers = {speaker: MixedFile(**each) for speaker, each in document["speakers"].items()}
    return Mixed(document["duration_ms"], MixedFile(**document["mix"]), speakers, document["unreadable"])


async def _store(
    room_id: UUID, recording_id: UUID, found: MixInput, mixed: Mixed, files: RecordingFiles
) -> None:
    """Store the rows, unless somebody's words were forgotten meanwhile."""
    place, names = directory_of(room_id, recording_id), {key_of(each): each.speaker for each in found.tracks}
    async with transaction():
        await delete_tracks(recording_id, "speaker")
        for key, file in mixed.speakers.items():
            whose, path = UUID(key) if key else None, f"{place}/{file.name}"
            await store_track(
                RecordingTrack(
                    uuid7(), recording_id, room_id, whose, "speaker", names[key], 0, path, 0,
                    mixed.duration_ms, file.size, file.sha256,
                )
            )  # fmt: skip
        await delete_tracks(recording_id, "part", but=[Path(each).name for each in mixed.unreadable])
        mix, duration_s = mixed.mix, round(mixed.duration_ms / 1000)
        result = MixResult(f"{place}/{mix.name}", mix.size, mix.sha256, duration_s, found.missing)
        await complete_recording(recording_id, result)
        # its row is locked now: words forgotten from here on find it completed, and open it again
        if await forgotten_of(room_id) != found.forgotten:
            raise NotMixedError("somebody's words were forgotten meanwhile")
        if any([await files.find_live(f"{place}/{name}") is None for name in (mix.name, PEAKS)]):
            raise NotMixedError("the mix was deleted meanwhile")


def _spent(found: MixInput, mixed: Mixed) -> list[str]:
    """Return the parts that the speakers' files hold now; one that could not be read is kept."""
    kept = {Path(each).name for each in mixed.unreadable}
    parts = [each.file_path for each in found.tracks if each.kind == "part"]
    return [each for each in parts if each.rpartition("/")[2] not in kept]
