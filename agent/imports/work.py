"""An import's job in the queue: decode, transcribe, store; begun again by another worker it goes on.

What a worker that died had decoded and transcribed stays in the import's directory until the job is over.
"""

import asyncio
import json
import shutil
import time
from contextlib import aclosing
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import structlog

from agent.imports.child import StageFailedError, answers
from agent.imports.meeting import heard_meeting, keep_recording, speakers_of, written_meeting
from agent.imports.refusals import FAILED, LOST, NO_SPACE, TOO_BIG, UNREADABLE, MediaError
from agent.imports.written import MAX_BYTES, is_text, read_written
from server.files import write_private
from server.meeting.ids import uuid7
from server.meeting.imports import (
    Import,
    begin_import,
    begin_transcribing,
    fail_import,
    import_to_do,
    person_name,
    report_progress,
    store_import,
)
from server.object_store.verified_copy import COPY_ERRORS
from server.recording_files import RecordingFiles

DIRECTORY = "imports"
"""In PARLEY_DATA: the uploaded files, by the import's id."""
DECODED = "decoded.json"
"""In an import's directory: the decoder's answer, with ids that are the same in every attempt."""
HEAD_BYTES = 4096
DECODED_PERCENT, TRANSCRIBED_PERCENT = 15, 98
REPORT_S = 1.0
log = structlog.get_logger()


class CancelledImportError(Exception):
    """The person cancelled the import."""


@dataclass(slots=True)
class Progress:
    """Reports the progress of one import, each second at most."""

    import_id: UUID
    percent: int = 0
    reported_at: float = 0.0

    async def reach(self, percent: int | None = None) -> None:
        """Store the progress; raises CancelledImportError."""
        self.percent = max(self.percent, percent or 0)
        if time.monotonic() - self.reported_at < REPORT_S:
            return
        self.reported_at = time.monotonic()
        if not await report_progress(self.import_id, self.percent):
            raise CancelledImportError


