"""Reconcile the database with LiveKit's rooms and people, every few seconds, in one web process.

LiveKit dispatches a transcriber once, when a room opens, and its webhooks can be lost; this corrects both.
"""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from typing import NamedTuple, TypeAlias

import structlog

from server.check_rooms import close_old_checks, meetings_among
from server.config import Settings
from server.errors import LiveKitUnavailable, ParleyError
from server.livekit_client import LiveKitClient, LiveRoom
from server.livekit_events import LivePerson
from server.meeting.actor import MEDIA, Actor, acting_as
from server.meeting.admission_queries import removed_places
from server.meeting.change_bus import ChangeBus, ChangeEvent
from server.meeting.database_errors import DATABASE_ERRORS
from server.meeting.external_rooms import external_room
from server.meeting.leadership import Leadership, live_rooms
from server.meeting.leases import LeaseState, lease_state
from server.meeting.lifecycle import end_room
from server.meeting.moderation import set_muted
from server.meeting.participants import Participant, participants_of
from server.meeting.presence import record_arrival, record_departure
from server.meeting.rooms import Room, note_opening, room_by_livekit
from server.meeting_limits import end_overlong, let_succeed
from server.reconcile_backoff import ROUND_S, DatabaseSilence, ReconcileBackoff

ROOM_S, AT_ONCE = 5.0, 8
"""Time limit for one room in a round, and the number of rooms checked concurrently."""
GRACE_S = 4.0
"""Time for LiveKit's own dispatch before another transcriber is dispatched."""
MAX_UNTRANSCRIBED_S = 20.0
"""Longest wait until a room is offered again to agents of which all were full or away."""
log = structlog.get_logger()
Known: TypeAlias = dict[str, Participant]
_DEPENDENCY_ERRORS = (ParleyError, *DATABASE_ERRORS)


class UntranscribedRoom(NamedTuple):
    """A room with people but without a transcriber."""

    room: Room
    lease: LeaseState


