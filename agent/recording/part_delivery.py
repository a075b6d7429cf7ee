"""Moves finished parts to where recordings are kept; what is refused is tried again with growing pauses."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from pathlib import Path
from uuid import UUID

import structlog

from agent.recording.part import is_being_written
from server.meeting.recording_faults import WaitsFor
from server.meeting.recording_tracks import RecordingTrack
from server.object_store.verified_copy import COPY_ERRORS
from server.recording_files import RecordingFiles

FIRST_S, LONGEST_S = 1.0, 60.0
"""Pauses between attempts: each is twice the one before, up to a minute."""
LEFT_S = 60.0
"""Between looks for parts that a job left which has ended."""
log = structlog.get_logger()
Note = Callable[[UUID, WaitsFor | None], Awaitable[None]]


class PartDelivery:
    """Of one job; its task ends with `aclose`. A part that is left is found by its name later."""

    def __init__(self, files: RecordingFiles, note: Note) -> None:
        self._files = files
        self._note = note
        self._waiting: asyncio.Queue[RecordingTrack] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None
        self._is_noted = False
        """Whether the row says that parts wait."""

    def add(self, part: RecordingTrack) -> None:
        """Move a part whose row is stored."""
        self._waiting.put_nowait(part)
        if self._task is None:
            self._task = asyncio.create_task(self._run())

    async def aclose(self, patience_s: float) -> None:
        """Wait for the parts that are on their way, but not for a place that does not answer."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(patience_s):
                await self._waiting.join()
        if self._task is not None:
            self._task.cancel()

    async def _run(self) -> None:
        while True:
            part = await self._waiting.get()
            await self._deliver(part)
            if self._is_noted and self._waiting.empty():
                self._is_noted = False
                await self._note(part.recording_id, None)
            self._waiting.task_done()

    async def _deliver(self, part: RecordingTrack) -> None:
        pause_s = FIRST_S
        while True:
            try:
                await self._files.keep(part.file_path)
            except COPY_ERRORS as error:
                log.warning("part_waits", part=part.part, error=type(error).__name__, pause_s=pause_s)
                if not self._is_noted:
                    self._is_noted = True
                    await self._note(part.recording_id, "storage")
                await asyncio.sleep(pause_s)
                pause_s = min(2 * pause_s, LONGEST_S)
            else:
                return


async def deliver_left_parts(files: RecordingFiles) -> int:
    """Move the parts of this machine that nobody writes any more; returns how many, raises COPY_ERRORS."""
    found = await asyncio.to_thread(_left, files.disk)
    for key in found:
        await files.keep(key)
    return len(found)


def _left(disk: Path) -> list[str]:
    paths = sorted(disk.glob("*/*/part-*.ogg"))
    return [path.relative_to(disk).as_posix() for path in paths if not is_being_written(path)]


async def deliver_left(files: RecordingFiles) -> None:
    """Look for such parts at intervals, until cancelled."""
    while files.has_bucket:
        try:
            if moved := await deliver_left_parts(files):
                log.info("left_parts_moved", parts=moved)
        except COPY_ERRORS as error:
            log.warning("left_parts_wait", error=type(error).__name__)
        await asyncio.sleep(LEFT_S)
