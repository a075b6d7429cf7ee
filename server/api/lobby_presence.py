"""Whether who waits at a door is still there: their page listens to changes for as long as it waits.

Once the last stream of somebody who waits has been gone for AWAY_S, long enough for a reload or a slow
network, their place is marked as left, and hosts no longer see the knock; with the next stream, or the next
knock, it is back. Each process notes every BEAT_S who listens to it, so that none marks who listens to
another; a stream that is open elsewhere is told nevertheless, and checks its access. Whom no process has
seen for UNSEEN_S, since theirs has ended or they never listened, any of them marks; one that has just begun,
or had no database, leaves all the time to come back first.
"""

import asyncio
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import Context, copy_context
from datetime import timedelta
from uuid import UUID

import structlog

from server.api.problems import DEPENDENCY_ERRORS
from server.errors import TooMany
from server.meeting.actor import MEDIA, Actor, acting_as
from server.meeting.admission_queries import clear_doors, come_to_door, keep_at_door, leave_door
from server.meeting.change_bus import ChangeBus, ChangeEvent
from server.meeting.participants import Participant

AWAY_S = 20.0
ELSEWHERE = 0.75
"""Of that: who was seen so shortly before its end listens to another process, which notes it every BEAT_S."""
BEAT_S = 10.0
CANCEL_S = 1.0
UNSEEN_S = 90.0
"""More than the minute at which browsers wake a page in the background, with what a page without a stream
waits before it asks again (web/src/room/admitted.ts)."""
log = structlog.get_logger()


class LobbyPresence:
    """Of the people who wait: how many streams they have in this process, and who is about to be gone."""

    def __init__(self, change_bus: ChangeBus, clock: Callable[[], float] = time.monotonic) -> None:
        self._change_bus = change_bus
        self._clock = clock
        self._steady_since = clock()
        """Since when people could come back, and were noted."""
        self._streams: Counter[UUID] = Counter()
        self._leaving: dict[UUID, asyncio.Task[None]] = {}

    @property
    def leaving(self) -> int:
        """How many have no stream, and are still listed."""
        return len(self._leaving)

    @property
    def streams(self) -> int:
        """How many streams those who wait have."""
        return self._streams.total()

    @contextmanager
    def listening(self, place: Participant | None) -> Iterator["Listener"]:
        """Count a stream while the block runs; call it as the person whose place it is."""
        listener = Listener(self)
        listener.stand(place)
        never_was = False
        try:
            yield listener
        except TooMany:
            never_was = True
            raise
        finally:
            listener.end(never_was=never_was)

    def begin(self, place: Participant) -> bool:
        """Count a stream of somebody who waits; returns whether they were about to be gone."""
        self._streams[place.id] += 1
        if (leaving := self._leaving.pop(place.id, None)) is not None:
            leaving.cancel()
        return leaving is not None

    def end(self, place: Participant, themselves: Context, *, leaves: bool) -> None:
        """Count it no more; with the last one they are about to be gone if `leaves`."""
        self._streams[place.id] -= 1
        if not self._streams[place.id]:
            del self._streams[place.id]
            if leaves:
                self._leaving[place.id] = asyncio.create_task(
                    self._leave(place), name="leaving a door", context=themselves
                )

    async def note_here(self, place: Participant | None) -> None:
        """Note that who waits knocks or begins to listen, and list them again if they were marked as gone."""
        if place is not None and place.status == "waiting" and await come_to_door(place.id):
            await self._tell("door_returned", [(place.id, place.room_id)])

    async def note_back(self, place: Participant | None) -> None:
        """List who listens again if they were marked as gone."""
        if place is not None and place.left_at is not None:
            await self.note_here(place)

    async def beat(self) -> None:
        """Note who listens here, and mark whom nobody has seen for long."""
        try:
            with acting_as(Actor(MEDIA)):
                back = await keep_at_door(list(self._streams))
                is_steady = self._clock() - self._steady_since >= UNSEEN_S
                gone = await clear_doors(timedelta(seconds=UNSEEN_S)) if is_steady else []
            await self._tell("door_returned", back)
            await self._tell("door_left", gone)
        except DEPENDENCY_ERRORS as error:
            self._steady_since = self._clock()
            log.warning("doors_not_noted", error=type(error).__name__)

    async def run(self) -> None:
        """Beat until cancelled."""
        while True:
            await asyncio.sleep(BEAT_S)
            await self.beat()

    async def close(self) -> None:
        """Mark nobody any more: whose stream ends with the process comes back to the next one."""
        leaving = list(self._leaving.values())
        for task in leaving:
            task.cancel()
        await asyncio.gather(*leaving, return_exceptions=True)

    async def _leave(self, place: Participant) -> None:
        await asyncio.sleep(AWAY_S)
        del self._leaving[place.id]
        try:
            if await leave_door(place.id, timedelta(seconds=AWAY_S * ELSEWHERE)):
                await self._tell("door_left", [(place.id, place.room_id)])
        except DEPENDENCY_ERRORS as error:
            log.warning("door_not_left", participant_id=str(place.id), error=repr(error))

    async def _tell(self, what: str, places: list[tuple[UUID, UUID]]) -> None:
        for place_id, room_id in places:
            log.info(what, participant_id=str(place_id))
            if what == "door_left":
                await self._change_bus.publish(ChangeEvent("participants", room_id, place_id))
        for room_id in {room_id for _, room_id in places}:
            await self._change_bus.publish(ChangeEvent("participants", room_id))


class Listener:
    """One stream, and the place that it is counted for once that waits."""

    def __init__(self, presence: LobbyPresence) -> None:
        self._presence = presence
        self._place: Participant | None = None
        self._themselves = copy_context()
        self._was_leaving = False

    def stand(self, place: Participant | None) -> None:
        """Count the stream for a place that waits; call it as the person whose place it is.

        It is counted to its end: who waits no more is not marked then.
        """
        is_counted = self._place is not None and place is not None and self._place.id == place.id
        if place is None or place.status != "waiting" or is_counted:
            return
        self.end()
        self._place = place
        self._themselves = copy_context()  # for the end: a session may end before the stream
        self._was_leaving = self._presence.begin(place)

    def end(self, *, never_was: bool = False) -> None:
        """Count it no more; a stream that never was changes nothing."""
        if self._place is not None:
            leaves = self._was_leaving or not never_was
            self._presence.end(self._place, self._themselves, leaves=leaves)
            self._place = None


@asynccontextmanager
async def open_lobby_presence(change_bus: ChangeBus) -> AsyncIterator[LobbyPresence]:
    """Hold the presence while the block runs."""
    presence = LobbyPresence(change_bus)
    beats = asyncio.create_task(presence.run(), name="who is at the doors")
    try:
        yield presence
    finally:
        while not beats.done():  # Redis' client loses a cancellation that comes while it connects
            beats.cancel()
            await asyncio.wait({beats}, timeout=CANCEL_S)
        await presence.close()
