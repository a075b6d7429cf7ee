"""Exports over HTTP: who gets what, in every format, read back with other libraries."""

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import docx
import pytest
from aiohttp import web
from pypdf import PdfReader

from server.api.export_views import MeetingExport
from server.app_keys import SETTINGS
from server.config import Settings
from server.meeting.db import execute
from server.meeting.minutes import Claim, save_minutes
from server.meeting.summary_evidence import evidence_in_summary, summary_text
from tests.conftest import Meeting
from tests.integration.api.browser import Answer, Browser
from tests.integration.pages.conftest import WORDS, Spoken, minutes

TEXTS = ("txt", "md", "docx", "pdf", "json", "zip")


@pytest.fixture
def settings(settings: Settings, tmp_path: Path) -> Settings:
    """Recordings are in a directory of the test."""
    return replace(settings, recordings=tmp_path / "recordings")


@pytest.fixture
async def written(ended: Spoken) -> Spoken:
    """The meeting with its minutes."""
    await save_minutes(ended.meeting.room.id, minutes(ended))
    return ended


async def export(browser: Browser, format: str, **query: str) -> Answer:
    """Fetch a file of the atrium."""
    asked = "&".join(f"{name}={value}" for name, value in query.items())
    return await browser.get(f"/api/rooms/atrium/export/{format}?{asked}")


def text_in(answer: Answer, format: str) -> str:
    """All text of a file, as another library reads it."""
    assert answer.status == 200, answer.body
    if format == "docx":
        return "\n".join(each.text for each in docx.Document(io.BytesIO(answer.body)).paragraphs)
    if format == "pdf":
        return "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.body)).pages)
    if format == "zip":
        with zipfile.ZipFile(io.BytesIO(answer.body)) as archive:
            assert archive.testzip() is None
            return next(archive.read(name).decode() for name in archive.namelist() if name.endswith(".txt"))
    return answer.body.decode()


@pytest.mark.parametrize("format", TEXTS)
async def test_minutes_transcript_and_chat(format: str, alices: Browser, written: Spoken) -> None:
    """Each format has the summary, decisions, tasks, what everybody said, and the chat."""
    text = text_in(await export(alices, format), format)
    parts = ("The launch moves.", "Launch in May.", "Tell the printer", *(said for _, said in WORDS), "555")
    assert [part for part in parts if part not in text] == []


@pytest.mark.parametrize("format", TEXTS)
async def test_own_report_only(format: str, alices: Browser, bobs: Browser, written: Spoken) -> None:
    """A private report is in its participant's file, and in nobody else's."""
    hers, his = [text_in(await export(each, format), format) for each in (alices, bobs)]
    assert ("Alice led." in hers, "Bob warned." in hers) == (True, False)
    assert ("Alice led." in his, "Bob warned." in his) == (False, True)


@pytest.mark.parametrize("format", [*TEXTS, "srt", "vtt", "audio"])
async def test_strangers_get_nothing(format: str, carols: Browser, nobody: Browser, written: Spoken) -> None:
    """Who was not there cannot tell the meeting from one that does not exist."""
    for browser in (carols, nobody):
        here, nowhere = await export(browser, format), await browser.get(f"/api/rooms/none/export/{format}")
        assert (here.status, here.json["type"]) == (nowhere.status, nowhere.json["type"])
        assert here.status == 404


async def test_the_file_is_named_after_the_meeting(alices: Browser, written: Spoken) -> None:
    """The browser saves it by name and date."""
    answer = await export(alices, "txt")
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="Atrium 2026-')
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"


async def test_without_times_and_speakers(alices: Browser, written: Spoken) -> None:
    """Names of who spoke, and when, can be left out."""
    text = text_in(await export(alices, "txt", what="transcript", times="false", speakers="false"), "txt")
    body = text.partition("Transcript")[2]
    assert "Shall we keep April?" in body
    assert not re.search(r"Alice:|\d:\d\d", body)


@pytest.mark.parametrize("format", ["txt", "md", "docx", "pdf"])
async def test_summary_has_times(format: str, alices: Browser, ended: Spoken) -> None:
    """A sentence that cites words has their times, as on the page, unless times are left out."""
    told = ((Claim("Launch in May.", ended.ids[2:3]), Claim("All were content.", ())),)
    known = evidence_in_summary(told)
    found = replace(minutes(ended), executive_summary=summary_text(told), summary_evidence=known)
    await save_minutes(ended.meeting.room.id, found)
    with_times, without = [
        " ".join(text_in(await export(alices, format, what="minutes", times=wish), format).split())
        for wish in ("true", "false")
    ]
    assert "Launch in May. (0:10) All were content. " in with_times
    assert "Launch in May. All were content. " in without


async def test_minutes_alone(alices: Browser, written: Spoken) -> None:
    """What was said is then not in the file, but for the claims."""
    text = text_in(await export(alices, "md", what="minutes"), "md")
    assert "Launch in May." in text
    assert "Shall we keep April?" not in text


async def test_subtitles(alices: Browser, written: Spoken) -> None:
    """Subtitles have a cue for each utterance, and their speakers."""
    vtt, srt = await export(alices, "vtt"), await export(alices, "srt")
    assert re.findall(r"<v (\w+)>(.+)", vtt.body.decode()) == list(WORDS)
    assert len(re.findall(r"^\d+\n00:00:", srt.body.decode(), re.MULTILINE)) == len(WORDS)


