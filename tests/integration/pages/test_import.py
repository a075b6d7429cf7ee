"""Imports from the upload to the meeting: what becomes of a file, who sees it, what stays of a bad one."""

import asyncio
import contextlib
import json
import re
import wave
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import pytest

from agent.imports.refusals import NO_SOUND, NOT_UTF8, UNREADABLE
from agent.imports.work import ImportWork
from agent.imports.written import ESTIMATED
from agent.minutes.worker import MinutesWorker
from agent.minutes.writing import Extractor
from server.config import Secret, Settings
from server.meeting.accounts import Account
from server.meeting.actor import Actor, acting_as
from server.meeting.change_bus import ChangeBus
from server.meeting.db import execute, fetch
from server.meeting.imports import begin_import
from server.recording_files import RecordingFiles
from tests.integration.agent.conftest import Speak, models, speak  # noqa: F401  fixtures are found by name
from tests.integration.api.browser import Answer, Browser

PATIENCE_S = 120.0
BEGAN = "2026-05-08T10:00:00Z"
TALK = "Alice: Shall we keep April?\nBob: We decided to move the launch to May.\n"
SAID = ("We have decided to move the launch to the month of May.", "I will call the printer on Friday.")


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    """Files are in directories of the test."""
    return replace(settings, data=tmp_path / "data", recordings=tmp_path / "recordings", import_mb=4)


@dataclass(frozen=True)
class Site:
    """The web process's database, and a worker that brings in what is uploaded."""

    settings: Settings
    change_bus: ChangeBus

    def work(self, paths: tuple[Path, ...] = ()) -> ImportWork:
        """Do imports with these models."""
        return ImportWork(self.settings.data, RecordingFiles.of(self.settings), paths, "off")

    @contextlib.asynccontextmanager
    async def working(self, paths: tuple[Path, ...] = ()) -> AsyncIterator[None]:
        """Run a worker while the block runs."""
        worker = MinutesWorker(
            Extractor(), self.change_bus, Secret(self.settings.database_url.reveal()), contextlib.nullcontext,
            imports=self.work(paths),
        )  # fmt: skip
        running = asyncio.create_task(worker.run())
        try:
            yield
        finally:
            worker.stop()
            await running

    @property
    def uploads(self) -> list[str]:
        """What lies in the directory of uploads."""
        return sorted(each.name for each in (self.settings.data / "imports").glob("*"))


@pytest.fixture
async def site(app: object, settings: Settings, redis_url: str) -> AsyncIterator[Site]:
    """The site of a test."""
    async with ChangeBus(redis_url) as change_bus:
        yield Site(settings, change_bus)


async def upload(
    browser: Browser, raw: bytes, file_name: str = "talk.txt", **fields: str | list[str]
) -> Answer:
    """Send a file as the page does."""
    lists = {field: [value] if isinstance(value, str) else value for field, value in fields.items()}
    many = [(field, each) for field, value in lists.items() for each in value]
    parts = [f'name="{field}"\r\n\r\n{value}'.encode() for field, value in many]
    parts.append(f'name="file"; filename="{file_name}"\r\n\r\n'.encode() + raw)
    data = b"".join(b"--x\r\nContent-Disposition: form-data; " + part + b"\r\n" for part in parts)
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    return await browser.request("POST", "/api/imports", data=data + b"--x--\r\n", headers=headers)


async def ended(browser: Browser, answer: Answer) -> dict[str, Any]:
    """Wait until the import is over."""
    assert answer.status == 201, answer.body
    async with asyncio.timeout(PATIENCE_S):
        while True:
            found: dict[str, Any] = (await browser.get(f"/api/imports/{answer.json['id']}")).json
            if found["state"] in ("done", "failed", "cancelled"):
                return found
            await asyncio.sleep(0.05)