class Reconciler:
    """Each round checks every room; all steps are idempotent."""

    def __init__(
        self,
        livekit_client: LiveKitClient,
        change_bus: ChangeBus,
        *,
        departure_s: float,
        clock: Callable[[], float] = time.monotonic,
        on_dispatch: Callable[[], None] = lambda: None,
        time_zone: str = "UTC",
    ) -> None:
        self._livekit = livekit_client
        self._change_bus = change_bus
        self._clock = clock
        self._on_dispatch = on_dispatch
        self._time_zone = time_zone
        self._untranscribed = ReconcileBackoff(GRACE_S, max_backoff_s=MAX_UNTRANSCRIBED_S)
        self._transcribed = 0
        """Rooms with a transcriber in this round."""
        self._gone = ReconcileBackoff(departure_s)
        self._database = DatabaseSilence()
        self._at_once = asyncio.Semaphore(AT_ONCE)
        self._slow: set[str] = set()

    async def round(self) -> None:
        """Run one round; raises LiveKitUnavailable before any change if LiveKit does not answer."""
        begun = await live_rooms()  # before LiveKit's: a room opened in between is not taken for gone
        self._database.answered(self._clock())
        every = await self._livekit.rooms()
        opened = sorted(meetings_among(every), key=lambda each: each.sid in self._slow)  # slow ones last
        before, self._transcribed = self._transcribed, 0
        found = await asyncio.gather(*(self._check_safely(each) for each in opened))
        if self._transcribed < before:  # an agent has place for a room that waits
            self._untranscribed.hurry()
        await self._dispatch_transcribers([each for each in found if each is not None])
        await self._end_closed_rooms(begun, opened)
        await end_overlong(self._livekit, self._change_bus, begun)
        await close_old_checks(self._livekit, every)

    async def _check_safely(self, live: LiveRoom) -> UntranscribedRoom | None:
        """Check one room; a failure or timeout of it must not affect the others."""
        async with self._at_once:
            self._slow.discard(live.sid)
            try:
                async with asyncio.timeout(ROOM_S):
                    return await self._check(live)
            except TimeoutError:
                self._slow.add(live.sid)
                log.warning("room_check_failed", livekit_sid=live.sid, error="TimeoutError")
            except Exception as error:  # noqa: BLE001  a failure in one room must not keep the others from being checked
                log.warning("room_check_failed", livekit_sid=live.sid, error=type(error).__name__)
            return None

    async def _check(self, live: LiveRoom) -> UntranscribedRoom | None:
        """Update one open room's people; returns it if it has no transcriber."""
        room = await room_by_livekit(live.name, live.sid)
        if room is not None and not room.is_open:
            await self._close(room)
            return None
        if room is not None and room.livekit_sid != live.sid:
            await note_opening(room.id, live.sid)
        known = await participants_of(room.id) if room is not None else []
        people = await self._livekit.people(live.name)
        if room is None:
            return await self._record_external(live, people)
        await let_succeed(self._livekit, self._change_bus, room)
        out = await removed_places([each.id for each in known]) if people else set()
        removed = {each.identity for each in known if each.id in out or each.status == "waiting"}
        await self._disconnect_removed(room, people, removed)
        await self._correct_attendance(room, [each for each in people if each.identity not in removed], known)
        await self._correct_tracks(room, people, {each.identity: each for each in known})
        lease = await lease_state(room.id)
        self._database.answered(self._clock())
        self._transcribed += lease is LeaseState.HELD
        return UntranscribedRoom(room, lease) if people and lease is not LeaseState.HELD else None

    async def _record_external(self, live: LiveRoom, people: list[LivePerson]) -> UntranscribedRoom | None:
        """Create the row of another application's room once somebody is in it."""
        if not people:
            return None
        room = await external_room(live.name, live.sid, self._time_zone)
        await self._correct_attendance(room, people, [])
        return UntranscribedRoom(room, LeaseState.FREE)

    async def _close(self, room: Room) -> None:
        """Close the room, unless it is another application's."""
        if room.type != "external":
            await self._livekit.close_room(room.livekit_name)
            log.info("ended_room_closed", room_id=str(room.id))

    async def _disconnect_removed(self, room: Room, people: list[LivePerson], removed: set[str]) -> None:
        for each in people:
            if each.identity in removed:
                await self._livekit.remove(room.livekit_name, each.identity)

    async def _correct_tracks(self, room: Room, people: list[LivePerson], known: Known) -> None:
        """Record whose microphone is off, and mute surplus microphones and cameras."""
        for each in people:
            place = known.get(each.identity)
            if place is not None and each.is_muted is not None and each.is_muted != place.is_muted:
                await set_muted(room.id, place.id, each.is_muted)
            for track in each.surplus:
                await self._livekit.mute_track(room.livekit_name, each.identity, track)

    async def _correct_attendance(
        self, room: Room, people: list[LivePerson], known: list[Participant]
    ) -> None:
        """Record arrivals and departures of which no webhook came."""
        joined = {each.identity for each in known if each.status == "joined"}
        gone = {each.identity for each in known if each.status == "left"}
        came = [each for each in people if each.identity not in joined]
        went = joined - {each.identity for each in people}
        for each in came:
            back = each.identity in gone  # this stay is closed in the database, or a new one is unknown to it
            since, sid = (datetime.now(UTC), None) if back else (each.since, each.sid)
            await record_arrival(room.id, each.identity, each.name, since, sid)
        for identity in went:
            await record_departure(room.id, identity, datetime.now(UTC))
        if came or went:
            log.info("attendance_corrected", room_id=str(room.id), came=len(came), went=len(went))
            await self._change_bus.publish(ChangeEvent("participants", room.id))

    async def _dispatch_transcribers(self, untranscribed: list[UntranscribedRoom]) -> None:
        """Dispatch at once if a job's lease has expired; otherwise after LiveKit's own dispatch had GRACE_S.

        After the database was away every lease has expired: the jobs get time to renew theirs.
        """
        self._untranscribed.keep_only(str(each.room.id) for each in untranscribed)
        now, due = self._clock(), []
        for room, lease in untranscribed:
            at_once = lease is LeaseState.STALE and now - self._database.steady_since > GRACE_S
            if self._untranscribed.is_due(str(room.id), now, at_once=at_once):
                due.append(self._dispatch_transcriber(room))
        await asyncio.gather(*due)

    async def _dispatch_transcriber(self, room: Room) -> None:
        try:
            async with self._at_once:
                await self._livekit.dispatch(room.livekit_name)
        except LiveKitUnavailable:
            log.warning("transcriber_dispatch_failed", room_id=str(room.id))
            return
        self._on_dispatch()
        log.info("transcriber_dispatched", room_id=str(room.id))

    async def _end_closed_rooms(self, begun: list[Room], opened: list[LiveRoom]) -> None:
        names = {name for each in opened for name in (each.name, f"{each.name}/{each.sid}")}
        gone = [room for room in begun if room.livekit_room_name not in names]
        self._gone.keep_only(str(room.id) for room in gone)
        for room in gone:
            if self._gone.is_due(str(room.id), self._clock()) and await end_room(room.id, "sweeper"):
                log.info("room_ended", room_id=str(room.id), cause="sweeper")
                await self._change_bus.publish(ChangeEvent("room", room.id))


@asynccontextmanager
async def reconciling(
    settings: Settings,
    livekit_client: LiveKitClient,
    change_bus: ChangeBus,
    on_dispatch: Callable[[], None],
    on_round: Callable[[], None],
) -> AsyncIterator[None]:
    """Reconcile in the background while the block runs; the process that does also calls `on_round`."""
    reconciler = Reconciler(
        livekit_client,
        change_bus,
        departure_s=settings.departure_s,
        on_dispatch=on_dispatch,
        time_zone=settings.time_zone,
    )
    leadership = Leadership(settings.database_url)
    task = asyncio.create_task(_rounds(reconciler, leadership, on_round))
    try:
        yield
    finally:
        task.cancel()
        with suppress(asyncio.CancelledError):
            await task
        leadership.resign()


async def _rounds(reconciler: Reconciler, leadership: Leadership, on_round: Callable[[], None]) -> None:
    while True:
        try:
            if await leadership.mine():
                on_round()
                with acting_as(Actor(MEDIA)):
                    await reconciler.round()
        except LiveKitUnavailable:
            log.warning("livekit_unavailable")
        except _DEPENDENCY_ERRORS as error:
            log.warning("reconcile_failed", error=type(error).__name__)
        except Exception as error:  # noqa: BLE001  one failure must not end the loop
            log.error("reconcile_failed_unexpectedly", error=type(error).__name__)
        await asyncio.sleep(ROUND_S)