async def test_subtitles_of_minutes(alices: Browser, written: Spoken) -> None:
    """There are none, and the answer names the field."""
    answer = await export(alices, "srt", what="minutes")
    assert (answer.status, answer.json["problems"][0]["field"]) == (422, "what")


async def test_json_is_as_documented(alices: Browser, written: Spoken) -> None:
    """The file is what the OpenAPI document describes."""
    found = MeetingExport.model_validate_json((await export(alices, "json")).body)
    assert found.transcript is not None
    assert [(each.speaker, each.text) for each in found.transcript.segments] == list(WORDS)
    assert found.minutes is not None
    assert found.minutes.my_report is not None
    document = (await alices.get("/api/openapi.json")).json
    assert "MeetingExport" in document["components"]["schemas"]


async def test_zip_has_all_formats(alices: Browser, written: Spoken) -> None:
    """Every format is in it, and what is missing is named."""
    with zipfile.ZipFile(io.BytesIO((await export(alices, "zip")).body)) as archive:
        names = archive.namelist()
        assert {name.rpartition(".")[2] for name in names} == {
            "txt",
            "md",
            "srt",
            "vtt",
            "json",
            "docx",
            "pdf",
        }
        assert b"sound: There is no such recording" in archive.read("Not in this archive.txt")


async def test_running_meeting(alices: Browser, spoken: Spoken) -> None:
    """A file of a running meeting says so, and that its minutes are to come."""
    text = text_in(await export(alices, "txt"), "txt")
    assert "still running" in text
    assert "not written yet" in text
    assert (await export(alices, "txt", what="minutes")).json["title"] == "There are no minutes yet"


@pytest.mark.parametrize("format", ["txt", "md", "docx", "pdf"])
async def test_meeting_without_words(format: str, alices: Browser, meeting: Meeting) -> None:
    """A file of a silent meeting says that nothing was transcribed."""
    assert "Nothing has been transcribed yet." in text_in(await export(alices, format), format)


async def test_other_files_of_a_meeting_without_words(alices: Browser, meeting: Meeting) -> None:
    """Subtitles are empty, JSON has no segments, and the ZIP has all but the sound that is not there."""
    assert (await export(alices, "vtt")).body == b"WEBVTT\n"
    assert (await export(alices, "srt")).body == b""
    told = MeetingExport.model_validate_json((await export(alices, "json")).body)
    assert (told.transcript and told.transcript.segments, told.minutes) == ([], None)
    packed = zipfile.ZipFile(io.BytesIO((await export(alices, "zip")).body))
    assert {Path(name).suffix[1:] for name in packed.namelist()} == set(TEXTS) - {"zip"} | {"srt", "vtt"}
    assert packed.testzip() is None
    assert (await export(alices, "audio")).status == 404


async def test_meeting_that_has_not_begun(alices: Browser, atrium: object) -> None:
    """There is nothing to export yet, and the answer says so."""
    answer = await export(alices, "pdf")
    assert (answer.status, answer.json["title"]) == (409, "This meeting has not begun")


async def record_sound(meeting: Meeting, status: str, path: str) -> None:
    """Insert the row of a recording."""
    await execute(
        "INSERT INTO recordings (id, room_id, status, file_path) VALUES ($1, $2, $3, $4)",
        uuid4(),
        meeting.room.id,
        status,
        path,
    )


@pytest.mark.parametrize(
    ("status", "code", "says"),
    [
        ("processing", 409, "Try again"),
        ("failed", 404, "not recorded"),
        ("completed", 404, "backup"),
    ],
)
async def test_sound_that_is_not_there(
    status: str, code: int, says: str, alices: Browser, written: Spoken
) -> None:
    """Each reason has its own answer."""
    await record_sound(written.meeting, status, "../../etc/passwd")
    answer = await export(alices, "audio")
    assert (answer.status, says in answer.json["detail"]) == (code, True)


async def test_sound(app: web.Application, alices: Browser, written: Spoken) -> None:
    """The mix comes as it is, in parts too, and into the archive."""
    directory = app[SETTINGS].recordings / str(written.meeting.room.id)
    directory.mkdir(parents=True)
    (directory / "mix.ogg").write_bytes(b"OggS" + bytes(range(200)))
    await record_sound(written.meeting, "completed", f"{written.meeting.room.id}/mix.ogg")
    whole = await export(alices, "audio")
    assert (whole.status, whole.body, whole.headers["Content-Type"]) == (
        200,
        b"OggS" + bytes(range(200)),
        "audio/ogg",
    )
    part = await alices.get("/api/rooms/atrium/export/audio", Range="bytes=0-3")
    assert (part.status, part.body) == (206, b"OggS")
    with zipfile.ZipFile(io.BytesIO((await export(alices, "zip")).body)) as archive:
        assert [archive.read(name)[:4] for name in archive.namelist() if name.endswith(".ogg")] == [b"OggS"]


async def test_unknown_format(alices: Browser, written: Spoken) -> None:
    """Nothing has that name."""
    assert (await export(alices, "exe")).status == 404


async def test_menu_offers_every_format(alices: Browser, written: Spoken) -> None:
    """The meeting page links each format, without a script too."""
    page = (await alices.get("/m/atrium")).body.decode()
    offered = set(re.findall(r'formaction="/api/rooms/atrium/export/(\w+)"', page))
    assert offered == {"pdf", "docx", "txt", "md", "srt", "vtt", "json", "audio", "zip"}
