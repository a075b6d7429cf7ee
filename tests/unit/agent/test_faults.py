"""Which caption fault is published."""

import asyncio

from agent.faults import Faults


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

    async def tell(fault: str) -> None:
        told.append(fault)
        if len(told) == 1:
            raise TimeoutError
        done.set()

    publishing = asyncio.create_task(faults.publish(tell))
    faults.begin("TR_1", "engine")
    await asyncio.wait_for(done.wait(), 5)
    publishing.cancel()
    assert told == ["engine", "engine"]
