"""The event streams of this process: one Redis subscription, fanned out to bounded queues."""

import asyncio
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from uuid import UUID

from server.errors import TooMany, Unavailable
from server.meeting.admission_queries import ended_sessions
from server.meeting.change_bus import CHANGE_KINDS, ChangeBus, ChangeEvent, Lost, Revocation, Subscribed

PER_VIEWER = 24
"""Maximum streams (open tabs) of one person or guest."""
STRANGERS_PER_NETWORK = 100
"""Anonymous streams have their own limit, so that they do not use up their network's."""
PER_NETWORK = 300
MAX_PENDING = 16
"""Pending changes of one stream; at one more they are replaced by one event of each kind."""
RETRY_AFTER_S = 15
CANCEL_S = 1.0
CHECK_CONNECTED_S, CHECK_LOST_S = 15.0, 4.0
"""Seconds of silence before a heartbeat and a new check of access: fewer while Redis cannot deliver
revocations."""


@dataclass(frozen=True, slots=True)
class Subscriber:
    """Who receives a room's changes; only `room_id` and `network` are set for an anonymous viewer."""

    room_id: UUID
    network: str
    session_id: UUID | None = None
    person_id: UUID | None = None
    participant_id: UUID | None = None

    @property
    def viewer(self) -> tuple[str, str]:
        """The key by which the streams of one viewer are counted."""
        known = self.person_id or self.participant_id
        return ("known", str(known)) if known else ("strangers", self.network)

    def matches(self, revocation: Revocation) -> bool:
        """Whether every field that the revocation sets is equal here."""
        pairs = (
            (revocation.session_id, self.session_id),
            (revocation.person_id, self.person_id),
            (revocation.participant_id, self.participant_id),
            (revocation.room_id, self.room_id),
        )
        return all(named is None or named == own for named, own in pairs)


class StreamClosed(Exception):  # noqa: N818  it is no error
    """The stream has ended: the session or place was revoked, or the process stops."""


class EventStream:
    """The pending changes of one subscriber, without duplicates, so that a slow client costs no memory."""

    def __init__(self, subscriber: Subscriber, is_gone: Callable[[], bool]) -> None:
        self.subscriber = subscriber
        self.is_gone = is_gone
        self._pending: dict[ChangeEvent, None] = {}
        self._is_closed = False
        self._woken = asyncio.Event()

    def __len__(self) -> int:
        return len(self._pending)

    def put(self, event: ChangeEvent) -> None:
        """Queue a change."""
        if len(self._pending) >= MAX_PENDING and event not in self._pending:
            self.refresh()
        else:
            self._pending[event] = None
            self._woken.set()

    def refresh(self) -> None:
        """Replace what is pending by one event of each kind: some changes may have been missed."""
        self._pending = {ChangeEvent(kind, self.subscriber.room_id): None for kind in CHANGE_KINDS}
        self._woken.set()

    def close(self) -> None:
        """Close the stream; what is pending is dropped."""
        self._is_closed = True
        self._woken.set()

    async def next(self, timeout_s: float) -> ChangeEvent | None:
        """Return the next change, or None after `timeout_s`; raises StreamClosed."""
        if not self._pending and not self._is_closed:
            try:
                async with asyncio.timeout(timeout_s):
                    await self._woken.wait()
            except TimeoutError:
                return None
        if self._is_closed:
            raise StreamClosed
        event = next(iter(self._pending))
        del self._pending[event]
        if not self._pending:
            self._woken.clear()
        return event


class EventHub:
    """Every open event stream of this process."""

    def __init__(self, change_bus: ChangeBus) -> None:
        self._change_bus = change_bus
        self._streams: defaultdict[UUID, set[EventStream]] = defaultdict(set)
        self._counts: Counter[tuple[str, str]] = Counter()
        self._is_connected = False
        self._is_closed = False

    def __len__(self) -> int:
        return sum(map(len, self._streams.values()))

    @property
    def check_s(self) -> float:
        """Seconds of silence after which access is checked again."""
        return CHECK_CONNECTED_S if self._is_connected else CHECK_LOST_S

    @contextmanager
    def stream(self, subscriber: Subscriber, is_gone: Callable[[], bool]) -> Iterator[EventStream]:
        """Open a stream while the block runs; `is_gone` tells whether the client has disconnected.

        Raises TooMany when the viewer or network has too many streams, Unavailable when the hub is closed.
        """
        if self._is_closed:
            raise Unavailable
        if self._is_full(subscriber):
            self._forget_gone()
            if self._is_full(subscriber):
                raise TooMany(RETRY_AFTER_S, "Close some tabs of this meeting, then reload the page.")
        stream = EventStream(subscriber, is_gone)
        self._streams[subscriber.room_id].add(stream)
        self._counts.update((subscriber.viewer, ("network", subscriber.network)))
        try:
            yield stream
        finally:
            self._forget(stream)

    async def close_streams(self, revocation: Revocation) -> None:
        """Close the matching streams, here and in every other process, at once."""
        self._close_here(revocation)
        await self._change_bus.revoke(revocation)

    async def end_revoked(self) -> None:
        """Close the streams of sessions that have ended or expired."""
        sessions = {session for each in self._all() if (session := each.subscriber.session_id) is not None}
        for session_id in await ended_sessions(list(sessions)) if sessions else ():
            self._close_here(Revocation(session_id=session_id))

    def close(self) -> None:
        """Close all streams of this process, and open no more."""
        self._is_closed = True
        for stream in self._all():
            stream.close()

    async def run(self) -> None:
        """Deliver published messages to the streams, until cancelled."""
        async for message in self._change_bus.messages():
            match message:
                case ChangeEvent(room_id=room_id):
                    for stream in self._streams.get(room_id, ()):
                        stream.put(message)
                case Revocation():
                    self._close_here(message)
                case Subscribed():
                    self._is_connected = True
                    for stream in self._all():
                        stream.refresh()
                case Lost():
                    self._is_connected = False

    def _close_here(self, revocation: Revocation) -> None:
        for stream in self._all():
            if stream.subscriber.matches(revocation):
                stream.close()

    def _all(self) -> list[EventStream]:
        return [stream for streams in self._streams.values() for stream in streams]

    def _is_full(self, subscriber: Subscriber) -> bool:
        viewer = subscriber.viewer
        most = PER_VIEWER if viewer[0] == "known" else STRANGERS_PER_NETWORK
        return self._counts[viewer] >= most or self._counts["network", subscriber.network] >= PER_NETWORK

    def _forget_gone(self) -> None:
        """Close the streams whose clients have disconnected before their handlers notice."""
        for stream in self._all():
            if stream.is_gone():
                stream.close()
                self._forget(stream)

    def _forget(self, stream: EventStream) -> None:
        subscriber = stream.subscriber
        if stream not in self._streams.get(subscriber.room_id, ()):
            return
        self._streams[subscriber.room_id].discard(stream)
        if not self._streams[subscriber.room_id]:
            del self._streams[subscriber.room_id]
        for counted in (subscriber.viewer, ("network", subscriber.network)):
            self._counts[counted] -= 1
            if not self._counts[counted]:
                del self._counts[counted]


@asynccontextmanager
async def open_event_hub(change_bus: ChangeBus) -> AsyncIterator[EventHub]:
    """Hold the process's subscription while the block runs."""
    hub = EventHub(change_bus)
    running = asyncio.create_task(hub.run(), name="event hub")
    try:
        yield hub
    finally:
        hub.close()
        while not running.done():  # Redis' client loses a cancellation that comes while it connects
            running.cancel()
            await asyncio.wait({running}, timeout=CANCEL_S)
