"""Who is in the room: written down in the order they come and go, and when the meeting's clock began."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import structlog
from livekit import rtc

from agent.meeting_clock import MeetingClock
from agent.segment_store import Speaker, TranscriptSegmentStore
from agent.transient_retry import NEVER, retry_transient
from server.meeting import presence

log = structlog.get_logger()
Spawn = Callable[[Coroutine[Any, Any, None]], "asyncio.Task[None]"]


class RoomAttendance:
    """However long the database is away each is written down once it is back; what they say waits for it."""

    def __init__(self, room_id: UUID, segment_store: TranscriptSegmentStore, spawn: Spawn) -> None:
        self.clock = MeetingClock()
        self._room_id = room_id
        self._segment_store = segment_store
        self._spawn = spawn
        self._started = asyncio.Event()
        self._speakers: dict[str, asyncio.Future[Speaker]] = {}
        self._books = asyncio.Lock()

    def speaker(self, participant: rtc.RemoteParticipant) -> "asyncio.Future[Speaker]":
        """Give who they are, as soon as it is written; cancelled when they are not to be listened to."""
        if participant.identity not in self._speakers:
            self.arrive(participant)
        return self._speakers[participant.identity]

    def arrive(self, participant: rtc.RemoteParticipant) -> None:
        """Somebody came."""
        known: asyncio.Future[Speaker] = asyncio.get_running_loop().create_future()
        self._speakers[participant.identity] = known
        noting = self._spawn(self._note_arrival(participant, known, datetime.now(UTC)))
        noting.add_done_callback(lambda _: known.cancel())  # whoever still waits for it waits in vain

    def depart(self, participant: rtc.RemoteParticipant) -> None:
        """Somebody left."""
        self._spawn(self._note_departure(participant.identity, participant.sid, datetime.now(UTC)))

    async def elapsed_ms(self, at_ms: int) -> int:
        """Wait for the meeting's clock, and say where on it that moment of ours is."""
        await self._started.wait()
        return max(0, at_ms + self.clock.offset_ms)

    @property
    def has_begun(self) -> bool:
        """Whether the meeting's clock runs."""
        return self._started.is_set()

    async def _note_arrival(
        self, participant: rtc.RemoteParticipant, known: "asyncio.Future[Speaker]", at: datetime
    ) -> None:
        name, identity, sid = participant.name or participant.identity, participant.identity, participant.sid
        async with self._books:  # arrivals and departures in the order they happened
            row = await retry_transient(
                lambda: presence.record_arrival(self._room_id, identity, name, at, sid), NEVER
            )
            await self._start_clock()
        if row.status == "removed":  # who was put out is on the way out again, and is not listened to
            return
        known.set_result(Speaker(row.id, participant.identity, row.display_name))
        log.info("participant_arrived", room=str(self._room_id), participant=str(row.id))

    async def _start_clock(self) -> None:
        """The database says when it is: the wall clock here may have jumped, or not be that of who began."""
        if not self.clock.is_running:
            asked_ms = self.clock.now_ms()
            elapsed_ms = await self._segment_store.elapsed_ms()
            self.clock.start(elapsed_ms, (asked_ms + self.clock.now_ms()) // 2)
            self._started.set()

    async def _note_departure(self, identity: str, sid: str, at: datetime) -> None:
        async with self._books:
            await retry_transient(lambda: presence.record_departure(self._room_id, identity, at, sid), NEVER)
