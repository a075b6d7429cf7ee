"""The recording over HTTP: whose it is, byte ranges, caches, and what is lost or not ready."""

import json
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from uuid import uuid4

import pytest

from server.config import Settings
from server.meeting.db import execute, fetch, fetch_one
from server.meeting.lifecycle import end_room
from tests.conftest import Meeting
from tests.integration.api.browser import Answer, Browser
from tests.integration.bucket import Bucket, bucket

AUDIO = "/api/rooms/atrium/recording/audio"
PEAKS = "/api/rooms/atrium/recording/peaks"
SOUND = bytes(range(256)) * 40
"""Stands for an Ogg file: the server sends it as it is."""


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    """Recordings and archive of this test alone."""
    return replace(settings, recordings=tmp_path / "recordings", archive=str(tmp_path / "archive"))


@dataclass
class Recorded:
    """A recorded meeting that is over."""

    meeting: Meeting
    directory: Path
    """That of the recording's files."""
    archive: Path

    async def set(self, **columns: object) -> None:
        """Change the recording's row."""
        for name, value in columns.items():
            await execute(f"UPDATE recordings SET {name} = $1", value)  # noqa: S608  a name of this module


@pytest.fixture
async def recorded(meeting: Meeting, settings: Settings) -> Recorded:
    """Its mix, Bob's own file and the waveform."""
    room = meeting.room.id
    row = await fetch_one(
        "INSERT INTO recordings (room_id, status) VALUES ($1, 'completed') RETURNING id", room
    )
    assert row is not None
    place = Path(str(room), str(row["id"]))
    directory = settings.recordings / place
    directory.mkdir(parents=True)
    (directory / "mix.ogg").write_bytes(SOUND)
    (directory / f"speaker-{meeting.bob.id}.ogg").write_bytes(SOUND[:1000])
    peaks = [{"participant_id": str(meeting.bob.id), "speaker": "?", "peaks": [0, 255]}]
    (directory / "peaks.json").write_text(json.dumps({"duration_ms": 9000, "bins": 2, "speakers": peaks}))
    made = Recorded(meeting, directory, Path(settings.archive))
    await made.set(file_path=str(place / "mix.ogg"), file_size=len(SOUND), duration=9)
    await end_room(room, "host")
    return made


def problem(answer: Answer) -> tuple[int, str]:
    """Status and kind of a refusal."""
    return answer.status, str(answer.json["type"]).rpartition(":")[2]


def etag_of(answer: Answer) -> str:
    """Its validator, however the header is spelt."""
    return next(value for name, value in answer.headers.items() if name.lower() == "etag")


async def test_whole(bobs: Browser, recorded: Recorded) -> None:
    """Who was there gets the file, to keep for themselves and to ask again before playing it."""
    answer = await bobs.get(AUDIO)
    assert (answer.status, answer.body) == (200, SOUND)
    assert answer.headers["Content-Type"] == "audio/ogg"
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert answer.headers["Content-Length"] == str(len(SOUND))


async def test_range(bobs: Browser, recorded: Recorded) -> None:
    """A part is answered as a part."""
    answer = await bobs.get(AUDIO, Range="bytes=100-299")
    assert (answer.status, answer.body) == (206, SOUND[100:300])
    assert answer.headers["Content-Range"] == f"bytes 100-299/{len(SOUND)}"
    assert (await bobs.get(AUDIO, Range="bytes=-10")).body == SOUND[-10:]


async def test_range_beyond_the_end(bobs: Browser, recorded: Recorded) -> None:
    """It is refused, with how long the file is."""
    answer = await bobs.get(AUDIO, Range=f"bytes={len(SOUND)}-")
    assert problem(answer) == (416, "range-not-satisfiable")
    assert answer.headers["Content-Range"] == f"bytes */{len(SOUND)}"


@pytest.mark.parametrize("header", ["bytes=5-2", "bytes=0-1,4-5", "lines=1-2", "bytes=", "x" * 3000])
async def test_bad_range(bobs: Browser, recorded: Recorded, header: str) -> None:
    """What is no single range is answered with the whole file."""
    answer = await bobs.get(AUDIO, Range=header)
    assert (answer.status, len(answer.body)) == (200, len(SOUND))


