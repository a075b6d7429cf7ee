"""Videos over HTTP and on the meeting's page: whose they are, ranges, and what is said of those that went."""

import asyncio
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from aiohttp import web

from agent.recording.forgotten_videos import forget_videos
from server.app_keys import CHANGE_BUS
from server.config import Settings
from server.jobs import retention_tasks
from server.jobs.scheduled_task import Work
from server.meeting.actor import WORKER, Actor, acting_as
from server.meeting.db import execute, fetch
from server.meeting.lifecycle import end_room
from server.meeting.videos import videos_of
from tests.conftest import Meeting
from tests.integration.api.browser import Browser
from tests.recording_places import files_in

VIDEO = bytes(range(256)) * 40
"""Stands for an MP4 file: the server sends it as it is."""
PAGE = "/m/atrium"


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    """Recordings and archive of this test alone."""
    return replace(settings, recordings=tmp_path / "recordings", archive=str(tmp_path / "archive"))


@dataclass
class Filmed:
    """A meeting that is over, and its video."""

    meeting: Meeting
    id: UUID
    path: Path

    @property
    def url(self) -> str:
        """Where it is."""
        return f"/api/rooms/atrium/recording/videos/{self.id}"


async def add(meeting: Meeting, egress_id: str, status: str, fault: str | None = None) -> UUID:
    """Add the row of a video."""
    rows = await fetch(
        "INSERT INTO recordings (room_id, livekit_recording_id, status, fault, started_at, duration)"
        " SELECT id, $2, $3, $4, started_at + interval '12 seconds', 75 FROM rooms WHERE id = $1"
        " RETURNING id",
        meeting.room.id,
        egress_id,
        status,
        fault,
    )
    return UUID(str(rows[0]["id"]))


@pytest.fixture
async def filmed(meeting: Meeting, settings: Settings) -> Filmed:
    """The atrium's meeting with a video; alice and bob agreed to be in it."""
    recording_id = await add(meeting, "EG_1", "completed")
    place = Path(str(meeting.room.id), str(recording_id), "video.mp4")
    path = settings.recordings / place
    path.parent.mkdir(parents=True)
    path.write_bytes(VIDEO)
    await execute(
        "UPDATE recordings SET file_path = $2, file_size = $3, completed_at = now() WHERE id = $1",
        recording_id,
        str(place),
        len(VIDEO),
    )
    await execute(
        "INSERT INTO recording_consents (room_id, participant_id, agreed)"
        " SELECT room_id, id, true FROM participants WHERE user_id IS NOT NULL"
    )
    await end_room(meeting.room.id, "host")
    return Filmed(meeting, recording_id, path)


async def test_whole_and_part(bobs: Browser, filmed: Filmed) -> None:
    """Who may read the meeting may watch it, from any place."""
    answer = await bobs.get(filmed.url)
    assert (answer.status, answer.body, answer.headers["Content-Type"]) == (200, VIDEO, "video/mp4")
    assert answer.headers["Cache-Control"] == "private, no-cache"
    part = await bobs.get(filmed.url, Range="bytes=100-299")
    assert (part.status, part.body) == (206, VIDEO[100:300])
    assert (await bobs.get(filmed.url, Range=f"bytes={len(VIDEO)}-")).status == 416


async def test_others(carols: Browser, nobody: Browser, bobs: Browser, filmed: Filmed) -> None:
    """Who was not there is refused, and an unknown video of a known meeting is not found."""
    assert (await carols.get(filmed.url)).status in (403, 404)
    assert (await nobody.get(filmed.url)).status in (401, 403, 404)
    assert (await bobs.get(f"/api/rooms/atrium/recording/videos/{uuid4()}")).status == 404


