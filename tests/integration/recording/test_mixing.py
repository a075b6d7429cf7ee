"""A recording after its meeting: mixed once, whatever died meanwhile."""

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest

from agent.minutes.worker import MinutesWorker
from agent.minutes.writing import Extractor
from agent.recording import mix_job
from agent.recording.mix import Mixed, MixJob
from agent.recording.mix_job import NotMixedError, mix_recording
from agent.recording.opus_file import PER_MS, read_opus
from agent.recording.part import Part
from agent.recording.part_names import directory_of, part_name
from server.config import Secret
from server.jobs.recording_archiver import move_marked
from server.meeting.change_bus import ChangeBus
from server.meeting.db import execute, fetch
from server.meeting.ids import uuid7
from server.meeting.lifecycle import end_room
from server.meeting.participants import Participant
from server.meeting.recording_consents import not_recorded, set_consent
from server.meeting.recording_mixing import rooms_to_mix
from server.meeting.recording_state import recording_of, start_recording
from server.meeting.recording_tracks import RecordingTrack, store_track, tracks_of
from server.meeting.transcripts import open_transcript
from server.object_store.directory_store import DirectoryStore
from tests.conftest import Meeting
from tests.recording_places import files_in

PATIENCE_S = 60.0


@pytest.fixture
async def change_bus(redis_url: str) -> AsyncIterator[ChangeBus]:
    """The test's connection to the change bus."""
    async with ChangeBus(redis_url) as opened:
        yield opened


@pytest.fixture
async def recorded(meeting: Meeting) -> UUID:
    """A recording that alice started, with the meeting's transcript."""
    assert meeting.alice.user_id is not None
    await open_transcript(meeting.room.id, "en", "vosk")
    return (await start_recording(meeting.room.id, meeting.alice.user_id)).id


async def part(
    root: Path, recording: UUID, who: Participant, number: int, start_ms: int, *, with_row: bool = True
) -> Path:
    """A second of a tone, as the transcriber leaves it; without a row if it died."""
    path = f"{directory_of(who.room_id, recording)}/{part_name(number, start_ms, who.id)}"
    made = Part(root / path, start_ms)
    made.write(np.asarray(np.sin(np.arange(1000 * PER_MS) / 20) * 9000, np.int16), start_ms)
    made.close()
    row = RecordingTrack(
        uuid7(), recording, who.room_id, who.id, "part", who.display_name, number, path, start_ms
    )
    if with_row:
        await store_track(row)
    return root / path


def loud_at(path: Path, at_ms: int) -> bool:
    """Whether there is sound at this time."""
    pcm = np.concatenate(list(read_opus(path)))
    return bool(np.abs(pcm[at_ms * PER_MS : (at_ms + 100) * PER_MS]).max() > 0.1)


async def an_hour_later() -> None:
    """Let the recording's last change be an hour ago."""
    await execute("ALTER TABLE recordings DISABLE TRIGGER recordings_touch")
    await execute("UPDATE recordings SET updated_at = now() - interval '61 minutes'")


async def test_mixed_after_the_end(
    database: str, change_bus: ChangeBus, meeting: Meeting, recorded: UUID, tmp_path: Path
) -> None:
    """The end of the meeting has the worker mix: rows, files, hashes, and the transcript's recording."""
    await part(tmp_path, recorded, meeting.alice, 1, 1_000)
    orphan = await part(tmp_path, recorded, meeting.bob, 2, 3_000, with_row=False)
    worker = MinutesWorker(
        Extractor(), change_bus, Secret(database), contextlib.nullcontext, recordings=files_in(tmp_path)
    )
    running = asyncio.create_task(worker.run())
    await end_room(meeting.room.id, "host")
    async with asyncio.timeout(PATIENCE_S):
        while (await recording_of(meeting.room.id)).status != "completed":  # type: ignore[union-attr]  # noqa: ASYNC110  it is there; the worker is another
            await asyncio.sleep(0.1)
    worker.stop()
    await running
    (row,) = await fetch("SELECT file_path, file_size, file_sha256, duration FROM recordings")
    mix = tmp_path / row["file_path"]
    assert (row["file_size"], row["duration"]) == (mix.stat().st_size, 4)
    assert [loud_at(mix, at_ms) for at_ms in (500, 1_500, 2_500, 3_500)] == [False, True, False, True]
    speakers = await tracks_of(recorded)
    assert {(each.kind, each.participant_id) for each in speakers} == {
        ("speaker", meeting.alice.id),
        ("speaker", meeting.bob.id),
    }
    assert not orphan.exists()
    assert [each["recording_id"] for each in await fetch("SELECT recording_id FROM transcripts")] == [
        recorded
    ]
    assert (mix.parent / "peaks.json").is_file()


