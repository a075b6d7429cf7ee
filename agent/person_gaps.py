"""Gaps of one person each, which last for a while and which the room is told of."""

import asyncio
from collections.abc import Callable, Coroutine
from dataclasses import replace
from typing import Any, Literal

import structlog
from livekit import rtc

from agent.faults import Faults
from agent.room_attendance import RoomAttendance
from agent.segment_records import Missing, Speaker
from agent.segment_store import TranscriptSegmentStore
from server.meeting.ids import uuid7

Noted = tuple[Missing, Speaker]
log = structlog.get_logger()


class PersonGaps:
    """At most one gap a person, of one cause; it lasts if the meeting ends before. Times are of the clock."""

    def __init__(
        self,
        cause: Literal["encrypted", "network"],
        attendance: RoomAttendance,
        segment_store: TranscriptSegmentStore,
        faults: Faults,
        spawn: Callable[[Coroutine[Any, Any, None]], "asyncio.Task[None]"],
    ) -> None:
        self._cause: Literal["encrypted", "network"] = cause
        self.clock = attendance.clock
        self._attendance = attendance
        self._segment_store = segment_store
        self._faults = faults
        self._spawn = spawn
        self._open: dict[str, asyncio.Future[Noted]] = {}
        self._started = asyncio.Event()

    def start(self) -> None:
        """Store gaps from now on: those that another job left open are ended."""
        self._started.set()

    def open(self) -> list[str]:
        """Return the identities of those who have a gap now."""
        return list(self._open)

    def begin(self, participant: rtc.RemoteParticipant, at_ms: int) -> None:
        """Begin a person's gap, unless they have one."""
        if participant.identity in self._open:
            return
        noted: asyncio.Future[Noted] = asyncio.get_running_loop().create_future()
        self._open[participant.identity] = noted
        self._faults.begin(self._part(participant.identity), self._cause)
        log.info("person_gap_began", cause=self._cause, participant=participant.sid)
        noting = self._spawn(self._note(participant, noted, at_ms))
        noting.add_done_callback(lambda _: noted.cancel())  # no effect once the result is set

    def end(self, identity: str, at_ms: int) -> None:
        """End a person's gap; does nothing if they have none."""
        if (noted := self._open.pop(identity, None)) is not None:
            self._faults.end(self._part(identity))
            self._spawn(self._end(noted, at_ms))

    async def _note(
        self, participant: rtc.RemoteParticipant, noted: "asyncio.Future[Noted]", at_ms: int
    ) -> None:
        await self._started.wait()
        speaker = await self._attendance.speaker(participant)
        missing = Missing(uuid7(), self._cause, await self._attendance.elapsed_ms(at_ms), None)
        await self._segment_store.note_gap(missing, speaker)
        noted.set_result((missing, speaker))

    async def _end(self, noted: "asyncio.Future[Noted]", at_ms: int) -> None:
        missing, speaker = await noted
        to_ms = max(missing.from_ms, await self._attendance.elapsed_ms(at_ms))
        await self._segment_store.note_gap(replace(missing, to_ms=to_ms), speaker)

    def _part(self, identity: str) -> str:
        return f"{self._cause} {identity}"
