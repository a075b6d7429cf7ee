"""The database with a worker's rights, and settings that lead nowhere but to it."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from server.config import Settings
from server.jobs.scheduled_task import Counts, ScheduledTask, Work
from server.jobs.worker import ACTOR
from server.meeting.actor import AS_CONNECTED, acting_as
from server.meeting.db import fetch_one
from server.meeting.rooms import Room


@pytest.fixture
def settings(database: str, tmp_path: Path) -> Settings:
    """Of a jobs process with its recordings and its archive here."""
    return replace(
        Settings.from_env(
            {
                "DATABASE_URL": database,
                "REDIS_URL": "redis://127.0.0.1:1",
                "LIVEKIT_URL": "ws://127.0.0.1:1",
                "LIVEKIT_API_KEY": "unused",
                "LIVEKIT_API_SECRET": "a secret of at least thirty-two characters",
            }
        ),
        recordings=tmp_path / "recordings",
        archive=str(tmp_path / "archive"),
    )


@pytest.fixture
async def worker(database: str) -> AsyncIterator[None]:
    """The test acts as the jobs process does."""
    with acting_as(ACTOR):
        yield


async def as_owner(sql: str, *args: object) -> object:
    """Do what only a test may: give the first value of a statement run as the server's owner."""
    with acting_as(AS_CONNECTED):
        row = await fetch_one(sql, *args)
    return row[0] if row is not None else None


async def recorded(
    settings: Settings, room: Room, content: bytes = b"hello", *, name: str | None = None, days: int = 100
) -> UUID:
    """Record something so many days ago; gives the recording, whose file is `<id>.ogg` or called `name`."""
    made = await as_owner(
        "INSERT INTO recordings (room_id, status, file_size, completed_at)"
        " VALUES ($1, 'completed', $2, now() - make_interval(days => $3)) RETURNING id",
        room.id,
        len(content),
        days,
    )
    assert isinstance(made, UUID)
    path = name or f"{made}.ogg"
    settings.recordings.mkdir(exist_ok=True)
    if name is None:
        (settings.recordings / path).write_bytes(content)
    await as_owner("UPDATE recordings SET file_path = $2 WHERE id = $1 RETURNING id", made, path)
    return made


def task(
    run: Callable[[Work], Awaitable[Counts]], name: str = "try", cron: str = "0 3 * * *"
) -> ScheduledTask:
    """Make a daily task."""
    return ScheduledTask(name, cron, run, timedelta(hours=6))


def at(text: str) -> datetime:
    """Read a time in UTC."""
    return datetime.fromisoformat(f"{text}+00:00")