async def minutes_of(browser: Browser, slug: str) -> dict[str, Any]:
    """Wait for the minutes of a meeting."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            found: dict[str, Any] = (await browser.get(f"/api/rooms/{slug}/minutes")).json
            if found.get("state") == "ready":
                return found
            await asyncio.sleep(0.05)


async def rooms() -> int:
    """Count the meetings."""
    return int((await fetch("SELECT count(*) AS n FROM rooms"))[0]["n"])


async def test_a_transcript_becomes_a_meeting(site: Site, alices: Browser, carols: Browser) -> None:
    """It has its speakers, words and minutes, is its host's, and nobody else's."""
    async with site.working():
        found = await ended(alices, await upload(alices, TALK.encode(), "Launch talk.txt"))
        assert (found["state"], found["name"], found["note"]) == ("done", "Launch talk", ESTIMATED)
        minutes = await minutes_of(alices, found["slug"])
    assert "May" in str(minutes["decisions"])
    segments = (await alices.get(f"/api/rooms/{found['slug']}/segments")).json["segments"]
    assert [(each["speaker"], each["text"]) for each in segments] == [
        ("Alice", "Shall we keep April?"),
        ("Bob", "We decided to move the launch to May."),
    ]
    room = (await alices.get(f"/api/rooms/{found['slug']}")).json
    assert room["status"] == "ended"
    page = (await alices.get(f"/m/{found['slug']}")).body.decode()
    assert "Shall we keep April?" in page
    assert page.count('people__role">in the transcript<') == 1
    assert 'people__role">guest<' not in page
    assert (await carols.get(f"/m/{found['slug']}")).status == 404
    assert site.uploads == []


async def test_says_what_came_out(site: Site, alices: Browser) -> None:
    """The answer and the page say how long it is and how many speak, and the page leads to it."""
    async with site.working():
        found = await ended(alices, await upload(alices, TALK.encode(), "Launch talk.txt"))
    assert (found["people"], found["has_words"]) == (2, True)
    assert found["duration_s"] > 0
    page = (await alices.get("/import")).body.decode()
    assert re.search(r"Done: \d+ s, 2 speakers\. ", page)
    assert f'href="/m/{found["slug"]}" aria-label="Open Launch talk"' in page


async def test_says_nothing_of_deleted_words(site: Site, alices: Browser) -> None:
    """Once the transcript was deleted nothing is said of its words, and nobody is in it."""
    async with site.working():
        found = await ended(alices, await upload(alices, TALK.encode(), started_at=BEGAN))
        await minutes_of(alices, found["slug"])
    assert [dict(row) for row in await fetch("SELECT expire_transcripts(1) AS n")] == [{"n": 1}]
    assert (await alices.get(f"/api/imports/{found['id']}")).json["has_words"] is None
    assert re.search(r"Done: \d+ s\. ", (await alices.get("/import")).body.decode())
    page = (await alices.get(f"/m/{found['slug']}")).body.decode()
    assert page.count('people__role">in the imported file<') == 1


async def test_own_name_is_the_host(site: Site, alices: Browser, alice: Account) -> None:
    """Who is called like the account is that person, who reads their own report."""
    async with site.working():
        found = await ended(alices, await upload(alices, TALK.encode()))
        report = (await minutes_of(alices, found["slug"]))["my_report"]
    assert report is not None
    (place,) = await fetch("SELECT role, user_id FROM participants WHERE display_name = 'Alice'")
    assert (place["role"], place["user_id"]) == ("host", alice.id)


def two_channels(path: Path, say: Callable[[str, int], Any]) -> bytes:
    """Two voices one after the other, each in a channel of its own."""
    first, second = say(SAID[0], 0), say(SAID[1], 1)
    silence = np.zeros(8000, np.int16)
    left = np.concatenate((first, silence, np.zeros(len(second), np.int16), silence))
    right = np.concatenate((np.zeros(len(first), np.int16), silence, second, silence))
    with wave.open(str(path), "wb") as file:
        file.setnchannels(2)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(np.stack((left, right), axis=1).tobytes())
    return path.read_bytes()


async def test_a_recording_becomes_a_meeting(
    site: Site,
    alices: Browser,
    models: tuple[Path, ...],  # noqa: F811  a fixture
    speak: Speak,  # noqa: F811  a fixture
    tmp_path: Path,
) -> None:
    """Each channel's speaker has their own words with times, and the sound can be played and taken along."""
    raw = two_channels(tmp_path / "call.wav", speak)
    async with site.working(models):
        answer = await upload(
            alices,
            raw,
            "call.mp3",
            speakers=["Alice", "Bob"],
            language="en",
            started_at="2026-05-08T10:00:00Z",
        )
        found = await ended(alices, answer)
        assert found["state"] == "done", found
        await minutes_of(alices, found["slug"])
    segments = (await alices.get(f"/api/rooms/{found['slug']}/segments?words=true")).json["segments"]
    assert [each["speaker"] for each in segments] == ["Alice", "Bob"]
    assert "month of May" in segments[0]["text"]
    assert "printer" in segments[1]["text"]
    assert segments[1]["start_ms"] > segments[0]["end_ms"] - 500
    assert segments[0]["words"][0]["end_ms"] > segments[0]["words"][0]["start_ms"]
    assert (
        (await alices.get(f"/api/rooms/{found['slug']}")).json["started_at"].startswith("2026-05-08T10:00:00")
    )
    sound = await alices.get(f"/api/rooms/{found['slug']}/export/audio")
    assert (sound.status, sound.body[:4]) == (200, b"OggS")
    for each in segments:
        alone = await alices.get(f"/api/rooms/{found['slug']}/recording/audio/{each['participant_id']}")
        assert (alone.status, alone.body[:4]) == (200, b"OggS")
    peaks = (await alices.get(f"/api/rooms/{found['slug']}/recording/peaks")).json
    assert [each["speaker"] for each in peaks["speakers"]] == ["Alice", "Bob"]
    assert max(peaks["speakers"][1]["peaks"][: peaks["bins"] // 3]) == 0


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"PK\x03\x04" + bytes(5000), UNREADABLE),
        (b"#EXTM3U\nfile:///etc/passwd\n", "neither a recording nor a transcript"),
        ("Füße".encode("latin-1"), NOT_UTF8),
        (b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x80>\0\0\0}\0\0\x02\0\x10\0data\0\0\0\0", NO_SOUND),
    ],
)
async def test_bad_files_leave_nothing(raw: bytes, why: str, site: Site, alices: Browser) -> None:
    """The person reads why; there is no meeting, and no file."""
    async with site.working():
        found = await ended(alices, await upload(alices, raw, "talk.mp3"))
    assert (found["state"], found["slug"]) == ("failed", None)
    assert why in found["error"]
    assert (await rooms(), site.uploads) == (0, [])
    assert why[:20] in (await alices.get("/import")).body.decode()