async def test_part_of_another_version(bobs: Browser, recorded: Recorded) -> None:
    """A part is only sent to a client that has the rest of this version."""
    etag = etag_of(await bobs.get(AUDIO))
    same = {"Range": "bytes=1-2", "If-Range": etag}
    other = {"Range": "bytes=1-2", "If-Range": '"other"'}
    assert (await bobs.get(AUDIO, **same)).status == 206
    assert (await bobs.get(AUDIO, **other)).status == 200
    (recorded.directory / "mix.ogg").write_bytes(SOUND[:500])
    assert (await bobs.get(AUDIO, **same)).body == SOUND[:500]


async def test_current_copy(bobs: Browser, recorded: Recorded) -> None:
    """A client's own copy is confirmed without the bytes."""
    etag = etag_of(await bobs.get(AUDIO))
    assert (await bobs.get(AUDIO, **{"If-None-Match": etag})).status == 304


async def test_nothing_is_compressed(bobs: Browser, recorded: Recorded) -> None:
    """Another file beside it is not sent in its place."""
    (recorded.directory / "mix.ogg.gz").write_bytes(b"other")
    assert (await bobs.get(AUDIO, **{"Accept-Encoding": "gzip, br"})).body == SOUND


async def test_one_speaker(bobs: Browser, recorded: Recorded) -> None:
    """Each speaker has their own file; somebody without one has none."""
    meeting = recorded.meeting
    assert (await bobs.get(f"{AUDIO}/{meeting.bob.id}", Range="bytes=0-9")).body == SOUND[:10]
    assert problem(await bobs.get(f"{AUDIO}/{meeting.alice.id}")) == (404, "recording-not-found")


async def test_waveform(bobs: Browser, recorded: Recorded) -> None:
    """Speakers have the names of the page."""
    answer = await bobs.get(PEAKS)
    bob = {"participant_id": str(recorded.meeting.bob.id), "speaker": "Bob", "peaks": [0, 255]}
    assert answer.json == {"duration_ms": 9000, "bins": 2, "speakers": [bob]}


@pytest.mark.parametrize("path", [AUDIO, PEAKS])
async def test_who_may_listen(
    alices: Browser, carols: Browser, nobody: Browser, recorded: Recorded, path: str
) -> None:
    """The host and guests who were there; to others the meeting does not exist."""
    assert (await alices.get(path)).status == 200
    assert (await carols.get(path)).status == (await nobody.get(path)).status == 404
    nobody.cookies["__Host-parley-guest"] = recorded.meeting.guest_token
    assert (await nobody.get(path)).status == 200


async def test_removed_guest(nobody: Browser, recorded: Recorded) -> None:
    """Who was removed hears nothing."""
    await execute("UPDATE participants SET status = 'removed' WHERE role = 'guest'")
    nobody.cookies["__Host-parley-guest"] = recorded.meeting.guest_token
    assert (await nobody.get(AUDIO)).status in (403, 404)


@pytest.mark.parametrize("status", ["starting", "recording", "processing"])
async def test_not_ready(bobs: Browser, recorded: Recorded, status: str) -> None:
    """Until it is mixed there is nothing to hear."""
    await recorded.set(status=status)
    for path in (AUDIO, PEAKS, f"{AUDIO}/{recorded.meeting.bob.id}"):
        assert problem(await bobs.get(path)) == (409, "recording-not-ready")


@pytest.mark.parametrize("status", ["failed", "deleted"])
async def test_no_recording_any_more(bobs: Browser, recorded: Recorded, status: str) -> None:
    """A recording that failed or was deleted is none, whatever file is left."""
    await recorded.set(status=status)
    assert problem(await bobs.get(AUDIO)) == (404, "recording-not-found")


async def test_video_is_no_sound(bobs: Browser, recorded: Recorded) -> None:
    """What LiveKit's own service recorded is not the agent's recording."""
    await recorded.set(livekit_recording_id="EG_1")
    assert problem(await bobs.get(AUDIO)) == (404, "recording-not-found")