async def test_nothing_was_recorded(
    change_bus: ChangeBus, meeting: Meeting, recorded: UUID, tmp_path: Path
) -> None:
    """A recording in which nobody agreed has failed, and is not tried again."""
    await end_room(meeting.room.id, "host")
    await mix_recording(meeting.room.id, files_in(tmp_path), change_bus)
    assert [row["status"] for row in await fetch("SELECT status FROM recordings")] == ["failed"]
    assert await rooms_to_mix() == []


async def test_disk_refuses(
    change_bus: ChangeBus,
    meeting: Meeting,
    recorded: UUID,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """When mixing fails the parts stay, and the sweep has it tried again."""
    made = await part(tmp_path, recorded, meeting.alice, 1, 0)
    await end_room(meeting.room.id, "host")

    async def refused(_: MixJob) -> None:
        raise NotMixedError("OSError")

    with monkeypatch.context() as patched:
        patched.setattr(mix_job, "run_mix", refused)
        with pytest.raises(NotMixedError):
            await mix_recording(meeting.room.id, files_in(tmp_path), change_bus)
        await mix_job.give_up(meeting.room.id)
    assert made.exists()
    assert [row["status"] for row in await fetch("SELECT status FROM recordings")] == ["failed"]
    await an_hour_later()
    assert await rooms_to_mix() == [meeting.room.id]
    await mix_recording(meeting.room.id, files_in(tmp_path), change_bus)
    assert [row["status"] for row in await fetch("SELECT status FROM recordings")] == ["completed"]


async def test_forgotten_worker(meeting: Meeting, recorded: UUID) -> None:
    """A recording that waits for long without a worker is found; one of a running meeting is not."""
    assert await rooms_to_mix() == []
    await end_room(meeting.room.id, "host")
    assert await rooms_to_mix() == []
    await an_hour_later()
    assert await rooms_to_mix() == [meeting.room.id]


async def test_mixed_again_without_somebody(
    change_bus: ChangeBus, meeting: Meeting, recorded: UUID, tmp_path: Path
) -> None:
    """Once a speaker's file and row are gone, the mix is made again without them."""
    await part(tmp_path, recorded, meeting.alice, 1, 1_000)
    await part(tmp_path, recorded, meeting.bob, 2, 3_000)
    await end_room(meeting.room.id, "host")
    await mix_recording(meeting.room.id, files_in(tmp_path), change_bus)
    await execute("DELETE FROM recording_tracks WHERE participant_id = $1", meeting.bob.id)
    await execute("UPDATE recordings SET status = 'processing'")
    await mix_recording(meeting.room.id, files_in(tmp_path), change_bus)
    (row,) = await fetch("SELECT status, file_path FROM recordings")
    mix = tmp_path / row["file_path"]
    assert (row["status"], loud_at(mix, 1_500), loud_at(mix, 3_500)) == ("completed", True, False)


async def test_forgotten(change_bus: ChangeBus, meeting: Meeting, recorded: UUID, tmp_path: Path) -> None:
    """When somebody's words are forgotten the mix is gone at once; the next one is without their sound."""
    await part(tmp_path, recorded, meeting.alice, 1, 1_000)
    await part(tmp_path, recorded, meeting.bob, 2, 3_000)
    await end_room(meeting.room.id, "host")
    await mix_recording(meeting.room.id, files_in(tmp_path), change_bus)
    (row,) = await fetch("SELECT file_path FROM recordings")
    await execute(
        "INSERT INTO forgotten_words (room_id, participant_id, until_ms) VALUES ($1, $2, 3600000)",
        meeting.room.id,
        meeting.bob.id,
    )
    await mix_job.forget_sound(meeting.room.id, files_in(tmp_path))
    assert not (tmp_path / row["file_path"]).exists()
    assert [each["status"] for each in await fetch("SELECT status FROM recordings")] == ["processing"]
    await mix_recording(meeting.room.id, files_in(tmp_path), change_bus)
    mix = tmp_path / row["file_path"]
    assert (loud_at(mix, 1_500), loud_at(mix, 3_500)) == (True, False)
    bobs = mix.with_name(f"speaker-{meeting.bob.id}.ogg")
    assert not loud_at(bobs, 3_500)


async def test_forgotten_while_mixed(
    change_bus: ChangeBus,
    meeting: Meeting,
    recorded: UUID,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A mix that is deleted before it is stored, as words were forgotten, is made again."""
    await part(tmp_path, recorded, meeting.alice, 1, 1_000)
    await end_room(meeting.room.id, "host")

    async def forgetting(job: MixJob) -> Mixed:
        monkeypatch.undo()
        made = await mix_job.run_mix(job)
        await mix_job.forget_sound(meeting.room.id, files_in(tmp_path))
        return made

    monkeypatch.setattr(mix_job, "run_mix", forgetting)
    with pytest.raises(NotMixedError):
        await mix_recording(meeting.room.id, files_in(tmp_path), change_bus)
    await mix_recording(meeting.room.id, files_in(tmp_path), change_bus)
    (row,) = await fetch("SELECT status, file_path FROM recordings")
    assert (row["status"], loud_at(tmp_path / row["file_path"], 1_500)) == ("completed", True)


async def test_archived(
    change_bus: ChangeBus,
    meeting: Meeting,
    recorded: UUID,
    tmp_path: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """What was really recorded moves into the archive after its time, and is there as it was."""
    await part(tmp_path, recorded, meeting.alice, 1, 0)
    await end_room(meeting.room.id, "host")
    await mix_recording(meeting.room.id, files_in(tmp_path), change_bus)
    (row,) = await fetch("SELECT file_path, file_sha256 FROM recordings")
    await execute("UPDATE recordings SET completed_at = now() - interval '91 days'")
    assert [row["marked"] for row in await fetch("SELECT cleanup_old_recordings(90) AS marked")] == [1]
    archive = DirectoryStore(tmp_path_factory.mktemp("archive"))
    assert await move_marked(files_in(tmp_path, archive)) == {"moved": 1}
    (kept,) = await fetch("SELECT status, file_path, file_sha256 FROM recordings")
    assert (kept["status"], kept["file_path"], kept["file_sha256"]) == ("archived", None, row["file_sha256"])
    assert not (tmp_path / row["file_path"]).exists()


async def test_who_is_not_in_it(
    change_bus: ChangeBus, meeting: Meeting, recorded: UUID, tmp_path: Path
) -> None:
    """Who declined, or never answered, is named as not in the recording; who is in it is not."""
    await execute("UPDATE participants SET joined_at = now()")
    await set_consent(meeting.alice, agreed=True)
    await set_consent(meeting.bob, agreed=False)
    await part(tmp_path, recorded, meeting.alice, 1, 0)
    await end_room(meeting.room.id, "host")
    await mix_recording(meeting.room.id, files_in(tmp_path), change_bus)
    assert await not_recorded(meeting.room.id, recorded) == {meeting.bob.id, meeting.gus.id}
    await execute("DELETE FROM recording_consents")
    assert await not_recorded(meeting.room.id, recorded) == frozenset()
