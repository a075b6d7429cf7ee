"""Transcribes one LiveKit room: tracks participants, subscribes to their audio, flushes at the end."""

import asyncio
import contextlib
from collections.abc import Callable, Coroutine, Iterable
from functools import partial
from typing import Any

import structlog
from livekit import rtc

from agent.audio_frames import audio_stream, waiting_frames
from agent.caption_publisher import RoomCaptionSink
from agent.captioner import Captioner
from agent.encrypted_tracks import EncryptedTracks
from agent.faults import Faults
from agent.job_shedding import JobShedding
from agent.lost_connections import LostConnections
from agent.meeting_clock import MeetingClock
from agent.off_record_gate import OffRecordGate
from agent.person_gaps import PersonGaps
from agent.recognizer import Recognizer
from agent.refinements import Refinements
from agent.room_attendance import RoomAttendance
from agent.segment_records import Missing, Speaker
from agent.segment_store import TranscriptSegmentStore
from agent.time_limits import FLUSH_S
from agent.track_audio import Stage, Track, TrackAudio
from agent.track_choice import TrackChoice
from agent.track_subscription import TrackSubscription
from server.logs import failure
from server.meeting import rooms
from server.meeting.gaps import FAILURES
from server.meeting.ids import uuid7

SETTLE_S = 3.0
"""Limit of waiting for subscriptions, so that one broken microphone does not delay `parley.engine`."""
LATE_START_MS = 15_000
"""A first transcriber that comes later, as one that was waited for, leaves a gap before it."""
MACHINE_KINDS = (rtc.ParticipantKind.PARTICIPANT_KIND_AGENT, rtc.ParticipantKind.PARTICIPANT_KIND_EGRESS)

Stages = Callable[[Track, MeetingClock], Iterable[Stage]]

log = structlog.get_logger()


