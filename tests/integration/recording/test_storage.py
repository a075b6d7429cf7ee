"""Where the files of a recording are, and that forgetting somebody reaches all of them."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from uuid import UUID

import pytest

from agent.recording import mix_job
from agent.recording.mix import MixJob
from agent.recording.mix_job import NotYetError, mix_recording
from server.jobs.recording_archiver import move_marked
from server.meeting.change_bus import ChangeBus
from server.meeting.db import execute, fetch, fetch_one
from server.meeting.lifecycle import end_room
from server.meeting.recording_mixing import recordings_standing
from server.meeting.recording_tracks import tracks_of
from server.object_store.directory_store import DirectoryStore
from server.object_store.store import store_at
from server.object_store.verified_copy import Damaged
from server.recording_files import RecordingFiles
from tests.conftest import Meeting
from tests.integration.bucket import Bucket, bucket
from tests.integration.jobs.test_archiving import disk_of
from tests.integration.recording.test_mixing import change_bus, loud_at, part, recorded
from tests.recording_places import files_in

__all__ = ["change_bus", "recorded"]
ALICE_MS, BOB_MS = 1_000, 3_000
"""When each speaks, for a second."""


@pytest.fixture
def files(tmp_path: Path) -> RecordingFiles:
    """A disk and, beside it, an archive."""
    return files_in(tmp_path / "recordings", DirectoryStore(tmp_path / "archive"))


@pytest.fixture
async def s3(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bucket]:
    """The bucket the environment names."""
    async with bucket("meetings") as made:
        for name, value in made.environment.items():
            monkeypatch.setenv(name, value)
        yield made


@pytest.fixture
def remote(tmp_path: Path, s3: Bucket) -> RecordingFiles:
    """A disk on which files wait for the bucket, whose archive is in the bucket, too."""
    return RecordingFiles.at(tmp_path / "recordings", "s3://meetings/sound", "s3://meetings/sound/archive")


async def both_spoke(meeting: Meeting, recording: UUID, files: RecordingFiles) -> None:
    """Alice and Bob spoke, and the meeting is over."""
    await part(files.disk, recording, meeting.alice, 1, ALICE_MS)
    await part(files.disk, recording, meeting.bob, 2, BOB_MS)
    await end_room(meeting.room.id, "host")


async def archived(files: RecordingFiles) -> None:
    """Let the recording become old, and move it."""
    await execute("UPDATE recordings SET completed_at = now() - interval '91 days'")
    await execute("SELECT cleanup_old_recordings(90)")
    assert await move_marked(files) == {"moved": 1}


async def forget_bob(meeting: Meeting, files: RecordingFiles) -> None:
    """Forget what Bob said, as the database and the queue's worker do."""
    await execute(
        "INSERT INTO forgotten_words (room_id, participant_id, until_ms) VALUES ($1, $2, 3600000)",
        meeting.room.id,
        meeting.bob.id,
    )
    await mix_job.forget_sound(meeting.room.id, files)


def on_disk(root: Path) -> set[str]:
    """The names of files, also of those in work."""
    return {path.name for path in root.rglob("*") if path.is_file()}


def bob_is_in(paths: Iterator[Path]) -> list[str]:
    """The sounds in which Bob is heard."""
    return [path.name for path in paths if path.suffix == ".ogg" and loud_at(path, BOB_MS + 500)]


async def row() -> tuple[str, str | None, str | None]:
    """Status, what it waits for, what it lacks."""
    found = await fetch_one("SELECT status, waits_for, missing FROM recordings")
    assert found is not None
    return found["status"], found["waits_for"], found["missing"]


async def test_all_of_it_is_archived(
    change_bus: ChangeBus, meeting: Meeting, recorded: UUID, files: RecordingFiles, tmp_path: Path
) -> None:
    """Mix, speakers and waveform move together, and each is found as before."""
    await both_spoke(meeting, recorded, files)
    await mix_recording(meeting.room.id, files, change_bus)
    names = on_disk(files.disk)
    assert names == {
        "mix.ogg",
        "peaks.json",
        *(f"speaker-{who.id}.ogg" for who in (meeting.alice, meeting.bob)),
    }
    await archived(files)
    assert on_disk(files.disk) == set()
    assert on_disk(tmp_path / "archive") == names
    for name in names:
        found = await files.find(f"{meeting.room.id}/{recorded}/{name}")
        assert found.store is files.archive