async def test_lost_file(bobs: Browser, recorded: Recorded) -> None:
    """A file that is gone is said to be lost."""
    (recorded.directory / "mix.ogg").unlink()
    assert problem(await bobs.get(AUDIO)) == (404, "recording-lost")


@pytest.mark.parametrize("name", ["../../secret", "/etc/hostname", ".", "link", "folder", ""])
async def test_path_tricks(bobs: Browser, recorded: Recorded, settings: Settings, name: str) -> None:
    """Nothing outside of the directory of recordings is sent, and no link is followed."""
    root = settings.recordings
    (root.parent / "secret").write_text("secret")
    (root / "link").symlink_to(root.parent / "secret")
    (root / "folder").mkdir()
    await recorded.set(file_path=name)
    assert problem(await bobs.get(AUDIO)) == (404, "recording-lost")


async def test_bad_waveform(bobs: Browser, recorded: Recorded) -> None:
    """A damaged file is an error that is told."""
    for content in ("", "{", "[]", '{"duration_ms": 1, "bins": 1, "speakers": [{"peaks": "x"}]}'):
        (recorded.directory / "peaks.json").write_text(content)
        assert problem(await bobs.get(PEAKS)) == (404, "recording-lost")
    (recorded.directory / "peaks.json").unlink()
    assert problem(await bobs.get(PEAKS)) == (404, "recording-not-found")


async def archive(recorded: Recorded, prefix: str) -> str:
    """Record that the mix is in the archive; returns its key."""
    row = await fetch_one("SELECT id, room_id FROM recordings")
    assert row is not None
    key = f"{row['room_id']}/{row['id']}.ogg"
    await execute(
        "UPDATE recordings SET status = 'archived', file_url = $1, file_sha256 = $2, archived_at = now(),"
        " file_path = NULL",
        f"{prefix}/{key}",
        "ab" * 32,
    )
    return key


async def test_archived_in_a_directory(bobs: Browser, recorded: Recorded) -> None:
    """The archive's copy is sent like the original."""
    key = await archive(recorded, recorded.archive.as_uri())
    assert problem(await bobs.get(AUDIO)) == (404, "recording-lost")
    (recorded.archive / key).parent.mkdir(parents=True)
    (recorded.archive / key).write_bytes(SOUND)
    assert (await bobs.get(AUDIO)).body == SOUND
    answer = await bobs.get(AUDIO, Range="bytes=5-9")
    assert (answer.status, answer.body) == (206, SOUND[5:10])
    assert answer.headers["Content-Range"] == f"bytes 5-9/{len(SOUND)}"
    assert problem(await bobs.get(AUDIO, Range="bytes=99999-")) == (416, "range-not-satisfiable")
    assert (await bobs.get(AUDIO, **{"If-None-Match": etag_of(answer)})).status == 304


async def test_archived_elsewhere(bobs: Browser, recorded: Recorded) -> None:
    """A place that is not in the archive of the settings is not read."""
    for prefix in ("file:///etc", f"{recorded.archive.as_uri()}/../.."):
        await archive(recorded, prefix)
        assert problem(await bobs.get(AUDIO)) == (404, "recording-lost")


class TestBucket:
    """An archive in a bucket."""

    @pytest.fixture
    async def s3(self, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bucket]:
        """The bucket the environment names."""
        async with bucket("meetings") as made:
            for name, value in made.environment.items():
                monkeypatch.setenv(name, value)
            yield made

    @pytest.fixture
    def settings(self, settings: Settings, s3: Bucket) -> Settings:
        """The archive is below a prefix of it."""
        return replace(settings, archive="s3://meetings/old")

    async def test_archived(self, bobs: Browser, recorded: Recorded, s3: Bucket) -> None:
        """Ranges of the object are sent, and one that is gone is lost."""
        key = await archive(recorded, "s3://meetings/old")
        assert problem(await bobs.get(AUDIO)) == (404, "recording-lost")
        s3.objects[f"old/{key}"] = SOUND
        assert (await bobs.get(AUDIO)).body == SOUND
        assert (await bobs.get(AUDIO, Range="bytes=9000-9009")).body == SOUND[9000:9010]
        assert (await bobs.get(AUDIO, Range="bytes=-3")).body == SOUND[-3:]