class RoomTranscriber:
    """Captions the audio tracks of one LiveKit room until it is closed."""

    def __init__(
        self,
        room: rtc.Room,
        row: rooms.Room,
        recognizer: Recognizer | None,
        segment_store: TranscriptSegmentStore,
        faults: Faults,
        off_record: OffRecordGate,
        refinements: Refinements | None = None,
        shedding: JobShedding | None = None,
        stages: Stages = lambda _, __: (),
    ) -> None:
        """`stages` gives what a track's sound passes through after `off_record`, before it is captioned."""
        self._room = room
        self._sink = RoomCaptionSink(room)
        self._row = row
        self._recognizer = recognizer
        self._segment_store = segment_store
        self._subscriptions: dict[str, TrackSubscription] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._track_added = asyncio.Event()
        self._choice = TrackChoice()
        self._faults = faults
        self._attendance = RoomAttendance(row.id, segment_store, self._spawn)
        told = (self._attendance, segment_store, faults, self._spawn)
        self._encrypted = EncryptedTracks(PersonGaps("encrypted", *told))
        self.connections = LostConnections(PersonGaps("network", *told), room)
        self._off_record = off_record
        self._refinements = refinements
        self._shedding = shedding
        self._stages = stages
        self._is_closed = False

    def listen(self) -> None:
        """Register the event handlers; must precede connecting, so that no event is missed."""
        self._room.on("participant_connected", self._arrive)
        self._room.on("participant_disconnected", self._depart)
        self._room.on("track_published", self._track_changed)
        self._room.on("track_unpublished", self._track_changed)
        self._room.on("track_subscribed", self._subscribed)
        self._room.on("track_unsubscribed", self._unsubscribed)
        self._room.on("participant_attributes_changed", self._sink.attributes_changed)
        self._room.on("track_muted", self._muted)
        self._room.on("track_unmuted", self._unmuted)
        self._room.on("reconnected", self._choose_tracks)

    def begin(self) -> None:
        """Process the participants and tracks present before the agent connected."""
        for participant in self._room.remote_participants.values():
            self._arrive(participant)
        self._choose_tracks()

    def _choose_tracks(self) -> None:
        """Subscribe to what is published; what was asked while the agent was not connected is lost."""
        for participant in self._room.remote_participants.values():
            for publication in participant.track_publications.values():
                self._track_changed(publication, participant)

    async def settle(self, within_s: float = SETTLE_S) -> None:
        """Wait until every microphone published now is subscribed; from then on no speech is missed."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                while not all(sid in self._subscriptions for sid in self._choice.chosen()):
                    self._track_added.clear()
                    await self._track_added.wait()

    async def close(self) -> None:
        """Unsubscribe, and wait up to FLUSH_S until every final is stored and published."""
        self._is_closed = True
        self.connections.close()
        until_s = asyncio.get_running_loop().time() + FLUSH_S
        await self._close_subscriptions()
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=FLUSH_S)
            for task in late:
                log.error("flush_timed_out", room=str(self._row.id))
                task.cancel()
        await self._segment_store.settle(until_s - asyncio.get_running_loop().time())
        if self._recognizer is not None:
            await self._recognizer.aclose()

    async def abandon(self) -> None:
        """Stop at once, without flushing: another job holds the lease."""
        self._is_closed = True
        for task in self._tasks:
            task.cancel()
        await self._close_subscriptions()

    async def _close_subscriptions(self) -> None:
        while self._subscriptions:
            _, subscription = self._subscriptions.popitem()
            await subscription.aclose()

    def _spawn(self, work: Coroutine[Any, Any, None]) -> "asyncio.Task[None]":
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)
        return task

    def _done(self, task: "asyncio.Task[None]") -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("meeting_task_failed", room=str(self._row.id), **failure(error))

    def _arrive(self, participant: rtc.RemoteParticipant) -> None:
        if participant.kind not in MACHINE_KINDS and not self._is_closed:
            self._attendance.arrive(participant)

    def _depart(self, participant: rtc.RemoteParticipant) -> None:
        is_person = participant.kind not in MACHINE_KINDS and not self._is_closed
        if is_person and self._room.connection_state == rtc.ConnectionState.CONN_CONNECTED:
            # else the agent itself lost the room; webhooks report departures
            self._attendance.depart(participant)
            self._encrypted.depart(participant)
            self.connections.depart(participant)

    async def note_gaps(self) -> None:
        """Once the meeting has begun, end the gaps left open, note a late start and a missing engine."""
        at_ms = await self._attendance.elapsed_ms(self._attendance.clock.now_ms())
        if at_ms >= LATE_START_MS:
            await self._segment_store.note_late_start(at_ms)
        await self._segment_store.end_gaps(at_ms, ("transcriber",) if self._recognizer is None else FAILURES)
        self._encrypted.start()
        self.connections.start()
        if self._recognizer is None:
            await self._segment_store.note_gap(Missing(uuid7(), "language", at_ms, None), None)

    async def when_begun(self, then: Callable[[], None]) -> None:
        """Call `then` once the meeting's clock runs."""
        await self._attendance.elapsed_ms(0)
        then()

    async def leave(self) -> None:
        """Open a gap that lasts until another transcriber takes over."""
        if self._attendance.has_begun:
            at_ms = await self._attendance.elapsed_ms(self._attendance.clock.now_ms())
            await self._segment_store.note_gap(Missing(uuid7(), "transcriber", at_ms, None), None)

    def _track_changed(self, publication: rtc.TrackPublication, participant: rtc.RemoteParticipant) -> None:
        if participant.kind not in MACHINE_KINDS and not self._is_closed:
            self._choice.update(participant, publication.source)
            if self._recognizer is not None:
                self._encrypted.update(participant)

    def _subscribed(
        self, track: rtc.Track, publication: rtc.RemoteTrackPublication, participant: rtc.RemoteParticipant
    ) -> None:
        if track.kind != rtc.TrackKind.KIND_AUDIO or self._is_closed or not self._choice.is_chosen(track.sid):
            return
        self._unsubscribed(track, publication, participant)
        heard = Track(track.sid, participant.identity, self._attendance.speaker(participant))
        stream, clock = audio_stream(track), self._attendance.clock
        subscription = TrackSubscription(track.sid, stream, self._row.id)
        silence = self._off_record.stage(
            participant.identity, lambda: waiting_frames(stream), subscription.flush
        )
        self._subscriptions[track.sid] = subscription
        self._track_added.set()
        audio = TrackAudio(stream, clock, (silence, *self._stages(heard, clock)))
        self._spawn(audio.run())
        # closed for a speaker who was removed, or whose arrival cannot be stored
        heard.speaker.add_done_callback(
            lambda speaker: self._spawn(subscription.aclose()) if speaker.cancelled() else None
        )
        if self._recognizer is not None:
            self.connections.watch(track, publication, participant)
            captioner = partial(self._captioner, track.sid, heard.speaker, self._recognizer)
            self._spawn(subscription.caption(audio, captioner, self._faults))

    def _unsubscribed(
        self, track: rtc.Track, publication: rtc.RemoteTrackPublication, participant: rtc.RemoteParticipant
    ) -> None:
        """Close the stream, which ends its captioner; else it would run on beside a republished track's."""
        self.connections.unwatch(track)
        if (subscription := self._subscriptions.pop(track.sid, None)) is not None:
            self._spawn(subscription.aclose())

    def _muted(self, participant: rtc.Participant, publication: rtc.TrackPublication) -> None:
        subscription = self._subscriptions.get(publication.sid)
        if subscription is not None:
            subscription.flush()
        self._unmuted(participant, publication)

    def _unmuted(self, participant: rtc.Participant, publication: rtc.TrackPublication) -> None:
        if isinstance(participant, rtc.RemoteParticipant):
            self._track_changed(publication, participant)

    def _captioner(self, track: str, speaker: "asyncio.Future[Speaker]", recognizer: Recognizer) -> Captioner:
        return Captioner(
            track,
            speaker,
            recognizer=recognizer,
            segment_store=self._segment_store,
            sink=self._sink,
            clock=self._attendance.clock,
            faults=self._faults,
            language=self._segment_store.language,
            refinements=self._refinements,
            shedding=self._shedding,
        )
