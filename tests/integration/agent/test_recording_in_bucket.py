"""A meeting recorded into a bucket by the real agent, while the bucket refuses and when it does not."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from agent.recording.mix_job import mix_recording
from server.meeting.accounts import Account
from server.meeting.change_bus import ChangeBus
from server.meeting.db import fetch_one
from server.meeting.lifecycle import end_room
from server.meeting.recording_state import stop_recording
from server.recording_files import RecordingFiles
from server.stack.child_process import Child
from tests.integration.agent.conftest import Speak
from tests.integration.agent.livekit_harness import PATIENCE_S, LiveKitHarness
from tests.integration.agent.test_captions import OFFICE
from tests.integration.agent.test_recording import (
    ALIKE,
    change_bus,
    found_at_ms,
    marked,
    meeting,
    mix_of,
    start,
)
from tests.integration.bucket import Bucket, bucket

__all__ = ["change_bus"]
PLACE = "s3://meetings/sound"

pytestmark = pytest.mark.usefixtures("books", "worker")


@pytest.fixture(scope="module")
async def s3() -> AsyncIterator[Bucket]:
    """The bucket of this module's worker."""
    async with bucket("meetings") as made:
        yield made


@pytest.fixture(scope="module")
async def worker(hall: LiveKitHarness, whisper: Child, s3: Bucket) -> AsyncIterator[Child]:
    """A worker that records into the bucket."""
    (hall.directory / "data" / "agent-jobs.json").unlink(missing_ok=True)
    async with hall.process(
        "agent", ready="worker_ready", PARLEY_RECORDINGS=PLACE, **s3.environment
    ) as child:
        yield child


async def waits_for(what: str | None, row: object) -> None:
    """Wait until the recording's row says so."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            found = await fetch_one("SELECT waits_for FROM recordings WHERE id = $1", row)
            if found is not None and found["waits_for"] == what:
                return
            await asyncio.sleep(0.1)


async def test_bucket_comes_back(
    hall: LiveKitHarness,
    host: Account,
    speak: Speak,
    change_bus: ChangeBus,
    s3: Bucket,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """While it refuses, the sound stays here and the row says so; then all of it is in the bucket."""
    for name, value in s3.environment.items():
        monkeypatch.setenv(name, value)
    row, place = await meeting(host, "Into a bucket")
    sentence = speak(OFFICE, 0)
    s3.refusing = True
    async with hall.person(row.livekit_room_name, place.identity, "Alice") as alice:
        await alice.transcriber()
        recording = await start(row, host, place)
        await marked(alice, "on")
        await alice.say(sentence)
        await stop_recording(row.id)
        await waits_for("storage", recording)
        assert s3.objects == {}
        s3.refusing = False
        await waits_for(None, recording)
        assert [key.split("/")[-1].split("-")[0] for key in s3.objects] == ["part"]
    await end_room(row.id, "host")
    files = RecordingFiles.at(Path(hall.env["PARLEY_DATA"]) / "recordings", PLACE, "s3://meetings/old")
    await mix_recording(row.id, files, change_bus)
    assert not any("part-" in key for key in s3.objects)
    mix = tmp_path / "mix.ogg"
    mix.write_bytes(s3.objects[f"sound/{row.id}/{recording}/mix.ogg"])
    assert found_at_ms(mix_of(tmp_path, "mix.ogg"), sentence)[1] > ALIKE
    found = await fetch_one("SELECT status, missing FROM recordings WHERE id = $1", recording)
    assert found is not None
    assert tuple(found) == ("completed", None)
