"""A LiveKit job: acquires the room's lease, captions the room, and ends the meeting when the room closes."""

import asyncio
import contextlib
import os
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

import structlog
from livekit import rtc
from livekit.agents import AutoSubscribe, JobContext

from agent import engines
from agent.caption_publisher import RoomCaptionSink
from agent.expected_names import ExpectedWords
from agent.faults import NO_FAULT, Faults
from agent.job_shedding import JobShedding
from agent.journal_recovery import SCAN_S, store_left_journals, take_over_transcript
from agent.load_exchange import LoadReporter, load_socket
from agent.off_record_gate import OffRecordGate
from agent.recognizer import Recognizer
from agent.recording.recorder import Recorder
from agent.refinements import Refinements
from agent.room_closure import is_room_closed
from agent.room_controls import RoomControls
from agent.room_lease import LeaseLostError, RoomLease, keep_renewed
from agent.room_transcriber import RoomTranscriber
from agent.segment_journal import DIRECTORY, JournalHeader, SegmentJournal
from agent.segment_store import SegmentNotStoredError, TranscriptSegmentStore
from agent.time_limits import REFINE_S
from agent.transient_retry import retry_transient
from server.config import Settings
from server.errors import IllegalStep
from server.languages import whisper_code
from server.logs import failure
from server.meeting import leases, lifecycle, rooms, transcripts
from server.meeting.actor import AGENT, Actor
from server.meeting.database_errors import TRANSIENT_ERRORS
from server.meeting.db import open_database
from server.meeting.external_rooms import external_room
from server.meeting.glossary import glossary_of
from server.meeting.off_record import off_record_now
from server.recording_files import RecordingFiles

POOL_SIZE = 4
PUBLISH_TIMEOUT_S = 5.0
COMMAND_TIMEOUT_S = 10.0
"""Statement timeout; the database then counts as unavailable, and another connection is tried."""

STORE_ERRORS: tuple[type[Exception], ...] = (SegmentNotStoredError, *TRANSIENT_ERRORS)

log = structlog.get_logger()


