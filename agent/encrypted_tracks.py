"""Records the end-to-end encrypted sound of a room's people as gaps, and tells the room."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any

import structlog
from livekit import rtc

from agent.faults import Faults
from agent.room_attendance import RoomAttendance
from agent.segment_records import Missing, Speaker
from agent.segment_store import TranscriptSegmentStore
from agent.track_choice import SPEECH_SOURCES, is_encrypted
from server.meeting.ids import uuid7

Noted = tuple[Missing, Speaker]
log = structlog.get_logger()


class EncryptedTracks:
    """One gap a person, while they have an open encrypted track; it lasts if the meeting ends before."""

    def __init__(
        self,
        attendance: RoomAttendance,
        segment_store: TranscriptSegmentStore,
        faults: Faults,
        spawn: Callable[[Coroutine[Any, Any, None]], "asyncio.Task[None]"],
    ) -> None:
        self._attendance = attendance
        self._segment_store = segment_store
        self._faults = faults
        self._spawn = spawn
        self._open: dict[str, asyncio.Future[Noted]] = {}
        self._started = asyncio.Event()

    def start(self) -> None:
        """Store gaps from now on: those that another job left open are ended."""
        self._started.set()

    def update(self, participant: rtc.RemoteParticipant) -> None:
        """Look at a person's tracks after each change."""
        tracks = participant.track_publications.values()
        speaks = any(
            each.source in SPEECH_SOURCES and is_encrypted(each) and not each.muted for each in tracks
        )
        if speaks and participant.identity not in self._open:
            self._begin(participant)
        elif not speaks:
            self.depart(participant)

    def depart(self, participant: rtc.RemoteParticipant) -> None:
        """End a person's gap."""
        if (noted := self._open.pop(participant.identity, None)) is not None:
            self._faults.end(_part(participant))
            self._spawn(self._end(noted, self._attendance.clock.now_ms()))

    def _begin(self, participant: rtc.RemoteParticipant) -> None:
        noted: asyncio.Future[Noted] = asyncio.get_running_loop().create_future()
        self._open[participant.identity] = noted
        self._faults.begin(_part(participant), "encrypted")
        log.info("track_encrypted", participant=participant.sid)
        noting = self._spawn(self._note(participant, noted, self._attendance.clock.now_ms()))
        noting.add_done_callback(lambda _: noted.cancel())  # no effect once the result is set

    async def _note(
        self, participant: rtc.RemoteParticipant, noted: "asyncio.Future[Noted]", at_ms: int
    ) -> None:
        await self._started.wait()
        speaker = await self._attendance.speaker(participant)
        missing = Missing(uuid7(), "encrypted", await self._attendance.elapsed_ms(at_ms), None)
        await self._segment_store.note_gap(missing, speaker)
        noted.set_result((missing, speaker))

    async def _end(self, noted: "asyncio.Future[Noted]", at_ms: int) -> None:
        missing, speaker = await noted
        to_ms = await self._attendance.elapsed_ms(at_ms)
        await self._segment_store.note_gap(replace(missing, to_ms=to_ms), speaker)


def _part(participant: rtc.RemoteParticipant) -> str:
    return f"encrypted {participant.identity}"
