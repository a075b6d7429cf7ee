"""Who listens for events in this process: one subscription, fanned out to bounded queues."""

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
"""Open tabs of one person, or of one guest."""
STRANGERS_PER_NETWORK = 100
"""Who is nobody yet cannot take what those need who share their network."""
PER_NETWORK = 300
MOST_PENDING = 16
"""Changes one reader has not taken yet; one more, and it is only told to fetch everything anew."""
COME_BACK_S = 15
CHECK_CONNECTED_S, CHECK_LOST_S = 15.0, 4.0
"""How long a stream may be silent before it beats and its right is asked for again: more often while
revocations cannot come by Redis."""


@dataclass(frozen=True, slots=True)
class Listener:
    """Who listens to a room's changes, and from where; all ids but the room's are None for a stranger."""

    room_id: UUID
    network: str
    session_id: UUID | None = None
    person_id: UUID | None = None
    participant_id: UUID | None = None

    @property
    def viewer(self) -> tuple[str, str]:
        """What one who listens in several tabs has in common with themselves."""
        known = self.person_id or self.participant_id
        return ("known", str(known)) if known else ("strangers", self.network)

    def is_meant_by(self, revocation: Revocation) -> bool:
        """Whether everything the revocation names is this listener's."""
        pairs = (
            (revocation.session_id, self.session_id),
            (revocation.person_id, self.person_id),
            (revocation.participant_id, self.participant_id),
            (revocation.room_id, self.room_id),
        )
        return all(named is None or named == own for named, own in pairs)


class StreamClosed(Exception):  # noqa: N818  it is no error
    """The stream has ended: its viewer's session or place was taken back, or the process goes down."""


class EventStream:
    """What one listener has yet to be told; equal changes wait once, so a slow reader costs no memory."""

    def __init__(self, listener: Listener, is_gone: Callable[[], bool]) -> None:
        self.listener = listener
        self.is_gone = is_gone
        self._pending: dict[ChangeEvent, None] = {}
        self._is_closed = False
        self._woken = asyncio.Event()

    def __len__(self) -> int:
        return len(self._pending)

    def put(self, ring: ChangeEvent) -> None:
        """Queue a change."""
        if len(self._pending) >= MOST_PENDING and ring not in self._pending:
            self.refresh()
        else:
            self._pending[ring] = None
            self._woken.set()

    def refresh(self) -> None:
        """Let the reader fetch everything: some changes may have been missed."""
        self._pending = {ChangeEvent(kind, self.listener.room_id): None for kind in CHANGE_KINDS}
        self._woken.set()

    def close(self) -> None:
        """End it; what is pending is not told any more."""
        self._is_closed = True
        self._woken.set()

    async def next(self, patience_s: float) -> ChangeEvent | None:
        """Give the next change, or None after a silence; raises StreamClosed."""
        if not self._pending and not self._is_closed:
            try:
                async with asyncio.timeout(patience_s):
                    await self._woken.wait()
            except TimeoutError:
                return None
        if self._is_closed:
            raise StreamClosed
        ring = next(iter(self._pending))
        del self._pending[ring]
        if not self._pending:
            self._woken.clear()
        return ring


class EventHub:
    """Every open event stream of this process."""

    def __init__(self, rings: ChangeBus) -> None:
        self._rings = rings
        self._streams: defaultdict[UUID, set[EventStream]] = defaultdict(set)
        self._counts: Counter[tuple[str, str]] = Counter()
        self._is_connected = False
        self._is_closed = False

    def __len__(self) -> int:
        return sum(map(len, self._streams.values()))

    @property
    def check_s(self) -> float:
        """How long a stream may be silent."""
        return CHECK_CONNECTED_S if self._is_connected else CHECK_LOST_S

    @contextmanager
    def stream(self, listener: Listener, is_gone: Callable[[], bool]) -> Iterator[EventStream]:
        """Listen for as long as the block runs; `is_gone` tells whether the reader has hung up.

        Raises TooMany when this viewer or network listens too often already, Unavailable at the end.
        """
        if self._is_closed:
            raise Unavailable
        if self._is_full(listener):
            self._forget_gone()
            if self._is_full(listener):
                raise TooMany(COME_BACK_S, "Close some tabs of this meeting, then reload the page.")
        stream = EventStream(listener, is_gone)
        self._streams[listener.room_id].add(stream)
        self._counts.update((listener.viewer, ("network", listener.network)))
        try:
            yield stream
        finally:
            self._forget(stream)

    async def close_streams(self, revocation: Revocation) -> None:
        """End, here and in every other process, the streams of a session, person or place: at once."""
        self._close_here(revocation)
        await self._rings.revoke(revocation)

    async def end_revoked(self) -> None:
        """End the streams of sessions that are over, however they ended."""
        sessions = {session for each in self._all() if (session := each.listener.session_id) is not None}
        for session_id in await ended_sessions(list(sessions)) if sessions else ():
            self._close_here(Revocation(session_id=session_id))

    def close(self) -> None:
        """End all streams of this process, and take no more."""
        self._is_closed = True
        for stream in self._all():
            stream.close()

    async def run(self) -> None:
        """Hand out what is published, until cancelled."""
        async for message in self._rings.messages():
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
            if stream.listener.is_meant_by(revocation):
                stream.close()

    def _all(self) -> list[EventStream]:
        return [stream for streams in self._streams.values() for stream in streams]

    def _is_full(self, listener: Listener) -> bool:
        viewer = listener.viewer
        most = PER_VIEWER if viewer[0] == "known" else STRANGERS_PER_NETWORK
        return self._counts[viewer] >= most or self._counts["network", listener.network] >= PER_NETWORK

    def _forget_gone(self) -> None:
        """Those whose readers hung up, and whose handlers have not noticed yet."""
        for stream in self._all():
            if stream.is_gone():
                stream.close()
                self._forget(stream)

    def _forget(self, stream: EventStream) -> None:
        listener = stream.listener
        if stream not in self._streams.get(listener.room_id, ()):
            return
        self._streams[listener.room_id].discard(stream)
        if not self._streams[listener.room_id]:
            del self._streams[listener.room_id]
        for counted in (listener.viewer, ("network", listener.network)):
            self._counts[counted] -= 1
            if not self._counts[counted]:
                del self._counts[counted]


@asynccontextmanager
async def open_event_hub(rings: ChangeBus) -> AsyncIterator[EventHub]:
    """Hold the process's one subscription for as long as the block runs."""
    hub = EventHub(rings)
    running = asyncio.create_task(hub.run(), name="event hub")
    try:
        yield hub
    finally:
        hub.close()
        running.cancel()
        await asyncio.wait({running})