class TranscriptionJob:
    """The transcriber's job in one room, from dispatch to the end of the session."""

    def __init__(self, context: JobContext, settings: Settings) -> None:
        self._context = context
        self._settings = settings
        self._resources = contextlib.AsyncExitStack()
        self._row: rooms.Room | None = None
        self._transcriber: RoomTranscriber | None = None
        self._segment_store: TranscriptSegmentStore | None = None
        self._lease: RoomLease | None = None
        self._faults = Faults()
        self._shedding = JobShedding(self._faults)
        self._refinements: Refinements | None = None
        self._recorder: Recorder | None = None
        self._tasks: set[asyncio.Task[None]] = set()
        self._is_deleted = False

    async def begin(self) -> None:
        """Acquire the lease and start captioning; shut down if another job has it or the meeting is over."""
        await self._resources.enter_async_context(
            open_database(
                self._settings.database_url,
                default=Actor(AGENT, service="transcriber", holder=self._holder),
                pool_size=POOL_SIZE,
                options={"command_timeout": COMMAND_TIMEOUT_S},
            )
        )
        row = await retry_transient(self._find_room)
        self._lease = RoomLease(row.id, self._holder)
        if not row.is_open:
            log.info("meeting_already_ended", room=str(row.id))
            self._context.shutdown("the meeting is over")
        elif not await retry_transient(self._lease.take):
            log.info("lease_held_by_another_job", room=str(row.id))
            self._context.shutdown("another job holds the room")
        else:
            self._row = row
            try:
                await self._caption(row, self._lease)
            except (IllegalStep, LeaseLostError) as error:
                log.info("transcription_not_started", room=str(row.id), error=type(error).__name__)
                self._context.shutdown("the meeting is over, or another job holds the room")

    async def end(self) -> None:
        """Flush, end the meeting if the room is closed (else the next job goes on), release the lease."""
        try:
            if self._row is not None and self._transcriber is not None:
                await self._transcriber.close()
            if self._recorder is not None:
                await self._recorder.aclose()
            # the row is None if the lease was lost meanwhile
            if self._row is not None and self._transcriber is not None:
                await self._end_or_hand_over(self._row, self._transcriber)
        except STORE_ERRORS as error:  # webhook and sweeper end the meeting, the lease expires
            log.error("meeting_end_not_stored", error=type(error).__name__)
        finally:
            for task in tuple(self._tasks):
                task.cancel()
            if self._refinements is not None:
                await self._refinements.aclose()
            if self._segment_store is not None:
                await self._segment_store.aclose()
            await self._resources.aclose()

    async def _end_or_hand_over(self, row: rooms.Room, transcriber: RoomTranscriber) -> None:
        if await is_room_closed(self._context, row.id, lambda: self._is_deleted):
            if self._refinements is not None:
                await self._refinements.finish(REFINE_S)
            await retry_transient(lambda: transcripts.close_transcript(row.id))
            ended = await retry_transient(lambda: lifecycle.end_room(row.id, "agent"))
            log.info("room_closed", room=str(row.id), ended_here=ended)
        else:
            await transcriber.leave()
            log.info("room_handed_over", room=str(row.id))
        await retry_transient(lambda: leases.release_lease(row.id, self._holder))

    def _disconnected(self, reason: rtc.DisconnectReason.ValueType) -> None:
        self._is_deleted = reason == rtc.DisconnectReason.ROOM_DELETED

    @property
    def _holder(self) -> str:
        return self._context.job.id

    @property
    def _journals(self) -> Path:
        return self._settings.data / DIRECTORY

    async def _find_room(self) -> rooms.Room:
        """Find the room's row by its LiveKit name; a room of another application gets an external row."""
        room, zone = self._context.job.room, self._settings.time_zone
        found = await rooms.room_by_livekit(room.name, room.sid)
        return found or await external_room(room.name, room.sid, zone)

    async def _caption(self, row: rooms.Room, lease: RoomLease) -> None:
        language = row.settings.language if row.type != "external" else self._settings.language
        recognizer = engines.choose(self._settings, language, self._shedding)
        engine = recognizer.name if recognizer is not None else engines.NONE
        transcript = await take_over_transcript(row.id, language, engine, lease, self._journals)
        journal = SegmentJournal(self._journals, JournalHeader(row.id, language, engine))
        self._segment_store = TranscriptSegmentStore(transcript, engine, lease, self._faults, journal)
        expected = ExpectedWords(self._context.room.remote_participants)
        self._refinements = self._second_pass(language, engine, self._segment_store, expected)
        self._recorder = recorder = Recorder(RecordingFiles.of(self._settings), row.id, lease)
        off_record = OffRecordGate()
        controls = RoomControls(row.id, lease)
        controls.watch(lambda: off_record_now(row.id), off_record.change)
        controls.watch(lambda: glossary_of(row.id), expected.change)
        controls.watch(recorder.read, recorder.follow)
        self._transcriber = RoomTranscriber(
            self._context.room,
            row,
            recognizer,
            self._segment_store,
            self._faults,
            off_record,
            self._refinements,
            self._shedding,
            lambda track, clock: (recorder.stage(track, clock),),
        )
        await self._listen(controls, self._transcriber)
        self._watch(self._renew(row, lease, self._transcriber))
        for work in (controls.run(), self._transcriber.when_begun(controls.ask)):
            self._watch(work)
        self._watch(self._store_left_journals(transcript, lease))
        if recognizer is not None:
            self._watch_engine(recognizer)
            self._watch(self._transcriber.connections.run())
        await self._transcriber.settle()
        attributes = {"parley.engine": engine, "parley.language": language, **NO_FAULT}
        await self._context.room.local_participant.set_attributes(attributes | off_record.attributes)
        for told in (self._faults, off_record, recorder):
            self._watch(told.publish(self._publish))
        self._watch(self._transcriber.note_gaps())
        if recognizer is None:
            self._faults.begin("engine", "language")
        log.info("transcription_started", room=str(row.id), engine=engine, language=language, pid=os.getpid())

    async def _listen(self, controls: RoomControls, transcriber: RoomTranscriber) -> None:
        """Enter the room; what steers the job is known before anybody is heard."""
        await retry_transient(controls.read)
        controls.listen(self._context.room)
        transcriber.listen()
        self._context.room.on("disconnected", self._disconnected)
        await self._context.connect(auto_subscribe=AutoSubscribe.SUBSCRIBE_NONE)
        transcriber.begin()

    def _watch_engine(self, recognizer: Recognizer) -> None:
        socket = load_socket(self._settings.data, self._settings.agent_port)
        self._watch(engines.keep_swept(recognizer))
        self._watch(self._shedding.run(recognizer.name, LoadReporter(socket)))

    def _second_pass(
        self, language: str, engine: str, store: TranscriptSegmentStore, expected: ExpectedWords
    ) -> Refinements | None:
        client = engines.choose_rereading(self._settings, language, engine)
        if client is None:
            return None
        sink = RoomCaptionSink(self._context.room)
        return Refinements(client, whisper_code(language), store, sink, expected.fitting, self._shedding)

    def _watch(self, work: Coroutine[Any, Any, None]) -> None:
        """Run a task whose failure shuts the job down, so that another is dispatched."""
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._task_done)

    def _task_done(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("job_task_failed", **failure(error))
            self._context.shutdown("a part of the job failed")

    async def _publish(self, attributes: dict[str, str]) -> None:
        async with asyncio.timeout(PUBLISH_TIMEOUT_S):
            await self._context.room.local_participant.set_attributes(attributes)

    async def _store_left_journals(self, transcript: transcripts.Transcript, lease: RoomLease) -> None:
        """Store at intervals what another job of the room left that ended after this one began."""
        while True:
            await asyncio.sleep(SCAN_S)
            with contextlib.suppress(LeaseLostError, *TRANSIENT_ERRORS):
                await store_left_journals(self._journals, transcript, lease)

    async def _renew(self, row: rooms.Room, lease: RoomLease, transcriber: RoomTranscriber) -> None:
        """Renew the lease at intervals; if it is lost, stop at once, because another job writes now."""
        await keep_renewed(lease, row.id)
        log.error("lease_lost", room=str(row.id))
        if self._segment_store is not None:
            self._segment_store.close()
        await transcriber.abandon()
        self._row = None
        self._context.shutdown("the lease is lost")
