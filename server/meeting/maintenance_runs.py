"""The log of scheduled task runs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from asyncpg import Record

from server.meeting.db import execute, fetch, fetch_one, from_json, to_json

INTERRUPTED = "Interrupted"
"""The error of a run whose process died."""


@dataclass(frozen=True, slots=True)
class Run:
    """One run of a task. `outcome`: running, done, failed or skipped."""

    task: str
    tick: datetime
    started_at: datetime
    finished_at: datetime | None
    outcome: str
    counts: dict[str, int]
    error: str | None
    """The exception's class name."""


async def begin_run(task: str, tick: datetime) -> UUID | None:
    """Record a run's start; None when the tick is done or running."""
    row = await fetch_one(
        "INSERT INTO maintenance_runs (task, tick) VALUES ($1, $2)"
        " ON CONFLICT (task, tick) WHERE outcome <> 'failed' DO NOTHING RETURNING id",
        task,
        tick,
    )
    return row["id"] if row else None


async def finish_run(run_id: UUID, outcome: str, counts: Mapping[str, int], error: str | None = None) -> None:
    """Record a run's outcome."""
    await execute(
        "UPDATE maintenance_runs SET outcome = $2, counts = $3, error = $4, finished_at = clock_timestamp()"
        " WHERE id = $1 AND outcome = 'running'",
        run_id,
        outcome,
        to_json(counts),
        error,
    )


async def forget_interrupted(task: str) -> int:
    """Mark a dead process's runs as failed; the caller holds the task's lock."""
    return await execute(
        "UPDATE maintenance_runs SET outcome = 'failed', error = $2, finished_at = clock_timestamp()"
        " WHERE task = $1 AND outcome = 'running'",
        task,
        INTERRUPTED,
    )


async def latest_runs() -> dict[str, Run]:
    rows = await fetch("SELECT DISTINCT ON (task) * FROM maintenance_runs ORDER BY task, started_at DESC")
    return {row["task"]: _run(row) for row in rows}


async def latest_successes() -> dict[str, datetime]:
    """Return each task's last tick that was done or skipped."""
    rows = await fetch(
        "SELECT task, max(tick) AS tick FROM maintenance_runs"
        " WHERE outcome IN ('done', 'skipped') GROUP BY task"
    )
    return {row["task"]: row["tick"] for row in rows}


async def failures_since(tick: datetime, task: str) -> tuple[int, datetime | None]:
    """Return how often a task failed for a tick, and when it last started."""
    row = await fetch_one(
        "SELECT count(*) FILTER (WHERE outcome = 'failed') AS failures, max(started_at) AS last"
        " FROM maintenance_runs WHERE task = $1 AND tick = $2",
        task,
        tick,
    )
    return (row["failures"], row["last"]) if row else (0, None)


async def scheduled_since() -> dict[str, datetime]:
    """Return when each task was first scheduled; earlier ticks do not count as missed."""
    rows = await fetch("SELECT entrypoint, min(created) AS since FROM pgqueuer_schedules GROUP BY entrypoint")
    return {row["entrypoint"]: row["since"] for row in rows}


def _run(row: Record) -> Run:
    return Run(
        row["task"],
        row["tick"],
        row["started_at"],
        row["finished_at"],
        row["outcome"],
        from_json(row["counts"]),
        row["error"],
    )
