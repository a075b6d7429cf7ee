"""Who is heard, frame by frame."""

import asyncio

import numpy as np
import pytest

from agent import off_record_gate
from agent.off_record_gate import OffRecordGate
from server.meeting.off_record import OffRecord

NOBODY = OffRecord()
ALICE = OffRecord(people=frozenset({"alice"}))
EVERYBODY = OffRecord(everybody=True)


class Microphone:
    """A track whose frames arrive one by one, each of one loud sample."""

    def __init__(self, gate: OffRecordGate, identity: str = "alice") -> None:
        self.cuts = 0
        self._waiting = 0
        self._stage = gate.stage(identity, lambda: self._waiting, self._cut)

    def _cut(self) -> None:
        self.cuts += 1

    async def hears(self, waiting: int = 0) -> bool:
        """Take a frame while others wait; whether it has its sound."""
        self._waiting = waiting
        return bool(self._stage.take(np.full(1, 99, np.int16), 0)[0])


@pytest.fixture
def gate(monkeypatch: pytest.MonkeyPatch) -> OffRecordGate:
    """A gate without silence after somebody resumes."""
    monkeypatch.setattr(off_record_gate, "HOLD_S", 0.0)
    return OffRecordGate()


async def test_nobody_before_it_is_known(gate: OffRecordGate) -> None:
    """An agent that starts hears nobody before it has read who is off the record."""
    alice = Microphone(gate)
    assert not await alice.hears()
    gate.change(NOBODY)
    assert await alice.hears()


async def test_from_the_next_frame(gate: OffRecordGate) -> None:
    """Silence begins with the next frame, and what was being said ends there, once."""
    gate.change(NOBODY)
    alice, bob = Microphone(gate), Microphone(gate, "bob")
    assert await alice.hears()
    gate.change(ALICE)
    assert [await alice.hears(), await alice.hears(), await bob.hears()] == [False, False, True]
    assert (alice.cuts, bob.cuts) == (1, 0)


async def test_everybody(gate: OffRecordGate) -> None:
    """While everybody is off the record, so is who comes, and a second microphone."""
    gate.change(EVERYBODY)
    assert not await Microphone(gate, "carol").hears()
    assert not await Microphone(gate, "carol").hears()


async def test_oneself_outlasts_everybody(gate: OffRecordGate) -> None:
    """Who is off the record by themselves stays so when everybody else resumes."""
    gate.change(OffRecord(True, frozenset({"alice"})))
    alice, bob = Microphone(gate), Microphone(gate, "bob")
    gate.change(ALICE)
    assert [await alice.hears(), await bob.hears()] == [False, True]


async def test_nothing_that_was_on_its_way(monkeypatch: pytest.MonkeyPatch) -> None:
    """Sound from before somebody resumed, which arrives afterwards, is silent, as many frames as had come."""
    monkeypatch.setattr(off_record_gate, "HOLD_S", 0.1)
    gate = OffRecordGate()
    gate.change(ALICE)
    alice = Microphone(gate)
    gate.change(NOBODY)
    late = Microphone(gate)
    assert [await alice.hears(), await late.hears()] == [False, False]
    await asyncio.sleep(0.11)
    assert [await alice.hears(waiting) for waiting in (2, 9, 9, 9, 9)] == [False, False, False, True, True]


@pytest.mark.parametrize(
    ("now", "said"),
    [(NOBODY, ""), (EVERYBODY, "all"), (ALICE, "alice"), (OffRecord(True, frozenset("ba")), "all a b")],
)
async def test_attribute(gate: OffRecordGate, now: OffRecord, said: str) -> None:
    """Clients are told who is off the record, once it is in force."""
    sent: asyncio.Queue[dict[str, str]] = asyncio.Queue()
    publishing = asyncio.create_task(gate.publish(sent.put))
    gate.change(now)
    assert await sent.get() == {"parley.off_record": said}
    publishing.cancel()


async def test_published_again(gate: OffRecordGate, monkeypatch: pytest.MonkeyPatch) -> None:
    """What LiveKit does not take is sent again."""
    monkeypatch.setattr(off_record_gate, "REPUBLISH_S", 0.0)
    sent: asyncio.Queue[dict[str, str]] = asyncio.Queue()
    failures = [TimeoutError()]

    async def send(attributes: dict[str, str]) -> None:
        if failures:
            raise failures.pop()
        await sent.put(attributes)

    publishing = asyncio.create_task(gate.publish(send))
    gate.change(EVERYBODY)
    assert await sent.get() == {"parley.off_record": "all"}
    publishing.cancel()
