"""What somebody waits for goes before notes."""

import asyncio

import pytest

from agent.minutes.llm.questions_first import MOST_STOPS, QuestionsFirst


class Work:
    """Work that ends when it is told to, and counts how often it was begun."""

    def __init__(self) -> None:
        self.begun = 0
        self.end = asyncio.Event()

    async def __call__(self) -> str:
        """Do it."""
        self.begun += 1
        await self.end.wait()
        return "done"


async def settled() -> None:
    """Let all tasks go as far as they can."""
    for _ in range(20):
        await asyncio.sleep(0)


async def test_it_is_stopped_and_begun_anew() -> None:
    """A question stops the work, which begins when nobody asks any more."""
    first, work = QuestionsFirst(), Work()
    task = asyncio.create_task(first.after(work))
    await settled()
    with first.asking(), first.asking():
        await settled()
        assert not task.done()
        assert work.begun == 1
    await settled()
    assert work.begun == 2
    work.end.set()
    assert await task == "done"


async def test_it_is_not_stopped_for_ever() -> None:
    """However much is asked, it is done in the end."""
    first, work = QuestionsFirst(), Work()
    task = asyncio.create_task(first.after(work))
    for _ in range(2 * MOST_STOPS):
        await settled()
        with first.asking():
            await settled()
    work.end.set()
    assert await task == "done"
    assert work.begun == MOST_STOPS + 1


async def test_who_stops_it_stops_the_work() -> None:
    """Cancelling the wait cancels what is done in it."""
    first, work = QuestionsFirst(), Work()
    task = asyncio.create_task(first.after(work))
    await settled()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    work.end.set()
    await settled()
    assert work.begun == 1


async def test_faults_pass() -> None:
    """What the work raises is raised."""

    async def fail() -> None:
        raise ValueError

    with pytest.raises(ValueError, match=r"^$"):
        await QuestionsFirst().after(fail)
