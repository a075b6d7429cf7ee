"""The signalling connections of this process; those whose session or seat was revoked are closed."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass
from uuid import UUID

import structlog
from aiohttp import web

from server.config import Settings
from server.errors import LiveKitUnavailable, ParleyError
from server.livekit_client import LiveKitClient
from server.meeting.actor import MEDIA, Actor, acting_as
from server.meeting.admission_queries import ended_sessions, removed_places
from server.meeting.database_errors import DATABASE_ERRORS
from server.tickets import Ticket, Tickets

WATCH_S = 2.0
"""Period of the check; it closes connections within five seconds of a revocation in any process."""
log = structlog.get_logger()


@dataclass(frozen=True, slots=True, eq=False)
class Connection:
    """One client's signalling connection."""

    ticket: Ticket
    livekit_room: str
    place_id: UUID
    client: web.WebSocketResponse


class SignallingGate:
    """Tracks the open connections, and closes those that are no longer allowed."""

    def __init__(self, settings: Settings, livekit: LiveKitClient) -> None:
        self.tickets = Tickets(settings.livekit_api_secret)
        self._livekit = livekit
        self._held: set[Connection] = set()

    @contextmanager
    def hold(self, connection: Connection) -> Iterator[None]:
        """Track a connection while the block runs."""
        self._held.add(connection)
        try:
            yield
        finally:
            self._held.discard(connection)

    async def check_once(self) -> None:
        """Run one check: disconnect everybody whose session has ended or who was removed."""
        sessions = {each.ticket.session_id for each in self._held if each.ticket.session_id is not None}
        places = {each.place_id for each in self._held}
        if not places:
            return
        ended, removed = await ended_sessions(list(sessions)), await removed_places(list(places))
        for each in [*self._held]:
            if each.ticket.session_id in ended or each.place_id in removed:
                await self._disconnect(each)

    async def _disconnect(self, connection: Connection) -> None:
        """Disconnect at LiveKit first: without signalling alone the media would continue."""
        try:
            await self._livekit.remove(connection.livekit_room, connection.ticket.identity)
        except LiveKitUnavailable:
            log.warning("disconnect_failed", place_id=str(connection.place_id))
            return
        log.info("participant_disconnected", place_id=str(connection.place_id))
        await connection.client.close()


@asynccontextmanager
async def open_gate(
    settings: Settings, livekit: LiveKitClient, also: Callable[[], Awaitable[None]] | None = None
) -> AsyncIterator[SignallingGate]:
    """Open the gate and run its checks while the block runs; `also` is called in each round."""
    gate = SignallingGate(settings, livekit)
    watch = asyncio.create_task(_watch(gate, also), name="signalling gate")
    try:
        yield gate
    finally:
        watch.cancel()
        with suppress(asyncio.CancelledError):
            await watch


async def _watch(gate: SignallingGate, also: Callable[[], Awaitable[None]] | None) -> None:
    while True:
        try:
            with acting_as(Actor(MEDIA)):
                await gate.check_once()
                if also is not None:
                    await also()
        except (ParleyError, *DATABASE_ERRORS) as error:
            log.warning("gate_check_failed", error=type(error).__name__)
        except Exception as error:  # noqa: BLE001  one failure must not end the loop
            log.error("gate_check_failed_unexpectedly", error=type(error).__name__)
        await asyncio.sleep(WATCH_S)