class TestRecordingsInABucket:
    """Recordings that are kept in a bucket, and not archived."""

    @pytest.fixture
    async def s3(self, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Bucket]:
        """The bucket the environment names."""
        async with bucket("meetings") as made:
            for name, value in made.environment.items():
                monkeypatch.setenv(name, value)
            yield made

    @pytest.fixture
    def settings(self, settings: Settings, s3: Bucket) -> Settings:
        """They are below a prefix of it."""
        return replace(settings, recordings_bucket="s3://meetings/sound")

    async def test_from_the_bucket(self, bobs: Browser, recorded: Recorded, s3: Bucket) -> None:
        """Mix, speaker, waveform and export are the same from there, and private as from a disk."""
        before = [await bobs.get(path) for path in (AUDIO, f"{AUDIO}/{recorded.meeting.bob.id}", PEAKS)]
        for path in recorded.directory.iterdir():
            key = path.relative_to(recorded.directory.parents[1]).as_posix()
            s3.objects[f"sound/{key}"] = path.read_bytes()
            path.unlink()
        after = [await bobs.get(path) for path in (AUDIO, f"{AUDIO}/{recorded.meeting.bob.id}", PEAKS)]
        assert [(each.status, each.body) for each in after] == [(each.status, each.body) for each in before]
        assert after[0].headers["Cache-Control"] == "private, no-cache"
        part = await bobs.get(f"{AUDIO}/{recorded.meeting.bob.id}", Range="bytes=10-19")
        assert (part.status, part.body) == (206, SOUND[10:20])
        assert part.headers["Content-Range"] == "bytes 10-19/1000"
        same = {"If-None-Match": etag_of(after[0])}
        assert (await bobs.get(AUDIO, **same)).status == 304
        assert (await bobs.get("/api/rooms/atrium/export/audio")).body == SOUND

    async def test_who_may_listen(
        self, carols: Browser, nobody: Browser, recorded: Recorded, s3: Bucket
    ) -> None:
        """To others the meeting does not exist, wherever its recording is."""
        assert (await carols.get(AUDIO)).status == (await nobody.get(AUDIO)).status == 404

    async def test_neither_here_nor_there(self, bobs: Browser, recorded: Recorded, s3: Bucket) -> None:
        """A file in no place is lost."""
        (recorded.directory / "mix.ogg").unlink()
        assert problem(await bobs.get(AUDIO)) == (404, "recording-lost")


@pytest.mark.parametrize(
    ("status", "waits_for", "missing", "said"),
    [
        ("completed", None, "disk", "for a while this server could not write it"),
        ("completed", None, "writer", "wherever the recorder was interrupted"),
        ("processing", "storage", None, "waits for the storage of recordings"),
        ("processing", "disk", None, "waits for room on this server’s disk"),
        ("processing", None, None, "It appears here when it is ready"),
    ],
)
async def test_the_page_says_what_is_missing(
    bobs: Browser, recorded: Recorded, status: str, waits_for: str, missing: str, said: str
) -> None:
    """What a recording waits for, and what it lacks, stands where it is played."""
    await recorded.set(status=status, waits_for=waits_for, missing=missing)
    answer = await bobs.get("/m/atrium")
    assert answer.status == 200
    assert said in answer.body.decode()


async def test_listening_is_recorded_once(bobs: Browser, recorded: Recorded) -> None:
    """The audit log has who began to listen, not each place they jumped to."""
    await bobs.get(AUDIO, Range="bytes=0-")
    await bobs.get(AUDIO, Range="bytes=500-")
    rows = await fetch("SELECT 1 FROM audit_events WHERE action = 'recording.play'")
    assert len(rows) == 1


async def test_speaker_of_no_meeting(bobs: Browser, recorded: Recorded) -> None:
    """An id that is nobody's, or no id, is nothing."""
    assert (await bobs.get(f"{AUDIO}/{uuid4()}")).status == 404
    assert (await bobs.get(f"{AUDIO}/..%2Fmix")).status == 404
