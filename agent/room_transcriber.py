"""One meeting from the transcriber's seat: who is there, whose microphones are heard, and how it ends."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Coroutine
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import numpy as np
import structlog
from livekit import rtc
from numpy.typing import NDArray

from agent.caption_publisher import RoomCaptionSink
from agent.captioner import Captioner
from agent.meeting_clock import MeetingClock
from agent.recognizer import SAMPLE_RATE_HZ, Recognizer
from agent.segment_store import SegmentStore, Speaker
from agent.transient_retry import retry_transient
from server.logs import failure
from server.meeting import presence, rooms
from server.meeting.database_errors import TRANSIENT_ERRORS

FRAME_MS = 100
"""Each FFI event visits every AudioStream of the process: ten a second let 80 people speak, a hundred 40."""
STREAM_CAPACITY_FRAMES = 100
"""Frames in the stream before the oldest fall out: 10 s of a loop that does not turn."""
FLUSH_TIMEOUT_S = 120.0
"""How long the last finals are waited for: longer than the engines try."""
SETTLE_S = 3.0
"""A microphone that cannot be heard by then does not keep the others from being told that they are."""
MACHINE_KINDS = (rtc.ParticipantKind.PARTICIPANT_KIND_AGENT, rtc.ParticipantKind.PARTICIPANT_KIND_EGRESS)
SPEECH_SOURCES = (rtc.TrackSource.SOURCE_MICROPHONE, rtc.TrackSource.SOURCE_SCREENSHARE_AUDIO)

log = structlog.get_logger()


@dataclass(slots=True)
class _TrackSubscription:
    """One track being heard; the captioner comes when it is known who speaks."""

    stream: rtc.AudioStream
    captioner: Captioner | None = None


class RoomTranscriber:
    """Follows one LiveKit room and captions it until it is closed."""

    def __init__(
        self, room: rtc.Room, row: rooms.Room, recognizer: Recognizer | None, segment_store: SegmentStore
    ) -> None:
        self._room = room
        self._row = row
        self._recognizer = recognizer
        self._segment_store = segment_store
        self._subscriptions: dict[str, _TrackSubscription] = {}
        self._speakers: dict[str, asyncio.Future[Speaker]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._books = asyncio.Lock()
        self._heard = asyncio.Event()
        self._clock: MeetingClock | None = None
        self._is_closed = False

    def listen(self) -> None:
        """Register with the room; before connecting, so that nothing is missed."""
        self._room.on("participant_connected", self._arrive)
        self._room.on("participant_disconnected", self._depart)
        self._room.on("track_published", self._published)
        self._room.on("track_subscribed", self._subscribed)
        self._room.on("track_unsubscribed", self._unsubscribed)
        self._room.on("track_muted", self._muted)

    def begin(self) -> None:
        """Take in who was there before us."""
        for participant in self._room.remote_participants.values():
            self._arrive(participant)
            for publication in participant.track_publications.values():
                self._published(publication, participant)

    async def settle(self, within_s: float = SETTLE_S) -> None:
        """Wait until every microphone that is open now is heard: from then on no word is missed."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(within_s):
                while not all(publication.sid in self._subscriptions for publication in self._microphones()):
                    self._heard.clear()
                    await self._heard.wait()

    def _microphones(self) -> list[rtc.RemoteTrackPublication]:
        people = [each for each in self._room.remote_participants.values() if each.kind not in MACHINE_KINDS]
        if self._recognizer is None:
            return []
        return [
            one for each in people for one in each.track_publications.values() if one.source in SPEECH_SOURCES
        ]

    async def close(self) -> None:
        """Hear no more; what was said is stored and shown at return, or given up after two minutes."""
        self._is_closed = True
        await self._close_subscriptions()
        if self._tasks:
            _, late = await asyncio.wait(self._tasks, timeout=FLUSH_TIMEOUT_S)
            for task in late:
                log.error("captions_given_up", room=str(self._row.id))
                task.cancel()
        if self._recognizer is not None:
            await self._recognizer.aclose()

    async def abandon(self) -> None:
        """Stop at once: another job holds the room."""
        self._is_closed = True
        for task in self._tasks:
            task.cancel()
        await self._close_subscriptions()

    async def _close_subscriptions(self) -> None:
        while self._subscriptions:
            _, subscription = self._subscriptions.popitem()
            await subscription.stream.aclose()

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
        if participant.kind in MACHINE_KINDS or self._is_closed:
            return
        known: asyncio.Future[Speaker] = asyncio.get_running_loop().create_future()
        self._speakers[participant.identity] = known
        noting = self._spawn(self._note_arrival(participant, known, datetime.now(UTC)))
        noting.add_done_callback(lambda _: known.cancel())  # whoever still waits for it waits in vain

    async def _note_arrival(
        self, participant: rtc.RemoteParticipant, known: "asyncio.Future[Speaker]", at: datetime
    ) -> None:
        name = participant.name or participant.identity
        async with self._books:  # arrivals and departures in the order they happened
            try:
                row = await retry_transient(
                    lambda: presence.record_arrival(
                        self._row.id, participant.identity, name, at, participant.sid
                    )
                )
                await retry_transient(self._start_clock)
            except TRANSIENT_ERRORS as error:
                log.error("arrival_not_written", room=str(self._row.id), error=type(error).__name__)
                return
        if row.status == "removed":  # who was put out is on the way out again, and is not listened to
            return
        known.set_result(Speaker(row.id, participant.identity, row.display_name))
        log.info("participant_arrived", room=str(self._row.id), participant=str(row.id))

    async def _start_clock(self) -> None:
        if self._clock is None:
            row = await rooms.room(self._row.id)
            self._clock = MeetingClock(row.started_at or datetime.now(UTC))

    def _depart(self, participant: rtc.RemoteParticipant) -> None:
        if participant.kind in MACHINE_KINDS or self._is_closed:
            return
        self._spawn(self._note_departure(participant.identity, participant.sid, datetime.now(UTC)))

    async def _note_departure(self, identity: str, sid: str, at: datetime) -> None:
        async with self._books:
            try:
                await retry_transient(lambda: presence.record_departure(self._row.id, identity, at, sid))
            except TRANSIENT_ERRORS as error:  # the webhook and the end of the room say it again
                log.error("departure_not_written", room=str(self._row.id), error=type(error).__name__)

    def _published(self, publication: rtc.RemoteTrackPublication, participant: rtc.RemoteParticipant) -> None:
        if (
            participant.kind not in MACHINE_KINDS
            and publication.source in SPEECH_SOURCES
            and self._recognizer is not None
        ):
            publication.set_subscribed(True)

    def _subscribed(
        self, track: rtc.Track, publication: rtc.RemoteTrackPublication, participant: rtc.RemoteParticipant
    ) -> None:
        if track.kind != rtc.TrackKind.KIND_AUDIO or self._is_closed:
            return
        stream = rtc.AudioStream.from_track(
            track=track,
            sample_rate=SAMPLE_RATE_HZ,
            num_channels=1,
            frame_size_ms=FRAME_MS,
            capacity=STREAM_CAPACITY_FRAMES,
        )
        self._subscriptions[track.sid] = subscription = _TrackSubscription(stream)
        self._heard.set()
        self._spawn(self._caption(subscription, track.sid, participant.identity))

    def _unsubscribed(
        self, track: rtc.Track, publication: rtc.RemoteTrackPublication, participant: rtc.RemoteParticipant
    ) -> None:
        """Close the stream, or it goes on beside that of a track published again; its captioner then ends."""
        if (subscription := self._subscriptions.pop(track.sid, None)) is not None:
            self._spawn(subscription.stream.aclose())

    def _muted(self, participant: rtc.Participant, publication: rtc.TrackPublication) -> None:
        subscription = self._subscriptions.get(publication.sid)
        if subscription is not None and subscription.captioner is not None:
            subscription.captioner.flush()

    async def _caption(self, subscription: _TrackSubscription, track: str, identity: str) -> None:
        """Hear the track to its end; the first words wait in the stream until it is written who speaks."""
        assert self._recognizer is not None  # noqa: S101  else nothing is subscribed
        speaker = await self._speakers[identity]
        assert self._clock is not None  # noqa: S101  it runs from the first arrival
        subscription.captioner = Captioner(
            track,
            speaker,
            recognizer=self._recognizer,
            segment_store=self._segment_store,
            sink=RoomCaptionSink(self._room),
            clock=self._clock,
        )
        log.info("track_heard", room=str(self._row.id), track=track)
        await subscription.captioner.run(audio_frames(subscription.stream))
        log.info("track_over", room=str(self._row.id), track=track)


async def audio_frames(stream: rtc.AudioStream) -> AsyncIterator[NDArray[np.int16]]:
    """Give each frame to the last; LiveKit's iterator forgets those that wait when the track ends."""
    async for event in stream:
        yield np.frombuffer(event.frame.data, np.int16)
    for left in filter(None, tuple(stream._queue._queue)):
        yield np.frombuffer(left.frame.data, np.int16)
