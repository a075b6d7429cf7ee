"""When the job of a process that ended is replaced."""

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import asyncpg
import pytest

from agent import transient_retry
from agent.job_replacement import MIN_REPLACEMENT_INTERVAL_S, JobReplacement
from server.config import Settings


class Recorded(JobReplacement):
    """Records its requests to the database and to LiveKit."""

    def __init__(self) -> None:
        self.now_s = 0.0
        super().__init__(cast(Settings, None), lambda: self.now_s)
        self.asked: list[str] = []
        self.held = True
        self.answers: list[Exception] = []
        """What the database answers first."""

    async def _end_lease(self, job: str) -> bool:
        self.asked.append(f"end {job}")
        if self.answers:
            raise self.answers.pop(0)
        return self.held

    async def _dispatch(self, room: str) -> None:
        self.asked.append(f"send for {room}")

    async def after(self, exitcode: int, job: str | None = "AJ") -> list[str]:
        """Report the end of a process."""
        info = SimpleNamespace(job=SimpleNamespace(id=job, room=SimpleNamespace(name="atrium")))
        self.closed(cast(Any, SimpleNamespace(exitcode=exitcode, running_job=info if job else None)))
        await asyncio.gather(*self._tasks)
        return self.asked


async def test_killed() -> None:
    """The lease of a killed job is ended, and another job is dispatched."""
    assert await Recorded().after(-9) == ["end AJ", "send for atrium"]


async def test_orderly_end() -> None:
    """A job that ended in order is not replaced."""
    assert await Recorded().after(0) == []


async def test_idle_process() -> None:
    """A process without a job is not replaced."""
    assert await Recorded().after(-9, job=None) == []


async def test_without_a_lease() -> None:
    """A job that held no lease is not replaced."""
    replacement = Recorded()
    replacement.held = False
    assert await replacement.after(1) == ["end AJ"]


@pytest.mark.parametrize("error", [OSError(), asyncpg.CannotConnectNowError("starting up")])
async def test_database_away(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    """While the database is away the replacement waits for it."""
    monkeypatch.setattr(transient_retry, "RETRY_S", 0)
    replacement = Recorded()
    replacement.answers = [error] * 20
    assert await replacement.after(-9) == [*["end AJ"] * 21, "send for atrium"]


async def test_database_refuses() -> None:
    """A database that refuses for good leaves the room to the reconciler."""
    replacement = Recorded()
    replacement.answers = [asyncpg.InsufficientPrivilegeError("no")]
    assert await replacement.after(-9) == ["end AJ"]


async def test_repeated_deaths() -> None:
    """A room whose jobs die one after another is left to the reconciler, which backs off."""
    replacement = Recorded()
    await replacement.after(-9)
    assert len(await replacement.after(-9)) == 2
    replacement.now_s = MIN_REPLACEMENT_INTERVAL_S
    assert len(await replacement.after(-9)) == 4


async def test_jobs_of_a_predecessor() -> None:
    """Each room of a worker that died gets another job, once."""
    replacement = Recorded()
    for job, room in (("AJ_1", "atrium"), ("AJ_2", "court"), ("AJ_3", "court")):
        replacement.replace(job, room)
    await asyncio.gather(*replacement._tasks)
    assert sorted(replacement.asked) == ["end AJ_1", "end AJ_2", "send for atrium", "send for court"]
