"""The event streams of this process: one Redis subscription, fanned out to bounded queues.

Streams of rooms get what Redis says; a person's own what PostgreSQL rings (server/notice_bell.py).
"""

import asyncio
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from uuid import UUID

from server.api.event_stream import MAX_PENDING as MAX_PENDING
from server.api.event_stream import Change as Change
from server.api.event_stream import EventStream as EventStream
from server.api.event_stream import PersonChange
from server.api.event_stream import StreamClosed as StreamClosed
from server.api.event_stream import Subscriber as Subscriber
from server.errors import TooMany, Unavailable
from server.meeting.admission_queries import ended_sessions
from server.meeting.change_bus import ChangeBus, ChangeEvent, Lost, Revocation, Subscribed

PER_VIEWER = 24
"""Maximum streams (open tabs) of one person or guest."""
STRANGERS_PER_NETWORK = 100
"""Anonymous streams have their own limit, so that they do not use up their network's."""
PER_NETWORK = 300
RETRY_AFTER_S = 15
CANCEL_S = 1.0
LOOK_S = 1.0
"""Between looks for clients that have disconnected, which is known without a write."""
CHECK_CONNECTED_S, CHECK_LOST_S = 15.0, 4.0
"""Seconds of silence before a heartbeat and a new check of access: fewer while Redis cannot deliver
revocations."""


class EventHub:
    """Every open event stream of this process."""

    def __init__(self, change_bus: ChangeBus) -> None:
        self._change_bus = change_bus
        self._streams: defaultdict[UUID, set[EventStream]] = defaultdict(set)
        """By room, or by person."""
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
        self._streams[subscriber.topic].add(stream)
        self._counts.update((subscriber.viewer, ("network", subscriber.network)))
        try:
            yield stream
        finally:
            self._forget(stream)

    def ring(self, person_id: UUID) -> None:
        """Tell a person's own streams that their notifications changed."""
        for stream in self._streams.get(person_id, ()):
            if stream.subscriber.room_id is None:
                stream.put(PersonChange("notifications", person_id))

    def ring_everybody(self) -> None:
        """Tell every person's own streams, after changes may have been missed."""
        for stream in self._all():
            if stream.subscriber.room_id is None:
                stream.refresh()

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
                        if stream.hears(message):
                            stream.put(message)
                case Revocation():
                    self._close_here(message)
                case Subscribed():
                    self._is_connected = True
                    for stream in self._all():
                        stream.refresh()
                case Lost():
                    self._is_connected = False

    async def drop_gone(self) -> None:
        """Close the streams of clients that have disconnected, until cancelled."""
        while True:
            await asyncio.sleep(LOOK_S)
            self._forget_gone()

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
        if stream not in self._streams.get(subscriber.topic, ()):
            return
        self._streams[subscriber.topic].discard(stream)
        if not self._streams[subscriber.topic]:
            del self._streams[subscriber.topic]
        for counted in (subscriber.viewer, ("network", subscriber.network)):
            self._counts[counted] -= 1
            if not self._counts[counted]:
                del self._counts[counted]


@asynccontextmanager
async def open_event_hub(change_bus: ChangeBus) -> AsyncIterator[EventHub]:
    """Hold the process's subscription while the block runs."""
    hub = EventHub(change_bus)
    running = asyncio.create_task(hub.run(), name="event hub")
    dropping = asyncio.create_task(hub.drop_gone(), name="streams of who has gone")
    try:
        yield hub
    finally:
        hub.close()
        dropping.cancel()
        while not running.done():  # Redis' client loses a cancellation that comes while it connects
            running.cancel()
            await asyncio.wait({running}, timeout=CANCEL_S)
