"""Which languages are transcribed, and by what, whatever way they are written."""

from pathlib import Path

import pytest
from faster_whisper.tokenizer import _LANGUAGE_CODES

from server.language_names import NAMES
from server.languages import canonical, code_of, listed_names, vosk_code, whisper_code
from server.models import Engine, find_engine, transcribed_languages


@pytest.mark.parametrize(
    ("tag", "canon", "whisper", "vosk"),
    [
        ("en", "en", "en", "en"),
        ("EN_us", "en-US", "en", "en"),
        ("nb", "nb", "no", "no"),
        ("nb-NO", "nb-NO", "no", "no"),
        ("no", "no", "no", "no"),
        ("nn", "nn", "nn", "no"),
        ("iw", "he", "he", "he"),
        ("fil", "fil", "tl", "tl"),
        ("tl", "tl", "tl", "tl"),
        ("in", "id", "id", "id"),
        ("ji", "yi", "yi", "yi"),
        ("jv", "jv", "jw", "jv"),
        ("zh-TW", "zh-TW", "zh", "zh"),
        ("zh_hant_tw", "zh-Hant-TW", "zh", "zh"),
        ("zh-cmn-Hans-CN", "zh-Hans-CN", "zh", "zh"),
        ("cmn", "zh", "zh", "zh"),
        ("zh-yue", "yue", "zh", "zh"),
        ("pt-br", "pt-BR", "pt", "pt"),
        ("es-419", "es-419", "es", "es"),
        ("sr-Latn-RS", "sr-Latn-RS", "sr", "sr"),
        ("de-CH-1996", "de-CH", "de", "de"),
        ("de_DE.UTF-8", "de-DE", "de", "de"),
        ("deu", "de", "de", "de"),
        ("eo", "eo", "", "eo"),
    ],
)
def test_written_in_many_ways(tag: str, canon: str, whisper: str, vosk: str) -> None:
    """A tag has one spelling, and each engine is asked by its own code."""
    assert (canonical(tag), whisper_code(tag), vosk_code(tag)) == (canon, whisper, vosk)


@pytest.mark.parametrize("tag", ["zz", "und", "mul", "x-ours", "C", "", "12", "en--US", "klingon", "e" * 99])
def test_not_a_language(tag: str) -> None:
    """What no engine knows is refused with a sentence, and has no code."""
    with pytest.raises(ValueError, match=r"must be a language code|no speech engine knows"):
        canonical(tag)
    assert (code_of(tag), whisper_code(tag), vosk_code(tag)) == ("", "", "")


def test_all_of_whisper() -> None:
    """Every language we name is one that Whisper's tokenizer takes, but for Vosk's own."""
    asked = {whisper_code(code) for code in NAMES} - {""}
    assert asked <= set(_LANGUAGE_CODES)
    assert set(_LANGUAGE_CODES) - asked == {"yue"}


def whisper(directory: Path, name: str) -> None:
    """A Whisper model, as far as one can see."""
    model = directory / name
    model.mkdir()
    for part in ("model.bin", "config.json"):
        (model / part).touch()


def vosk(directory: Path, name: str) -> None:
    """A Vosk model, as far as one can see."""
    (directory / name / "am").mkdir(parents=True)
    (directory / name / "am" / "final.mdl").touch()


@pytest.mark.parametrize(
    ("language", "engine"),
    [
        ("en", "whisper"),
        ("en-GB", "whisper"),
        ("de", None),
        ("ko-KR", "vosk"),
        ("tl", "vosk"),
        ("fil", "vosk"),
    ],
)
def test_english_only(tmp_path: Path, language: str, engine: Engine | None) -> None:
    """An English-only model does English and nothing else."""
    whisper(tmp_path, "whisper-tiny.en")
    vosk(tmp_path, "vosk-model-small-ko-0.22")
    vosk(tmp_path, "vosk-model-tl-ph-generic-0.6")
    assert find_engine(language, [tmp_path], has_whisper=True) == engine
    assert transcribed_languages([tmp_path], has_whisper=True) == ["en", "fil", "ko", "tl"]


@pytest.mark.parametrize("language", ["zz", "eo"])
def test_multilingual_knows_not_all(tmp_path: Path, language: str) -> None:
    """A multilingual model does what it was trained on."""
    whisper(tmp_path, "whisper-base")
    assert find_engine(language, [tmp_path], has_whisper=True) is None
    assert find_engine("nb", [tmp_path], has_whisper=True) == "whisper"


def test_without_the_process(tmp_path: Path) -> None:
    """A Whisper model without its process transcribes nothing."""
    whisper(tmp_path, "whisper-base")
    assert find_engine("en", [tmp_path], has_whisper=False) is None
    assert transcribed_languages([tmp_path], has_whisper=False) == []


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        (["en"], "English"),
        (["en", "ko"], "English or 한국어"),
        (["de", "en", "ko"], "Deutsch, English or 한국어"),
    ],
)
def test_listed(codes: list[str], said: str) -> None:
    """Languages are named in their own tongue."""
    assert listed_names(codes) == said


def test_many_are_not_all_listed() -> None:
    """A long list is cut."""
    assert listed_names(sorted(NAMES)).endswith(f"or another of {len(NAMES)}")
