"""Fan-out of events: a slow client costs no more memory than a few changes."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from server.api.event_hub import MAX_PENDING, Change, EventHub, EventStream, StreamClosed, Subscriber
from server.errors import Unavailable
from server.meeting.change_bus import CHANGE_KINDS, ChangeBus, ChangeEvent, Revocation

ROOM = uuid4()


def _hub() -> EventHub:
    """A hub that never connects to Redis."""
    return EventHub(ChangeBus("redis://127.0.0.1:1/0"))


def _stream() -> EventStream:
    return EventStream(Subscriber(ROOM, "192.0.2.0/32"), lambda: False)


async def _taken(stream: EventStream) -> list[Change]:
    taken = []
    while (event := await stream.next(0)) is not None:
        taken.append(event)
    return taken


async def test_equal_changes_are_queued_once() -> None:
    """Equal pending changes are queued once."""
    stream = _stream()
    for _ in range(1000):
        stream.put(ChangeEvent("room", ROOM))
    assert await _taken(stream) == [ChangeEvent("room", ROOM)]


async def test_overflow_refreshes() -> None:
    """Above the limit pending changes are replaced by one of each kind."""
    stream = _stream()
    for _ in range(10 * MAX_PENDING):
        stream.put(ChangeEvent("room", uuid4()))
        assert len(stream) <= MAX_PENDING
    stream.refresh()
    assert await _taken(stream) == [ChangeEvent(kind, ROOM) for kind in CHANGE_KINDS]


async def test_closed_stream_drops_pending() -> None:
    """A revoked stream delivers no pending changes."""
    stream = _stream()
    stream.put(ChangeEvent("room", ROOM))
    stream.close()
    with pytest.raises(StreamClosed):
        await stream.next(1)


def _outside(place: UUID) -> EventStream:
    return EventStream(Subscriber(ROOM, "192.0.2.0/32", participant_id=place, is_outside=True), lambda: False)


def test_who_is_outside_hears_of_the_door_alone() -> None:
    """Who is outside is told of the room and of their admission, and of no change inside."""
    stream = _outside(uuid4())
    heard = {kind for kind in CHANGE_KINDS if stream.hears(ChangeEvent(kind, ROOM))}
    assert heard == {"room", "admission"}


def test_who_is_outside_hears_what_is_theirs() -> None:
    """Whose change it is hears of it, inside or not; nobody else does."""
    place = uuid4()
    assert _outside(place).hears(ChangeEvent("participants", ROOM, place))
    assert not _outside(uuid4()).hears(ChangeEvent("participants", ROOM, place))


async def test_who_is_outside_is_refreshed_of_the_door_alone() -> None:
    """After a gap who is outside is told of no more than otherwise."""
    stream = _outside(uuid4())
    stream.refresh()
    assert await _taken(stream) == [ChangeEvent("room", ROOM), ChangeEvent("admission", ROOM)]


async def test_who_comes_in_is_refreshed() -> None:
    """Who comes in is told of each kind once, as none inside was told before; later checks say nothing."""
    place = uuid4()
    stream = _outside(place)
    stream.stand(place, is_outside=True)
    assert len(stream) == 0
    for _ in range(2):
        stream.stand(place, is_outside=False)
        assert len(stream) == len(CHANGE_KINDS)
    assert await _taken(stream) == [ChangeEvent(kind, ROOM) for kind in CHANGE_KINDS]
    stream.stand(place, is_outside=False)
    assert len(stream) == 0


@pytest.mark.parametrize("named", ["session_id", "person_id", "participant_id"])
def test_revocation_matches_every_field(named: str) -> None:
    """A revocation closes only streams that match every field it sets."""
    key = uuid4()
    ids: dict[str, Any] = {named: key}
    subscriber = Subscriber(ROOM, "192.0.2.0/32", **ids)
    assert subscriber.matches(Revocation(**{named: key}))
    assert subscriber.matches(Revocation(**{named: key, "room_id": ROOM}))
    assert not subscriber.matches(Revocation(**{named: key, "room_id": uuid4()}))
    assert not Subscriber(ROOM, "192.0.2.0/32").matches(Revocation(**{named: key}))


def test_disconnected_clients_free_their_places(monkeypatch: pytest.MonkeyPatch) -> None:
    """At the limit, streams of disconnected clients are closed first."""
    monkeypatch.setattr("server.api.event_hub.PER_VIEWER", 1)
    hub, subscriber = _hub(), Subscriber(ROOM, "192.0.2.0/32", person_id=uuid4())
    with hub.stream(subscriber, lambda: True), hub.stream(subscriber, lambda: False):
        assert len(hub) == 1
    assert len(hub) == 0


def test_closed_hub_opens_no_stream() -> None:
    """A stopping process opens no new streams."""
    hub = _hub()
    hub.close()
    with pytest.raises(Unavailable), hub.stream(Subscriber(ROOM, "192.0.2.0/32"), lambda: False):
        pass