async def test_cancelled_before_its_turn(site: Site, alices: Browser) -> None:
    """A file that waits is deleted at once, and the worker leaves it."""
    answer = await upload(alices, TALK.encode())
    cancelled = await alices.delete(f"/api/imports/{answer.json['id']}")
    assert (cancelled.json["state"], site.uploads) == ("cancelled", [])
    assert (await alices.delete(f"/api/imports/{answer.json['id']}")).status == 200
    await run(site.work(), UUID(answer.json["id"]))
    assert await rooms() == 0


async def test_cancelled_while_it_is_read(site: Site, alices: Browser, tmp_path: Path) -> None:
    """The worker stops its child, and nothing is left."""
    answer = await upload(alices, TALK.encode())
    await execute("UPDATE imports SET state = 'cancelled'")
    await run(site.work(), UUID(answer.json["id"]))
    assert (await rooms(), site.uploads) == (0, [])


async def run(work: ImportWork, import_id: UUID) -> None:
    """Do the job as the worker does."""
    with acting_as(Actor("worker", service="minutes", room_id=import_id)):
        await work.run(import_id)


async def test_a_job_done_twice(site: Site, alices: Browser) -> None:
    """A worker that died after storing has its job done again, without a second meeting."""
    answer = await upload(alices, TALK.encode())
    for _ in range(2):
        await run(site.work(), UUID(answer.json["id"]))
    assert await rooms() == 1
    assert len(await fetch("SELECT FROM transcript_segments")) == 2


async def transcribing_then_killed(browser: Browser, work: ImportWork, import_id: UUID) -> None:
    """Begin an import, and kill its worker once it transcribes."""
    killed = asyncio.create_task(run(work, import_id))
    async with asyncio.timeout(PATIENCE_S):
        while (await browser.get(f"/api/imports/{import_id}")).json["state"] != "transcribing":  # noqa: ASYNC110  another process
            await asyncio.sleep(0.02)
    killed.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await killed


async def test_a_killed_worker(
    site: Site,
    alices: Browser,
    models: tuple[Path, ...],  # noqa: F811  a fixture
    speak: Speak,  # noqa: F811  a fixture
    tmp_path: Path,
) -> None:
    """The next goes on with what was decoded and transcribed, and it becomes one meeting."""
    answer = await upload(alices, two_channels(tmp_path / "call.wav", speak), language="en")
    import_id = UUID(answer.json["id"])
    await transcribing_then_killed(alices, site.work(models), import_id)
    uploads = site.settings.data / "imports"
    (uploads / str(import_id)).write_bytes(bytes(5000))  # decoded again, it would be refused
    kept = {"start_ms": 0, "end_ms": 600_000, "text": "Kept.", "raw_text": "Kept.", "words": []}
    kept |= {"confidence": None, "state": "final", "revision": 1}
    lines = json.dumps([kept]) + "\n" + json.dumps([kept])[:20]
    (uploads / f"{import_id}-work" / "voice-0.lines").write_text(lines)
    await run(site.work(models), import_id)
    found = (await alices.get(f"/api/imports/{import_id}")).json
    assert found["state"] == "done", found
    segments = (await alices.get(f"/api/rooms/{found['slug']}/segments")).json["segments"]
    assert [each["text"] for each in segments if each["speaker"] == "Speaker 1"] == ["Kept."]
    assert "printer" in " ".join(each["text"] for each in segments if each["speaker"] == "Speaker 2")
    assert (await rooms(), site.uploads) == (1, [])
    assert len(list(site.settings.recordings.glob("*/*/mix.ogg"))) == 1


