"""Fan-out of events: nothing one reader does costs more memory than a handful of changes."""

from uuid import UUID, uuid4

import pytest

from server.api.event_hub import MAX_PENDING, EventHub, EventStream, StreamClosed, Subscriber
from server.errors import Unavailable
from server.meeting.change_bus import CHANGE_KINDS, ChangeBus, ChangeEvent, Revocation

ROOM = uuid4()


def _hub() -> EventHub:
    """One that has nothing to listen to: Redis is connected to when first used."""
    return EventHub(ChangeBus("redis://127.0.0.1:1/0"))


def _stream(**ids: UUID) -> EventStream:
    return EventStream(Subscriber(ROOM, "192.0.2.0/32", **ids), lambda: False)


async def _taken(stream: EventStream) -> list[ChangeEvent]:
    taken = []
    while (event := await stream.next(0)) is not None:
        taken.append(event)
    return taken


async def test_equal_changes_wait_once() -> None:
    """A thousand changes that say the same are one."""
    stream = _stream()
    for _ in range(1000):
        stream.put(ChangeEvent("room", ROOM))
    assert await _taken(stream) == [ChangeEvent("room", ROOM)]


async def test_reader_too_far_behind_fetches_everything() -> None:
    """Beyond the bound what is pending is given up for one change of each kind."""
    stream = _stream()
    for _ in range(10 * MAX_PENDING):
        stream.put(ChangeEvent("room", uuid4()))
        assert len(stream) <= MAX_PENDING
    stream.refresh()
    assert await _taken(stream) == [ChangeEvent(kind, ROOM) for kind in CHANGE_KINDS]


async def test_closed_before_what_is_pending() -> None:
    """Whose session is revoked is told nothing more."""
    stream = _stream()
    stream.put(ChangeEvent("room", ROOM))
    stream.close()
    with pytest.raises(StreamClosed):
        await stream.next(1)


@pytest.mark.parametrize("named", ["session_id", "person_id", "participant_id"])
def test_everything_named_must_apply(named: str) -> None:
    """Put out of one room one still listens in another; nobody is meant who has no such id."""
    key = uuid4()
    subscriber = Subscriber(ROOM, "192.0.2.0/32", **{named: key})
    assert subscriber.matches(Revocation(**{named: key}))
    assert subscriber.matches(Revocation(**{named: key, "room_id": ROOM}))
    assert not subscriber.matches(Revocation(**{named: key, "room_id": uuid4()}))
    assert not Subscriber(ROOM, "192.0.2.0/32").matches(Revocation(**{named: key}))


def test_reader_who_hung_up_takes_no_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is no more place, those are counted out first whose readers are gone."""
    monkeypatch.setattr("server.api.event_hub.PER_VIEWER", 1)
    hub, subscriber = _hub(), Subscriber(ROOM, "192.0.2.0/32", person_id=uuid4())
    with hub.stream(subscriber, lambda: True), hub.stream(subscriber, lambda: False):
        assert len(hub) == 1
    assert len(hub) == 0


def test_nobody_begins_to_listen_at_the_end() -> None:
    """A process that goes down takes no more streams."""
    hub = _hub()
    hub.close()
    with pytest.raises(Unavailable), hub.stream(Subscriber(ROOM, "192.0.2.0/32"), lambda: False):
        pass
