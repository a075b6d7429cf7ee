"""Which database errors are retried."""

import asyncpg
import pytest
from structlog.testing import capture_logs

from agent import transient_retry
from agent.transient_retry import retry_transient
from server.errors import Busy


@pytest.mark.parametrize(
    "error",
    [
        asyncpg.AdminShutdownError("terminating connection due to administrator command"),
        asyncpg.CrashShutdownError("terminating connection because of crash of another server process"),
        asyncpg.CannotConnectNowError("the database system is starting up"),
        asyncpg.TooManyConnectionsError("sorry, too many clients already"),
        asyncpg.DeadlockDetectedError("deadlock detected"),
        asyncpg.ConnectionDoesNotExistError("connection was closed in the middle of operation"),
        asyncpg.ReadOnlySQLTransactionError("cannot execute INSERT in a read-only transaction"),
        asyncpg.LockNotAvailableError("canceling statement due to lock timeout"),
        asyncpg.PostgresIOError("could not write to file"),
        asyncpg.InternalClientError("got result for unknown protocol state"),
        ConnectionRefusedError(),
        Busy(),
    ],
)
async def test_transient_error(error: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    """Any error of a restarting or overloaded database is retried until the work succeeds."""
    monkeypatch.setattr(transient_retry, "RETRY_S", 0)
    answers: list[Exception | None] = [error, None]

    async def work() -> str:
        if (answer := answers.pop(0)) is not None:
            raise answer
        return "done"

    assert await retry_transient(work) == "done"


async def test_permanent_error() -> None:
    """A permanent error is raised at once."""

    async def work() -> None:
        raise asyncpg.CheckViolationError

    with pytest.raises(asyncpg.CheckViolationError):
        await retry_transient(work)


async def test_log_without_the_error_text(monkeypatch: pytest.MonkeyPatch) -> None:
    """An outage is logged once, by the error's class: its text may quote a row."""
    monkeypatch.setattr(transient_retry, "RETRY_S", 0)
    answers: list[Exception | None] = [asyncpg.DeadlockDetectedError("a secret"), Busy(), None]

    async def work() -> None:
        if (answer := answers.pop(0)) is not None:
            raise answer

    with capture_logs() as entries:
        await retry_transient(work)
    assert entries == [
        {"event": "database_unavailable", "log_level": "warning", "error": "DeadlockDetectedError"}
    ]


async def test_timeout(monkeypatch: pytest.MonkeyPatch) -> None:
    """After the timeout the last error is raised."""
    monkeypatch.setattr(transient_retry, "RETRY_S", 0.01)

    async def work() -> None:
        raise Busy

    with pytest.raises(Busy):
        await retry_transient(work, timeout_s=0.03)
