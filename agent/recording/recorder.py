"""Records a meeting as its rows say: whoever agreed, from when the room is told until it is stopped."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from uuid import UUID

import structlog

from agent.caption_publisher import CLOSING
from agent.meeting_clock import MeetingClock
from agent.recording.part_delivery import PartDelivery
from agent.recording.part_names import directory_of, last_part
from agent.recording.recorded_track import RecordedTrack, RecordingEvents, RecordingPlace
from agent.room_lease import LeaseLostError, RoomLease
from agent.track_audio import Track
from agent.transient_retry import NEVER, retry_transient
from server.errors import ParleyError
from server.meeting.database_errors import DATABASE_ERRORS
from server.meeting.recording_faults import WaitsFor, note_missing, note_waiting
from server.meeting.recording_state import (
    RecordingControl,
    begin_recording,
    recording_control,
    start_by_setting,
)
from server.meeting.recording_tracks import RecordingTrack, last_part_of, store_track
from server.recording_files import RecordingFiles

RECORDING = "parley.recording"
"""The transcriber's attribute: `on`, `failing` while nothing can be written, empty: it does not record."""
REPUBLISH_S = 1.0
CLOSE_S = 10.0
"""Limit of waiting for files and their rows; a file without a row is found by its name when it is mixed."""

log = structlog.get_logger()
Publish = Callable[[dict[str, str]], Awaitable[None]]
Write = Callable[[], Awaitable[None]]


class Recorder:
    """Of one job. Nothing is written before the room was told, so that nobody is recorded unawares."""

    def __init__(self, files: RecordingFiles, room_id: UUID, lease: RoomLease) -> None:
        self._root = files.disk
        self._delivery = PartDelivery(files, self._note_waiting)
        self._room_id = room_id
        self._lease = lease
        self._control: RecordingControl | None = None
        self._told = ""
        self._is_failing = False
        self._changed = asyncio.Event()
        self._tracks: set[RecordedTrack] = set()
        self._executor = ThreadPoolExecutor(1, "recording")
        self._parts: dict[UUID, int] = {}
        self._storing: set[asyncio.Task[None]] = set()
        self._incomplete: set[UUID] = set()

    async def read(self) -> RecordingControl | None:
        """Read what to do; the first time in a meeting whose setting says so, start the recording."""
        found = await recording_control(self._room_id)
        if found is None and await start_by_setting(self._room_id):
            found = await recording_control(self._room_id)
        return found

    def follow(self, control: RecordingControl | None) -> None:
        """Do from the next frame on what the rows say."""
        self._control = control
        if not self._is_wanted:
            self._is_failing = False
            for track in self._tracks:
                track.stop()
        self._changed.set()

    def stage(self, track: Track, clock: MeetingClock) -> RecordedTrack:
        """Return the stage that records a track."""
        events = RecordingEvents(
            self._place_for,
            self._next_part,
            self._store,
            self._broke,
            self._works,
            self._lost,
            self._tracks.discard,
        )
        made = RecordedTrack(track, clock, self._executor, events)
        self._tracks.add(made)
        return made

    async def publish(self, publish: Publish) -> None:
        """Tell the room of each change, and note the begin in the recording's row, until cancelled."""
        while True:
            await self._changed.wait()
            self._changed.clear()
            control, state = self._control, self._state
            if state == self._told:
                continue
            try:
                if control is not None and state == "on":
                    await self._count_parts(control.recording_id)
                    await self._lease.write(lambda found=control: begin_recording(found.recording_id))  # type: ignore[misc]  # bound here
                await publish({RECORDING: state})
                self._told = state
                log.info("recording_published", room=str(self._room_id), state=state or "off")
            except (*CLOSING, LeaseLostError, ParleyError, *DATABASE_ERRORS) as error:
                log.warning("recording_not_published", error=type(error).__name__)
                await asyncio.sleep(REPUBLISH_S)
                self._changed.set()

    async def aclose(self) -> None:
        """Finish the files of the tracks that have ended, and their rows."""
        for track in tuple(self._tracks):
            track.stop()
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(CLOSE_S):
                await asyncio.get_running_loop().run_in_executor(self._executor, lambda: None)
                await asyncio.sleep(0)  # the callbacks of what the thread has done
                await asyncio.gather(*self._storing)
        for task in self._storing:
            task.cancel()
        await self._delivery.aclose(CLOSE_S)
        self._executor.shutdown(wait=False)

    @property
    def _is_wanted(self) -> bool:
        return self._control is not None and self._control.wanted

    @property
    def _state(self) -> str:
        if not self._is_wanted:
            return ""
        return "failing" if self._is_failing else "on"

    def _place_for(self, participant_id: UUID) -> RecordingPlace | None:
        control = self._control
        if control is None or not control.wanted or not self._told or participant_id not in control.agreed:
            return None
        if control.recording_id not in self._parts:
            return None
        return RecordingPlace(self._root, self._room_id, control.recording_id)

    async def _count_parts(self, recording_id: UUID) -> None:
        directory = self._root / directory_of(self._room_id, recording_id)
        here = await asyncio.to_thread(last_part, directory)
        self._parts.setdefault(recording_id, max(here, await last_part_of(recording_id)))

    def _next_part(self) -> int:
        assert self._control is not None  # noqa: S101  asked for while it records
        self._parts[self._control.recording_id] += 1
        return self._parts[self._control.recording_id]

    def _broke(self) -> None:
        self._is_failing = True
        self._changed.set()
        self._lost()

    def _lost(self) -> None:
        """Write down, once, that some of the sound is not in the recording."""
        control = self._control
        if control is None or control.recording_id in self._incomplete:
            return
        self._incomplete.add(control.recording_id)
        self._write(lambda: note_missing(control.recording_id, "disk"))

    def _works(self) -> None:
        if self._is_failing:
            self._is_failing = False
            self._changed.set()

    def _store(self, row: RecordingTrack) -> None:
        async def stored() -> None:
            await store_track(row)

        def finished() -> None:
            if row.sha256 is not None:
                self._delivery.add(row)

        self._write(stored, finished)

    def _write(self, write: Write, done: Callable[[], None] = lambda: None) -> None:
        """Write to the database in the order of calls, for as long as it is away."""
        task = asyncio.create_task(self._written(write, done))
        self._storing.add(task)
        task.add_done_callback(self._storing.discard)

    async def _written(self, write: Write, done: Callable[[], None]) -> None:
        try:
            await retry_transient(lambda: self._lease.write(write), NEVER)
        except (LeaseLostError, ParleyError, *DATABASE_ERRORS) as error:
            log.warning("recording_row_not_stored", error=type(error).__name__)
        else:
            done()

    async def _note_waiting(self, recording_id: UUID, what: WaitsFor | None) -> None:
        self._write(lambda: note_waiting(recording_id, what))