async def test_forgotten_in_the_archive(
    change_bus: ChangeBus, meeting: Meeting, recorded: UUID, files: RecordingFiles, tmp_path: Path
) -> None:
    """After words were forgotten in an archived recording no stored file has that voice; the others' stay."""
    await both_spoke(meeting, recorded, files)
    await mix_recording(meeting.room.id, files, change_bus)
    await archived(files)
    assert len(bob_is_in(tmp_path.rglob("*"))) == 2
    await forget_bob(meeting, files)
    assert "mix.ogg" not in on_disk(tmp_path)
    await mix_recording(meeting.room.id, files, change_bus)
    assert bob_is_in(tmp_path.rglob("*")) == []
    assert await row() == ("completed", None, "writer")
    mix = await files.local(f"{meeting.room.id}/{recorded}/mix.ogg", tmp_path)
    assert loud_at(mix, ALICE_MS + 500)
    assert on_disk(tmp_path / "archive") == set()
    assert await fetch("SELECT 1 FROM recordings WHERE file_url IS NOT NULL") == []


async def test_forgotten_while_it_is_moved(
    change_bus: ChangeBus, meeting: Meeting, recorded: UUID, files: RecordingFiles, tmp_path: Path
) -> None:
    """A recording that waits for the archive is mixed again, and not archived with that voice."""
    await both_spoke(meeting, recorded, files)
    await mix_recording(meeting.room.id, files, change_bus)
    await execute("UPDATE recordings SET status = 'archiving'")
    await forget_bob(meeting, files)
    assert await move_marked(files) == {}
    await mix_recording(meeting.room.id, files, change_bus)
    assert bob_is_in(tmp_path.rglob("*")) == []


async def test_bucket(
    change_bus: ChangeBus, meeting: Meeting, recorded: UUID, remote: RecordingFiles, s3: Bucket
) -> None:
    """Everything finished is in the bucket, with the rows' paths as keys, and nothing is left on the disk."""
    await both_spoke(meeting, recorded, remote)
    await mix_recording(meeting.room.id, remote, change_bus)
    place = f"{meeting.room.id}/{recorded}"
    speakers = [each.file_path for each in await tracks_of(recorded)]
    assert set(s3.objects) == {
        f"sound/{key}" for key in (f"{place}/mix.ogg", f"{place}/peaks.json", *speakers)
    }
    assert on_disk(remote.disk) == set()


async def test_parts_in_the_bucket(
    change_bus: ChangeBus, meeting: Meeting, recorded: UUID, remote: RecordingFiles, s3: Bucket
) -> None:
    """Parts that the transcriber put into the bucket are mixed from there, and then gone."""
    await both_spoke(meeting, recorded, remote)
    for key in await remote.names(f"{meeting.room.id}/{recorded}"):
        await remote.keep(key)
    assert on_disk(remote.disk) == set()
    await mix_recording(meeting.room.id, remote, change_bus)
    assert (await row())[0] == "completed"
    assert [key for key in s3.objects if "part-" in key] == []


