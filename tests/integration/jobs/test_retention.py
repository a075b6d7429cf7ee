"""What was kept for long enough is deleted, by the server's days or the room's."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from server.config import Settings
from server.jobs import retention_tasks
from server.jobs.scheduled_task import Counts, Work
from server.jobs.worker import ACTOR
from server.meeting.actor import acting_as
from server.meeting.chat import say
from server.meeting.db import execute, fetch, fetch_one
from server.meeting.lifecycle import end_room
from server.meeting.minutes import Minutes, save_minutes
from server.meeting.transcripts import close_transcript, finish_segment, open_segment, open_transcript
from tests.conftest import Meeting


@pytest.fixture
async def held(meeting: Meeting) -> Meeting:
    """A meeting that ended ten days ago, with words, minutes, chat and a recording."""
    room = meeting.room.id
    transcript = await open_transcript(room, "en", "vosk")
    said = await open_segment(
        transcript.id, participant_id=meeting.bob.id, speaker="Bob", language="en", engine="vosk", start_ms=0
    )
    await finish_segment(said.id, "It is late.", [], 0.9, 900)
    await say(meeting.bob, "Very late.")
    await close_transcript(room)
    await end_room(room, "host")
    await save_minutes(room, Minutes("ready", executive_summary="It was late."))
    ended = datetime.now(UTC) - timedelta(days=10)
    await execute("UPDATE rooms SET ended_at = $2, started_at = $2 WHERE id = $1", room, ended)
    await execute("INSERT INTO recordings (room_id, status) VALUES ($1, 'completed')", room)
    return meeting


async def count(table: str) -> int:
    """The rows of a table."""
    row = await fetch_one(f"SELECT count(*) AS n FROM {table}")  # noqa: S608
    assert row is not None
    return int(row["n"])


async def run(task: Callable[[Work], Awaitable[Counts]], settings: Settings, **days: int) -> Counts:
    """Run a task with the server's days, as the jobs process does."""
    changed: dict[str, Any] = {f"keep_{kind}_days": n for kind, n in days.items()}
    with acting_as(ACTOR):
        return await task(Work(replace(settings, **changed), datetime.now(UTC)))


TABLES = ("transcripts", "transcript_segments", "meeting_summaries")


async def test_transcripts(held: Meeting, settings: Settings) -> None:
    """Transcript and minutes go together, when their time has come and not before."""
    assert await run(retention_tasks.transcripts, settings) == {"meetings": 0}
    assert await run(retention_tasks.transcripts, settings, transcripts=11) == {"meetings": 0}
    assert [await count(table) for table in TABLES] == [1, 1, 1]
    assert await run(retention_tasks.transcripts, settings, transcripts=10) == {"meetings": 1}
    assert [await count(table) for table in TABLES] == [0, 0, 0]
    assert await count("chat_messages") == 1


@pytest.mark.parametrize(("rooms", "gone"), [(9, 1), (11, 0), (0, 0)])
async def test_the_rooms_days(held: Meeting, settings: Settings, rooms: int, gone: int) -> None:
    """A room may keep its chat for less time than the server, and 0 is as long as the server."""
    await execute(
        "UPDATE rooms SET settings = settings || jsonb_build_object('keep_chat_days', $1::int)", rooms
    )
    assert await run(retention_tasks.chat, settings, chat=365) == {"meetings": gone}
    assert await count("chat_messages") == 1 - gone


async def test_recordings(held: Meeting, settings: Settings, tmp_path: Path) -> None:
    """A recording goes with its files, also those in the archive; others' stay."""
    (row,) = await fetch("SELECT id FROM recordings")
    whose: list[tuple[Path, UUID]] = [(tmp_path / "recordings", row["id"]), (tmp_path / "archive", row["id"])]
    for root, recording in whose:
        (root / str(held.room.id) / str(recording)).mkdir(parents=True)
        (root / str(held.room.id) / str(recording) / "mix.ogg").write_bytes(b"sound")
        (root / str(held.room.id) / "another.ogg").write_bytes(b"another")
    here = replace(settings, recordings=tmp_path / "recordings", archive=str(tmp_path / "archive"))
    assert await run(retention_tasks.recordings, here, recordings=9) == {"deleted": 1}
    left = sorted(path.name for path in tmp_path.rglob("*") if path.is_file())
    assert left == ["another.ogg", "another.ogg"]
    (row,) = await fetch("SELECT status FROM recordings")
    assert row["status"] == "deleted"
    assert await run(retention_tasks.recordings, here, recordings=9) == {}


async def test_forgotten_in_the_archive(held: Meeting, settings: Settings, tmp_path: Path) -> None:
    """An archived recording that was not mixed again within a day of forgotten words is deleted."""
    here = replace(settings, recordings=tmp_path / "recordings", archive=str(tmp_path / "archive"))
    await execute(
        "UPDATE recordings SET status = 'archived', file_url = 'file:///x', file_sha256 = repeat('a', 64),"
        " archived_at = now(), completed_at = now() - interval '1 hour'"
    )
    assert await run(retention_tasks.recordings, here) == {}
    await execute(
        "INSERT INTO forgotten_words (room_id, participant_id) VALUES ($1, $2)", held.room.id, held.bob.id
    )
    assert await run(retention_tasks.recordings, here) == {}
    await execute("ALTER TABLE forgotten_words DISABLE TRIGGER USER")
    await execute("UPDATE forgotten_words SET updated_at = now() - interval '25 hours'")
    assert await run(retention_tasks.recordings, here) == {}
    await execute("UPDATE recordings SET completed_at = now() - interval '26 hours'")
    assert await run(retention_tasks.recordings, here) == {"deleted": 1}
