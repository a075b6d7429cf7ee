"""What the doctor and the metrics say of recordings that are not completed."""

from collections.abc import Awaitable, Callable

import pytest
from prometheus_client import generate_latest

from server.jobs.task_metrics import TaskMetrics
from server.jobs.task_registry import TASKS
from server.meeting.db import execute
from server.meeting.rooms import Room
from server.stack.unfinished_recordings import unfinished_recordings


@pytest.fixture
async def two(atrium: Room) -> None:
    """One recording that failed, one that waits for its storage."""
    await execute("INSERT INTO recordings (room_id, status) VALUES ($1, 'failed')", atrium.id)
    await execute(
        "INSERT INTO recordings (room_id, status, waits_for) VALUES ($1, 'processing', 'storage')", atrium.id
    )


async def test_doctor(database: str, two: None) -> None:
    """Each kind has its words; completed ones have none."""
    assert await unfinished_recordings(database) == [
        "1 failed within a week",
        "1 wait for PARLEY_RECORDINGS, which does not answer",
    ]
    await execute("UPDATE recordings SET status = 'completed', waits_for = NULL")
    assert await unfinished_recordings(database) == []


async def test_database_is_away() -> None:
    """Without a database another line of the doctor tells."""
    assert await unfinished_recordings("postgresql://nobody@127.0.0.1:1/none") == []


async def test_metrics(two: None, nothing: Callable[[], Awaitable[list[object]]]) -> None:
    """The page of the jobs process counts them by what they wait for."""
    page = TaskMetrics(TASKS).page(nothing)  # type: ignore[arg-type]  # no standings at all
    await page.refresh()
    text = generate_latest(page.registry).decode()
    assert 'parley_recordings_unfinished{why="failed"} 1.0' in text
    assert 'parley_recordings_unfinished{why="storage"} 1.0' in text
    assert 'parley_recordings_unfinished{why="disk"} 0.0' in text


@pytest.fixture
def nothing() -> Callable[[], Awaitable[list[object]]]:
    """No task has run."""

    async def none() -> list[object]:
        return []

    return none
