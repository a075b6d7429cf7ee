"""How a job reacts to the failure of a part."""

import asyncio
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

import asyncpg
import pytest

from agent import engines, room_lease
from agent.room_lease import FRESH_S, LeaseLostError, RoomLease
from agent.room_transcriber import RoomTranscriber
from agent.transcription_job import TranscriptionJob
from server.config import Settings
from server.meeting import leases
from server.meeting.rooms import Room

ROW = cast(Room, SimpleNamespace(id=UUID(int=1)))


class Context:
    """Job context that records the shutdown."""

    def __init__(self) -> None:
        self.ended: asyncio.Future[str] = asyncio.get_running_loop().create_future()

    def shutdown(self, reason: str) -> None:
        """Record the reason."""
        if not self.ended.done():
            self.ended.set_result(reason)


class Abandoned:
    """Transcriber that records that it was abandoned."""

    is_abandoned = False

    async def abandon(self) -> None:
        """Record the reason."""
        self.is_abandoned = True


def job(context: Context) -> TranscriptionJob:
    """A job without a room."""
    return TranscriptionJob(cast(Any, context), cast(Settings, None))


async def test_failed_task_ends_the_job() -> None:
    """The failure of a background task shuts the job down, so that another is dispatched."""
    context = Context()

    async def fail() -> None:
        raise RuntimeError

    job(context)._watch(fail())
    assert await asyncio.wait_for(context.ended, 5) == "a part of the job failed"


async def test_sweep_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    """A failed sweep is repeated and affects nothing else."""
    monkeypatch.setattr(engines, "SWEEP_S", 0)
    swept, done = list[int](), asyncio.Event()

    def sweep() -> None:
        swept.append(1)
        if len(swept) == 3:
            done.set()
        raise RuntimeError

    sweeping = asyncio.create_task(engines.keep_swept(cast(Any, SimpleNamespace(sweep=sweep))))
    await asyncio.wait_for(done.wait(), 5)
    sweeping.cancel()


@pytest.mark.parametrize("error", [ConnectionRefusedError(), asyncpg.DataError()], ids=["away", "refuses"])
async def test_renewal_is_retried(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    """Renewal is retried after any database error; only a lost lease ends the job."""
    monkeypatch.setattr(room_lease, "RETRY_S", 0)
    monkeypatch.setattr(room_lease, "RENEW_S", 0)
    answers: list[Exception | bool] = [error, error, True, error, False]

    async def renew(*_: Any) -> bool:
        if isinstance(answer := answers.pop(0), Exception):
            raise answer
        return answer

    monkeypatch.setattr(leases, "renew_lease", renew)
    context, transcriber = Context(), Abandoned()
    lease = RoomLease(ROW.id, "AJ")
    await asyncio.wait_for(job(context)._renew(ROW, lease, cast(RoomTranscriber, transcriber)), 5)
    assert answers == []
    assert transcriber.is_abandoned
    assert context.ended.result() == "the lease is lost"


async def test_fresh_lease_is_not_renewed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A write renews the lease only if it may have expired, and never after it was lost."""
    now_s, answers = [0.0], [True, True, False]
    asked: list[float] = []

    async def renew(*_: Any) -> bool:
        asked.append(now_s[0])
        return answers.pop(0)

    monkeypatch.setattr(leases, "renew_lease", renew)
    lease = RoomLease(ROW.id, "AJ", lambda: now_s[0])
    for at in (0.0, 1.0, FRESH_S - 0.1, FRESH_S):
        now_s[0] = at
        await lease.hold()
    assert asked == [0.0, FRESH_S]
    now_s[0] = 2 * FRESH_S
    for _ in range(2):
        with pytest.raises(LeaseLostError):
            await lease.hold()
    assert len(asked) == 3