async def test_lost_bucket(
    change_bus: ChangeBus,
    meeting: Meeting,
    recorded: UUID,
    remote: RecordingFiles,
    s3: Bucket,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """While the bucket refuses, the mix waits on the disk and its row says so; later it is not made again."""
    await both_spoke(meeting, recorded, remote)
    s3.refusing = True
    with pytest.raises(NotYetError):
        await mix_recording(meeting.room.id, remote, change_bus)
    await mix_job.give_up(meeting.room.id)
    assert await row() == ("processing", "storage", None)
    assert {"mix.ogg", "peaks.json"} < on_disk(remote.disk)
    assert s3.objects == {}

    async def never(_: MixJob) -> None:
        raise AssertionError

    monkeypatch.setattr(mix_job, "run_mix", never)
    s3.refusing = False
    await mix_recording(meeting.room.id, remote, change_bus)
    assert await row() == ("completed", None, "writer")
    assert on_disk(remote.disk) == set()
    assert len(s3.objects) == 4


async def test_forgotten_while_the_bucket_is_away(
    change_bus: ChangeBus,
    meeting: Meeting,
    recorded: UUID,
    remote: RecordingFiles,
    s3: Bucket,
    tmp_path: Path,
) -> None:
    """A mix that waits for the bucket is not the one that is stored once somebody is to be forgotten."""
    await both_spoke(meeting, recorded, remote)
    s3.refusing = True
    with pytest.raises(NotYetError):
        await mix_recording(meeting.room.id, remote, change_bus)
    s3.refusing = False
    await forget_bob(meeting, remote)
    await mix_recording(meeting.room.id, remote, change_bus)
    for number, (key, content) in enumerate(s3.objects.items()):
        (tmp_path / f"{number}{Path(key).suffix}").write_bytes(content)
    assert bob_is_in(tmp_path.rglob("*")) == []
    assert len(s3.objects) == 4


async def test_archive_in_the_bucket(
    change_bus: ChangeBus,
    meeting: Meeting,
    recorded: UUID,
    remote: RecordingFiles,
    s3: Bucket,
    tmp_path: Path,
) -> None:
    """A recording in a bucket moves to the bucket's archive, and comes back to forget somebody."""
    await both_spoke(meeting, recorded, remote)
    await mix_recording(meeting.room.id, remote, change_bus)
    await archived(remote)
    assert all(key.startswith("sound/archive/") for key in s3.objects)
    await forget_bob(meeting, remote)
    await mix_recording(meeting.room.id, remote, change_bus)
    assert [key for key in s3.objects if key.startswith("sound/archive/")] == []
    for number, (key, content) in enumerate(s3.objects.items()):
        (tmp_path / f"{number}{Path(key).suffix}").write_bytes(content)
    assert bob_is_in(tmp_path.rglob("*")) == []


async def test_full_disk(
    change_bus: ChangeBus, meeting: Meeting, recorded: UUID, files: RecordingFiles
) -> None:
    """Without room to mix the parts stay and the row says so; with room the recording is completed."""
    await both_spoke(meeting, recorded, files)
    before = on_disk(files.disk)
    with disk_of(2_000), pytest.raises(NotYetError):
        await mix_recording(meeting.room.id, files, change_bus)
    await mix_job.give_up(meeting.room.id)
    assert await row() == ("processing", "disk", None)
    assert before <= on_disk(files.disk)
    assert await recordings_standing() == {"disk": 1}
    await mix_recording(meeting.room.id, files, change_bus)
    assert (await row())[:2] == ("completed", None)
    assert await recordings_standing() == {}


async def test_part_that_is_gone(
    change_bus: ChangeBus, meeting: Meeting, recorded: UUID, files: RecordingFiles
) -> None:
    """When a finished part is nowhere any more the rest is mixed, and the row says so."""
    await both_spoke(meeting, recorded, files)
    await execute("UPDATE recording_tracks SET sha256 = repeat('a', 64), duration_ms = 1000, file_size = 1")
    next(files.disk.rglob("part-0002*")).unlink()
    await mix_recording(meeting.room.id, files, change_bus)
    assert await row() == ("completed", None, "parts")


async def test_part_on_another_machine(
    change_bus: ChangeBus,
    meeting: Meeting,
    recorded: UUID,
    remote: RecordingFiles,
    s3: Bucket,
    tmp_path: Path,
) -> None:
    """A finished part that is not in the bucket yet is waited for, for a day after the meeting."""
    await both_spoke(meeting, recorded, remote)
    await execute("UPDATE recording_tracks SET sha256 = repeat('a', 64), duration_ms = 1000, file_size = 1")
    there = next(remote.disk.rglob("part-0002*"))
    elsewhere = there.rename(tmp_path / there.name)
    with pytest.raises(NotYetError):
        await mix_recording(meeting.room.id, remote, change_bus)
    assert await row() == ("processing", "parts", None)
    s3.objects[f"sound/{meeting.room.id}/{recorded}/{there.name}"] = elsewhere.read_bytes()
    await mix_recording(meeting.room.id, remote, change_bus)
    assert await row() == ("completed", None, None)


async def test_damaged_on_the_way(
    meeting: Meeting, recorded: UUID, tmp_path: Path, s3: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file that the bucket gives back changed stays on the disk."""
    store = store_at("s3://meetings/sound", "here")
    files = files_in(tmp_path / "recordings", bucket=store)
    made = await part(files.disk, recorded, meeting.alice, 1, 0)

    async def changed(_: str, start: int = 0, stop: int | None = None) -> AsyncIterator[bytes]:
        yield b"something else"

    monkeypatch.setattr(store, "chunks", changed)
    with pytest.raises(Damaged):
        await files.keep(made.relative_to(files.disk).as_posix())
    assert made.exists()
