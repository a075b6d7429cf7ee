"""Retries database work while the database is unavailable."""

from collections.abc import Awaitable, Callable
from typing import TypeVar

import stamina
import structlog
from stamina.instrumentation import RetryDetails, set_on_retry_hooks

from agent.job_metrics import WRITES_RETRIED
from server.meeting.database_errors import TRANSIENT_ERRORS

GIVE_UP_AFTER_S = 60.0
NEVER: float = float("inf")
"""No time limit, for writes that must not be lost; only cancelling the caller ends the retries."""
RETRY_S = 0.5
log = structlog.get_logger()
Result = TypeVar("Result")


def _log_first_retry(details: RetryDetails) -> None:
    """Log the error's class, once per outage; its text may hold what people said."""
    if details.retry_num == 1:
        WRITES_RETRIED.inc()
        log.warning("database_unavailable", error=type(details.caused_by).__name__)


set_on_retry_hooks([_log_first_retry])  # stamina's own hooks log the error's repr


async def retry_transient(
    work: Callable[[], Awaitable[Result]], timeout_s: float = GIVE_UP_AFTER_S
) -> Result:
    """Run `work` until it raises none of TRANSIENT_ERRORS; after `timeout_s` raise the last of them.

    `work` must be idempotent: the reply to a COMMIT that succeeded may be lost.
    """
    attempts = stamina.retry_context(
        on=TRANSIENT_ERRORS,
        attempts=None,
        timeout=timeout_s,
        wait_initial=RETRY_S,
        wait_max=RETRY_S,
        wait_jitter=0,
        wait_exp_base=1,
    )
    async for attempt in attempts:
        with attempt:
            return await work()
    raise AssertionError("stamina returned without a result or an error")
