"""Records arrivals and departures in their order, and starts the meeting's clock."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import timedelta
from typing import Any
from uuid import UUID

import structlog
from livekit import rtc

from agent.meeting_clock import MeetingClock
from agent.segment_records import Speaker
from agent.segment_store import PATIENCE_S, TranscriptSegmentStore
from server.meeting import presence
from server.meeting.names import shown

log = structlog.get_logger()
Spawn = Callable[[Coroutine[Any, Any, None]], "asyncio.Task[None]"]


class RoomAttendance:
    """Retries writes while the database is unavailable."""

    def __init__(self, room_id: UUID, segment_store: TranscriptSegmentStore, spawn: Spawn) -> None:
        self.clock = MeetingClock()
        self._room_id = room_id
        self._segment_store = segment_store
        self._spawn = spawn
        self._started = asyncio.Event()
        self._speakers: dict[str, asyncio.Future[Speaker]] = {}
        self._order = asyncio.Lock()

    def speaker(self, participant: rtc.RemoteParticipant) -> "asyncio.Future[Speaker]":
        """Return the speaker once the arrival is stored or takes long; cancelled if not to be transcribed."""
        if participant.identity not in self._speakers:
            self.arrive(participant)
        return self._speakers[participant.identity]

    def arrive(self, participant: rtc.RemoteParticipant) -> None:
        """Record an arrival."""
        known: asyncio.Future[Speaker] = asyncio.get_running_loop().create_future()
        self._speakers[participant.identity] = known
        noting = self._spawn(self._note_arrival(participant, known, self.clock.now_ms()))
        noting.add_done_callback(lambda _: known.cancel())  # no effect once the result is set
        self._spawn(self._caption_meanwhile(participant, known, noting))

    def depart(self, participant: rtc.RemoteParticipant) -> None:
        """Record a departure."""
        self._spawn(self._note_departure(participant.identity, participant.sid, self.clock.now_ms()))

    async def elapsed_ms(self, at_ms: int) -> int:
        """Wait for the meeting's clock, then convert a time of this process's clock to meeting time."""
        await self._started.wait()
        return max(0, at_ms + self.clock.offset_ms)

    @property
    def has_begun(self) -> bool:
        """Whether the meeting's clock runs."""
        return self._started.is_set()

    async def _note_arrival(
        self, participant: rtc.RemoteParticipant, known: "asyncio.Future[Speaker]", at_ms: int
    ) -> None:
        name, identity, sid = participant.name or participant.identity, participant.identity, participant.sid
        async with self._order:  # stored in the order they happened
            row = await self._segment_store.write(
                lambda: presence.record_arrival(self._room_id, identity, name, self._age(at_ms), sid)
            )
            await self._start_clock()
        if row.status == "removed":  # removed by a host: about to be disconnected, and not transcribed
            return
        if not known.done():
            known.set_result(Speaker(row.id, participant.identity, row.display_name))
        log.info("participant_arrived", room=str(self._room_id), participant=str(row.id))

    async def _caption_meanwhile(
        self,
        participant: rtc.RemoteParticipant,
        known: "asyncio.Future[Speaker]",
        noting: "asyncio.Task[None]",
    ) -> None:
        """Let somebody be captioned whose arrival cannot be stored now, if the meeting's clock runs.

        Their row is found, or created, when their first segment is stored.
        """
        await asyncio.wait([noting], timeout=PATIENCE_S)
        if not known.done() and self.clock.is_running:
            name = shown(participant.name, shown(participant.identity))
            known.set_result(Speaker(None, participant.identity, name))

    async def _start_clock(self) -> None:
        """Use the database's time: the wall clock here may have jumped, or differ from the first agent's."""
        if not self.clock.is_running:
            asked_ms = self.clock.now_ms()
            elapsed_ms = await self._segment_store.elapsed_ms()
            self.clock.start(elapsed_ms, (asked_ms + self.clock.now_ms()) // 2)
            self._started.set()

    async def _note_departure(self, identity: str, sid: str, at_ms: int) -> None:
        async with self._order:
            await self._segment_store.write(
                lambda: presence.record_departure(self._room_id, identity, self._age(at_ms), sid)
            )

    def _age(self, at_ms: int) -> timedelta:
        return timedelta(milliseconds=self.clock.now_ms() - at_ms)