async def test_killed_and_then_cancelled(
    site: Site,
    alices: Browser,
    models: tuple[Path, ...],  # noqa: F811  a fixture
    speak: Speak,  # noqa: F811  a fixture
    tmp_path: Path,
) -> None:
    """What an attempt that died left is deleted, moved files of its recording included."""
    answer = await upload(alices, two_channels(tmp_path / "call.wav", speak), language="en")
    import_id = UUID(answer.json["id"])
    await transcribing_then_killed(alices, site.work(models), import_id)
    moved = site.settings.recordings / str(import_id) / "any" / "mix.ogg"
    moved.parent.mkdir(parents=True)
    moved.write_bytes(b"OggS")
    assert (await alices.delete(f"/api/imports/{import_id}")).status == 200
    await run(site.work(models), import_id)
    assert (await rooms(), site.uploads, list(site.settings.recordings.rglob("*.ogg"))) == (0, [], [])


async def test_progress_of_another_attempt(site: Site, alices: Browser) -> None:
    """Begun again, an import no longer says how far the attempt before was."""
    answer = await upload(alices, TALK.encode())
    await execute("UPDATE imports SET state = 'transcribing', progress = 60")
    assert await begin_import(UUID(answer.json["id"]))
    found = (await alices.get(f"/api/imports/{answer.json['id']}")).json
    assert (found["state"], found["progress"]) == ("reading", 0)


async def test_no_engine(site: Site, alices: Browser, tmp_path: Path) -> None:
    """A language that nothing here transcribes is said, and nothing is left."""
    with wave.open(str(tmp_path / "a.wav"), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(bytes(32_000))
    async with site.working(()):
        answer = await upload(alices, (tmp_path / "a.wav").read_bytes(), language="sv")
        found = await ended(alices, answer)
    assert "supports the language" in found["error"]
    assert site.uploads == []


async def test_others_imports(site: Site, alices: Browser, carols: Browser, nobody: Browser) -> None:
    """An import is its person's alone."""
    path = f"/api/imports/{(await upload(alices, TALK.encode())).json['id']}"
    assert [(await each.get(path)).status for each in (alices, carols, nobody)] == [200, 404, 401]
    assert [(await each.delete(path)).status for each in (carols, nobody)] == [404, 401]
    assert (await carols.get("/api/imports")).json == {"imports": []}
    assert (await upload(nobody, b"x")).status == 401
    assert (await alices.get(path)).json["state"] == "uploaded"


@pytest.mark.filterwarnings("ignore:Sending a large body")
@pytest.mark.parametrize(
    ("raw", "fields", "status", "field"),
    [
        (b"", {}, 422, "file"),
        (b"x", {"language": "no language at all"}, 422, "language"),
        (b"x", {"started_at": "2199-01-01T00:00:00Z"}, 422, "started_at"),
        (b"x", {"name": "\u200b"}, 422, "name"),
        (b"x", {"unknown": "1"}, 422, "unknown"),
        (b"x" * (4 << 20) + b"x", {}, 413, None),
    ],
)
async def test_refused_at_the_door(
    raw: bytes, fields: dict[str, str], status: int, field: str | None, site: Site, alices: Browser
) -> None:
    """What cannot be imported is refused by its field, and no file stays."""
    answer = await upload(alices, raw, **fields)
    assert answer.status == status, answer.body
    assert [each["field"] for each in answer.json.get("problems", [])] == ([field] if field else [])
    assert site.uploads == []


@pytest.mark.parametrize(
    ("headers", "raw", "status"),
    [
        ({"Content-Type": "application/json"}, b"{}", 415),
        ({"Content-Type": "multipart/form-data; boundary=x"}, b"--y\r\n\r\nx", 400),
        ({"Content-Type": "multipart/form-data"}, b"", 400),
        ({"Content-Type": "multipart/form-data; boundary=x"}, b"--x--\r\n", 422),
    ],
)
async def test_broken_forms(
    headers: dict[str, str], raw: bytes, status: int, site: Site, alices: Browser
) -> None:
    """A body that is no form is refused."""
    assert (await alices.request("POST", "/api/imports", data=raw, headers=headers)).status == status
    assert site.uploads == []


async def test_page_needs_an_account(nobody: Browser, alices: Browser) -> None:
    """Visitors sign in first and come back; the home page links it."""
    answer = await nobody.get("/import")
    assert (answer.status, answer.headers["Location"]) == (302, "/signin?next=/import")
    assert 'href="/import"' in (await alices.get("/")).body.decode()
    assert "data-import" in (await alices.get("/import")).body.decode()
