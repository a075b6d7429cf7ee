"""Which caption fault is published."""

import asyncio

from agent.faults import FAULT, LAG, Faults


def test_worst_fault() -> None:
    """Of several faults the worst is published, and an empty value when all have ended."""
    faults = Faults()
    faults.begin("database", "database")
    faults.begin("TR_1", "engine")
    assert faults.worst == "engine"
    faults.end("TR_1")
    assert faults.worst == "database"
    faults.end("database")
    assert faults.worst == ""


def test_end_of_one_fault() -> None:
    """The end of a slow call clears no worse fault of its track."""
    faults = Faults()
    faults.begin("TR_1", "engine")
    faults.end("TR_1", "delayed")
    assert faults.worst == "engine"


async def test_republished_after_a_refusal() -> None:
    """A change that LiveKit refused is published again."""
    faults, told, done = Faults(), list[str](), asyncio.Event()

    async def tell(attributes: dict[str, str]) -> None:
        told.append(attributes[FAULT])
        if len(told) == 1:
            raise TimeoutError
        done.set()

    publishing = asyncio.create_task(faults.publish(tell))
    faults.begin("TR_1", "engine")
    await asyncio.wait_for(done.wait(), 5)
    publishing.cancel()
    assert told == ["engine", "engine"]


def test_lag_is_told_alone() -> None:
    """By how much captions are late is told while that is the worst fault."""
    faults = Faults()
    faults.set_lag(5)
    assert faults.attributes == {FAULT: "delayed", LAG: "5"}
    faults.begin("TR_1", "engine")
    assert faults.attributes == {FAULT: "engine", LAG: ""}
    faults.end("TR_1")
    faults.set_lag(0)
    assert faults.attributes == {FAULT: "", LAG: ""}
