"""Whether who waits at a door is still there: their page listens to changes for as long as it waits.

Once the last stream of somebody who waits has been gone for AWAY_S, long enough for a reload or a blip of the
network, their place is marked as left, and hosts no longer see the knock; with the next stream, or the next
knock, it is back. Nobody is looked up meanwhile. Where several processes serve a meeting, one that marks a
place as left tells their own streams: one that is open elsewhere checks its access then, and the place is
back.
"""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from contextvars import copy_context
from uuid import UUID

import structlog

from server.api.problems import DEPENDENCY_ERRORS
from server.errors import TooMany
from server.meeting.admission_queries import stand_at_door
from server.meeting.change_bus import ChangeBus, ChangeEvent
from server.meeting.participants import Participant

AWAY_S = 10.0
log = structlog.get_logger()


class LobbyPresence:
    """Of the people who wait: how many streams they have in this process, and who is about to be gone."""

    def __init__(self, change_bus: ChangeBus) -> None:
        self._change_bus = change_bus
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
    def listening(self, place: Participant | None) -> Iterator[None]:
        """Count a stream while the block runs; call it as the person whose place it is."""
        if place is None or place.status != "waiting":
            yield
            return
        themselves = copy_context()  # whoever the request is at its end: a session may end before the stream
        self._streams[place.id] += 1
        if (leaving := self._leaving.pop(place.id, None)) is not None:
            leaving.cancel()
        was_there = True
        try:
            yield
        except TooMany:
            was_there = leaving is not None  # the stream never was: it changes nothing
            raise
        finally:
            self._streams[place.id] -= 1
            if not self._streams[place.id]:
                del self._streams[place.id]
                if was_there:
                    self._leaving[place.id] = asyncio.create_task(
                        self._leave(place), name="leaving a door", context=themselves
                    )

    async def note_here(self, place: Participant | None) -> None:
        """List who waits and was marked as gone again."""
        if place is not None and place.status == "waiting" and place.left_at is not None:
            await self._stand(place, here=True)

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
            await self._stand(place, here=False)
        except DEPENDENCY_ERRORS as error:
            log.warning("door_not_left", participant_id=str(place.id), error=repr(error))

    async def _stand(self, place: Participant, *, here: bool) -> None:
        if await stand_at_door(place.id, here=here):
            log.info("door_returned" if here else "door_left", participant_id=str(place.id))
            await self._change_bus.publish(ChangeEvent("participants", place.room_id))
            if not here:
                await self._change_bus.publish(ChangeEvent("participants", place.room_id, place.id))


@asynccontextmanager
async def open_lobby_presence(change_bus: ChangeBus) -> AsyncIterator[LobbyPresence]:
    """Hold the presence while the block runs."""
    presence = LobbyPresence(change_bus)
    try:
        yield presence
    finally:
        await presence.close()
