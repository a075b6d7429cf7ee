"""One event stream: who it is for, and the changes that wait to be written to it."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from server.meeting.change_bus import (
    CHANGE_KINDS,
    PERSON_CHANGE_KINDS,
    ChangeEvent,
    ChangeKind,
    PersonChangeKind,
    Revocation,
)

MAX_PENDING = 16
"""Pending changes of one stream; at one more they are replaced by one event of each kind."""
AT_THE_DOOR: tuple[ChangeKind, ...] = ("room", "admission")
"""What somebody outside is told, waiting or not; who is inside is not theirs to see."""


@dataclass(frozen=True, slots=True)
class PersonChange:
    """The kind of a person's own rows that changed."""

    kind: PersonChangeKind
    person_id: UUID


Change = ChangeEvent | PersonChange


@dataclass(frozen=True, slots=True)
class Subscriber:
    """Who receives changes of a room, or without one a person's own.

    Only `room_id` and `network` are set for an anonymous viewer.
    """

    room_id: UUID | None
    network: str
    session_id: UUID | None = None
    person_id: UUID | None = None
    participant_id: UUID | None = None
    is_outside: bool = False
    """Whether they may not know what happens inside: they wait, have not knocked, or have left."""

    @property
    def topic(self) -> UUID:
        """The key by which streams find their changes; ids are unique over rooms and people."""
        topic = self.room_id or self.person_id
        assert topic is not None  # noqa: S101  a stream is of a room or of a person
        return topic

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
        self.participant_id = subscriber.participant_id
        self.is_outside = subscriber.is_outside
        """Their place, and whether they are outside, as of the last check of their access."""
        self._pending: dict[Change, None] = {}
        self._is_closed = False
        self._woken = asyncio.Event()

    def __len__(self) -> int:
        return len(self._pending)

    def hears(self, event: ChangeEvent) -> bool:
        """Whether a change of the room is to be told to this subscriber."""
        if event.participant_id is not None:
            return self.is_theirs(event)
        return not self.is_outside or event.kind in AT_THE_DOOR

    def stand(self, participant_id: UUID | None, *, is_outside: bool) -> None:
        """Take over what a check has found; who has come in is told of everything, having missed changes."""
        has_come_in = self.is_outside and not is_outside
        self.participant_id, self.is_outside = participant_id, is_outside
        if has_come_in:
            self.refresh()

    def is_theirs(self, event: Change | None) -> bool:
        """Whether a change is told to nobody but them."""
        whose = event.participant_id if isinstance(event, ChangeEvent) else None
        return whose is not None and whose == self.participant_id

    def put(self, event: Change) -> None:
        """Queue a change."""
        if len(self._pending) >= MAX_PENDING and event not in self._pending:
            self.refresh()
        else:
            self._pending[event] = None
            self._woken.set()

    def refresh(self) -> None:
        """Replace what is pending by one event of each kind: some changes may have been missed."""
        room_id, person_id = self.subscriber.room_id, self.subscriber.person_id
        if room_id is not None:
            kinds = AT_THE_DOOR if self.is_outside else CHANGE_KINDS
            self._pending = {ChangeEvent(kind, room_id): None for kind in kinds}
        elif person_id is not None:
            self._pending = {PersonChange(kind, person_id): None for kind in PERSON_CHANGE_KINDS}
        self._woken.set()

    def close(self) -> None:
        """Close the stream; what is pending is dropped."""
        self._is_closed = True
        self._woken.set()

    async def next(self, timeout_s: float) -> Change | None:
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