async def test_sound_is_no_video(bobs: Browser, filmed: Filmed) -> None:
    """The recording of the sound is not sent as one, and a video is not played as the sound."""
    rows = await fetch(
        "INSERT INTO recordings (room_id, status, file_path) VALUES ($1, 'completed', $2) RETURNING id",
        filmed.meeting.room.id,
        "x/mix.ogg",
    )
    assert (await bobs.get(f"/api/rooms/atrium/recording/videos/{rows[0]['id']}")).status == 404
    assert (await bobs.get("/api/rooms/atrium/recording/audio")).body != VIDEO


@pytest.mark.parametrize(("status", "answer"), [("processing", 409), ("failed", 404), ("deleted", 404)])
async def test_not_there(bobs: Browser, filmed: Filmed, status: str, answer: int) -> None:
    """One that is still made is not ready; one that failed or was deleted is not found."""
    await execute("UPDATE recordings SET status = $1", status)
    assert (await bobs.get(filmed.url)).status == answer


async def test_page(bobs: Browser, filmed: Filmed) -> None:
    """The page offers it for playing and as a download, with its place in the meeting."""
    text = (await bobs.get(PAGE)).body.decode()
    assert text.count(f'src="{filmed.url}"') == 1
    assert 'download="atrium-1.mp4"' in text
    assert "from 0:12 of the meeting" in text


@pytest.mark.parametrize(
    ("status", "fault", "said"),
    [
        ("failed", "unavailable", "A part of the meeting is on no video."),
        ("deleted", "forgotten", "words of somebody who could be heard in it were forgotten"),
        ("processing", None, "being prepared"),
    ],
)
async def test_page_says_what_is_missing(
    bobs: Browser, filmed: Filmed, status: str, fault: str | None, said: str
) -> None:
    """What failed, was deleted or is still made has a sentence."""
    await add(filmed.meeting, "EG_2", status, fault)
    assert said in (await bobs.get(PAGE)).body.decode()


async def test_page_without_video(bobs: Browser, meeting: Meeting) -> None:
    """Where none was made nothing is said."""
    await end_room(meeting.room.id, "host")
    assert (
        "ideo"
        not in (await bobs.get(PAGE)).body.decode().split('data-part="videos"')[1].split("</section>")[0]
    )


async def _forget(filmed: Filmed, participant_id: UUID, app: web.Application, root: Path) -> str:
    await execute(
        "INSERT INTO forgotten_words (room_id, participant_id, until_ms) VALUES ($1, $2, 9000)",
        filmed.meeting.room.id,
        participant_id,
    )
    with acting_as(Actor(WORKER, room_id=filmed.meeting.room.id)):
        await forget_videos(filmed.meeting.room.id, files_in(root), app[CHANGE_BUS])
    return (await videos_of(filmed.meeting.room.id))[0].status


async def test_forgotten(app: web.Application, bobs: Browser, settings: Settings, filmed: Filmed) -> None:
    """When words of somebody in it are forgotten the video goes, and the page says so."""
    assert await _forget(filmed, filmed.meeting.bob.id, app, settings.recordings) == "deleted"
    assert not await asyncio.to_thread(filmed.path.exists)
    assert (await bobs.get(filmed.url)).status == 404
    assert "were forgotten" in (await bobs.get(PAGE)).body.decode()


async def test_forgotten_by_somebody_not_in_it(
    app: web.Application, settings: Settings, filmed: Filmed
) -> None:
    """Who was never asked to be recorded is not in it, and it stays."""
    assert await _forget(filmed, filmed.meeting.gus.id, app, settings.recordings) == "completed"


async def test_retention(settings: Settings, filmed: Filmed) -> None:
    """With the days of recordings its file is deleted, too."""
    await execute(
        "UPDATE rooms SET ended_at = now() - interval '3 days', started_at = now() - interval '4 days'"
    )
    with acting_as(Actor(WORKER, service="jobs")):
        await retention_tasks.recordings(Work(replace(settings, keep_recordings_days=1), datetime.now(UTC)))
    assert not await asyncio.to_thread(filmed.path.exists)
    assert [each.status for each in await videos_of(filmed.meeting.room.id)] == ["deleted"]