class ImportWork:
    """Turns uploaded files into meetings."""

    def __init__(
        self, data: Path, recordings: RecordingFiles, models: tuple[Path, ...], refiner: str
    ) -> None:
        self._directory = data / DIRECTORY
        self._recordings = recordings
        self._environment = {"PARLEY_MODELS": ":".join(map(str, models))}
        self._refiner = refiner

    async def run(self, import_id: UUID) -> None:
        """Do the import; idempotent. Errors of the file end it, others are raised for another attempt."""
        found = await import_to_do(import_id)
        if found is None or not await begin_import(import_id):
            log.info("import_not_pending", import_id=str(import_id))
            is_without_meeting = found is not None and found.state in ("cancelled", "failed")
            await asyncio.to_thread(self._forget, import_id, is_without_meeting)
            return
        log.info("import_begun", import_id=str(import_id), bytes=found.file_size)
        is_without_meeting = False
        try:
            await self._do(found)
        except CancelledImportError:
            is_without_meeting = True
            log.info("import_cancelled", import_id=str(import_id))
        except MediaError as error:
            is_without_meeting = await fail_import(import_id, str(error))
            log.info("import_refused", import_id=str(import_id))
        await asyncio.to_thread(self._forget, import_id, is_without_meeting)

    async def give_up(self, import_id: UUID) -> None:
        """Store that the last attempt failed."""
        await asyncio.to_thread(self._forget, import_id, await fail_import(import_id, FAILED))

    async def _do(self, found: Import) -> None:
        work = await asyncio.to_thread(self._prepare, found.id)
        meeting = await self._meeting(found, self._directory / str(found.id), work)
        if not await store_import(found.id, meeting):
            stored = await import_to_do(found.id)
            if stored is None or stored.state != "done":  # else another worker was faster
                raise CancelledImportError
        if "recording" in meeting:
            await self._keep(str(meeting["recording"]["file_path"]))
        log.info("import_stored", import_id=str(found.id), segments=len(meeting["segments"]))

    async def _keep(self, mix: str) -> None:
        """Move the files to where recordings are kept; later the jobs process does."""
        try:
            for key in await self._recordings.names(mix.rpartition("/")[0]):
                await self._recordings.keep(key)
        except COPY_ERRORS as error:
            log.warning("import_recording_waits", error=type(error).__name__)

    async def _meeting(self, found: Import, source: Path, work: Path) -> dict[str, Any]:
        host = await person_name(found.user_id)
        raw = await asyncio.to_thread(_text_of, source)
        if raw is not None:
            lines, note = await asyncio.to_thread(read_written, raw)
            if not await begin_transcribing(found.id):
                raise CancelledImportError
            return written_meeting(lines, found.speakers, host, note)
        return await self._heard(found, source, work, host)

    async def _heard(self, found: Import, source: Path, work: Path, host: str) -> dict[str, Any]:
        progress = Progress(found.id)
        decoded = await asyncio.to_thread(_read_decoded, work)
        if decoded is None:
            decoded = await self._decode(source, work, progress)
            decoded["recording_id"] = str(uuid7())
            decoded["speakers"] = speakers_of(found.speakers, int(decoded["voices"]), host)
            await asyncio.to_thread(write_private, work / DECODED, json.dumps(decoded))
        if not await begin_transcribing(found.id):
            raise CancelledImportError
        voices, duration_ms = int(decoded["voices"]), int(decoded["duration_ms"])
        read = await self._stage(
            "agent.imports.transcribe",
            [str(work), str(voices), found.language, self._refiner],
            progress,
            DECODED_PERCENT,
            TRANSCRIBED_PERCENT,
        )
        segments = await asyncio.to_thread(_read_segments, work, voices)
        speakers = decoded["speakers"]
        meeting = heard_meeting(speakers, segments, str(read["engine"]), duration_ms)
        meeting["note"] = decoded["note"]
        try:
            meeting["recording"] = await asyncio.to_thread(
                keep_recording,
                work,
                self._recordings.disk / str(found.id) / decoded["recording_id"],
                speakers,
                duration_ms,
            )
        except OSError as error:
            raise MediaError(NO_SPACE) from error
        return meeting

    async def _decode(self, source: Path, work: Path, progress: Progress) -> dict[str, Any]:
        arguments = [str(source), str(work)]
        try:
            return await self._stage("agent.imports.decode", arguments, progress, 0, DECODED_PERCENT)
        except StageFailedError as error:  # a decoder that crashes, or meets its limits
            log.warning("import_decoder_failed", import_id=work.name, code=error.code)
            raise MediaError(UNREADABLE) from error

    async def _stage(
        self, module: str, arguments: list[str], progress: Progress, begin: int, end: int
    ) -> dict[str, Any]:
        """Run a child to its answer; raises MediaError, StageFailedError and CancelledImportError."""
        done: dict[str, Any] | None = None
        async with aclosing(answers(module, arguments, self._environment)) as lines:
            async for line in lines:
                if line is None:
                    await progress.reach()
                elif "progress" in line:
                    await progress.reach(begin + (end - begin) * int(line["progress"]) // 100)
                elif "error" in line:
                    raise MediaError(str(line["error"]))
                else:
                    done = line["done"]
        if done is None:
            raise StageFailedError(0)
        return done

    def _prepare(self, import_id: UUID) -> Path:
        """Return the directory of the import's work; that of an attempt that died has its results."""
        work = self._directory / f"{import_id}-work"
        work.mkdir(parents=True, exist_ok=True, mode=0o700)
        return work

    def _forget(self, import_id: UUID, is_without_meeting: bool) -> None:
        """Delete the upload and the work; the recording too if no meeting has it."""
        if is_without_meeting:
            shutil.rmtree(self._recordings.disk / str(import_id), ignore_errors=True)
        shutil.rmtree(self._directory / f"{import_id}-work", ignore_errors=True)
        (self._directory / str(import_id)).unlink(missing_ok=True)


def _read_decoded(work: Path) -> dict[str, Any] | None:
    """Return the decoder's answer, and what was decided then, if it came to an end."""
    try:
        found: dict[str, Any] = json.loads((work / DECODED).read_bytes())
    except FileNotFoundError:
        return None
    return found


def _read_segments(work: Path, voices: int) -> list[list[dict[str, Any]]]:
    """Return each voice's segments."""
    found = [(work / f"voice-{index}.lines").read_text(encoding="utf-8") for index in range(voices)]
    return [[each for line in text.splitlines() for each in json.loads(line)] for text in found]


def _text_of(source: Path) -> bytes | None:
    """Return the file's contents if it is text; raises MediaError without a file."""
    try:
        with source.open("rb") as file:
            if not is_text(file.read(HEAD_BYTES)):
                return None
            file.seek(0)
            raw = file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise MediaError(LOST) from error
    if len(raw) > MAX_BYTES:
        raise MediaError(TOO_BIG)
    return raw
