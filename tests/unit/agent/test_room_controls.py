"""When the rows that steer a meeting are read, and what holds while they cannot be."""

import asyncio
from types import SimpleNamespace
from typing import cast
from uuid import UUID

import asyncpg
import pytest
from livekit import rtc

from agent import room_controls
from agent.room_controls import RoomControls
from agent.room_lease import LeaseLostError, RoomLease

ROOM = UUID(int=1)


class Held:
    """A lease that is held until it is lost."""

    is_lost = False

    async def hold(self) -> None:
        """Raise once it is lost."""
        if self.is_lost:
            raise LeaseLostError


class Rows:
    """Rows of one kind: what is there, and what followers were told."""

    def __init__(self) -> None:
        self.there: str | Exception = "first"
        self.told: list[str] = []
        self.reads = asyncio.Semaphore(0)

    async def read(self) -> str:
        """Return what is there."""
        self.reads.release()
        if isinstance(self.there, Exception):
            raise self.there
        return self.there


@pytest.fixture
def lease() -> Held:
    """The room's lease."""
    return Held()


@pytest.fixture
def rows() -> Rows:
    """Rows that are followed."""
    return Rows()


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> list[bool]:
    """Whether the database shows the room's rows; the last answer is repeated."""
    answers = [True]

    async def is_leased(_: UUID) -> bool:
        return answers[-1]

    monkeypatch.setattr(room_controls, "is_leased", is_leased)
    return answers


@pytest.fixture
def controls(lease: Held, rows: Rows, seen: list[bool]) -> RoomControls:
    """Controls that follow `rows`."""
    made = RoomControls(ROOM, cast(RoomLease, lease))
    made.watch(rows.read, rows.told.append)
    return made


def packet(topic: str, sender: str | None = None) -> rtc.DataPacket:
    """A packet of the server, or of a participant."""
    person = cast(rtc.RemoteParticipant, SimpleNamespace(identity=sender)) if sender else None
    return rtc.DataPacket(b"", rtc.DataPacketKind.KIND_RELIABLE, person, topic)


async def test_told_of_changes_only(controls: RoomControls, rows: Rows) -> None:
    """A follower is told what is there first, and again only when it differs."""
    await controls.read()
    await controls.read()
    rows.there = "second"
    await controls.read()
    assert rows.told == ["first", "second"]


@pytest.mark.parametrize("error", [ConnectionRefusedError(), asyncpg.CannotConnectNowError()])
async def test_database_away(controls: RoomControls, rows: Rows, error: Exception) -> None:
    """While the database is away what was read last holds."""
    await controls.read()
    rows.there = error
    with pytest.raises(type(error)):
        await controls.read()
    assert rows.told == ["first"]


async def test_lease_expired(controls: RoomControls, rows: Rows, seen: list[bool]) -> None:
    """Rows that are not shown for want of the lease do not count as gone."""
    await controls.read()
    rows.there, seen[-1] = "none", False
    with pytest.raises(LeaseLostError):
        await controls.read()
    assert rows.told == ["first"]


@pytest.mark.parametrize(
    ("topic", "sender", "reads"),
    [("parley.controls", None, True), ("parley.controls", "PA-bob", False), ("parley.chat", None, False)],
)
async def test_only_the_servers_packet_counts(
    controls: RoomControls,
    rows: Rows,
    monkeypatch: pytest.MonkeyPatch,
    topic: str,
    sender: str | None,
    reads: bool,
) -> None:
    """The server's packet makes the rows be read at once; a participant's, or of another topic, does not."""
    monkeypatch.setattr(room_controls, "POLL_S", 60.0)
    room = rtc.Room()
    controls.listen(room)
    running = asyncio.create_task(controls.run())
    room.emit("data_received", packet(topic, sender))
    with_luck = asyncio.create_task(rows.reads.acquire())
    await asyncio.wait([with_luck], timeout=5 if reads else 0.05)
    assert with_luck.done() == reads
    for task in (running, with_luck):
        task.cancel()
    await asyncio.gather(running, with_luck, return_exceptions=True)


async def test_lost_packet(controls: RoomControls, rows: Rows, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a packet the rows are read at intervals, also after a failure."""
    monkeypatch.setattr(room_controls, "POLL_S", 0.0)
    rows.there = ConnectionRefusedError()
    running = asyncio.create_task(controls.run())
    await rows.reads.acquire()
    rows.there = "back"
    async with asyncio.timeout(5):
        while not rows.told:  # noqa: ASYNC110  a callback signals no event
            await asyncio.sleep(0)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
    assert rows.told == ["back"]
