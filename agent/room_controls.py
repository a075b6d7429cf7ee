"""Follows the rows that steer a running meeting: recording, off the record."""

import asyncio
import contextlib
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar
from uuid import UUID

import structlog
from livekit import rtc

from agent.room_lease import LeaseLostError, RoomLease
from server.meeting.controls import TOPIC, is_leased
from server.meeting.database_errors import DATABASE_ERRORS

POLL_S = 2.0
"""A lost packet delays a change by this long at most."""
UNKNOWN = object()
Rows = TypeVar("Rows")

log = structlog.get_logger()


class _Watch:
    """Rows, who is told of them, and what they were told last."""

    def __init__(self, read: Callable[[], Awaitable[Any]], changed: Callable[[Any], None]) -> None:
        self.read = read
        self.changed = changed
        self.known: object = UNKNOWN


class RoomControls:
    """Reads the rows when the server says so and every POLL_S; until then what was read last holds."""

    def __init__(self, room_id: UUID, lease: RoomLease) -> None:
        self._room_id = room_id
        self._lease = lease
        self._watches: list[_Watch] = []
        self._asked = asyncio.Event()

    def watch(self, read: Callable[[], Awaitable[Rows]], changed: Callable[[Rows], None]) -> None:
        """Call `changed` with what `read` returns first, and whenever it differs from the last time."""
        self._watches.append(_Watch(read, changed))

    def listen(self, room: rtc.Room) -> None:
        """Register for the server's packets; must precede connecting."""
        room.on("data_received", self._received)

    def ask(self) -> None:
        """Have the rows read soon."""
        self._asked.set()

    async def read(self) -> None:
        """Read the rows once, before anything is heard; raises LeaseLostError and DATABASE_ERRORS."""
        await self._lease.hold()
        found = [(each, await each.read()) for each in self._watches]
        if not await is_leased(self._room_id):
            raise LeaseLostError
        for each, rows in found:
            if rows != each.known:
                each.known = rows
                each.changed(rows)

    async def run(self) -> None:
        """Read the rows until cancelled; while they cannot be read, what is known stays in force."""
        is_away = False
        while True:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._asked.wait(), POLL_S)
            self._asked.clear()
            try:
                await self.read()
                is_away = False
            except (LeaseLostError, *DATABASE_ERRORS) as error:
                if not is_away:
                    log.warning("controls_not_read", room=str(self._room_id), error=type(error).__name__)
                is_away = True

    def _received(self, packet: rtc.DataPacket) -> None:
        if packet.topic == TOPIC and packet.participant is None:  # the server's have no participant
            self._asked.set()
