"""Which rooms have a second pass."""

from pathlib import Path
from typing import cast

import pytest

from agent.engines import choose_rereading
from server.config import Settings


def settings(models: Path, refiner: str, whisper: Path | None = Path("s")) -> Settings:
    """Settings with two models, the second of which is the larger."""
    for name, weights in (("whisper-tiny.en", "few"), ("whisper-base", "many more")):
        (models / name).mkdir()
        (models / name / "model.bin").write_text(weights)
        (models / name / "config.json").touch()

    class Read:
        pass

    read = Read()
    read.__dict__ = {"models": (models,), "refiner": refiner, "whisper": whisper}
    return cast(Settings, read)


@pytest.mark.parametrize(
    ("language", "engine", "refiner", "has_second_pass"),
    [
        ("en", "whisper", "base", True),
        ("en", "vosk", "base", True),
        ("ko", "vosk", "base", True),
        ("ko", "whisper", "base", False),
        ("eo", "vosk", "base", False),
        ("en", "whisper", "off", False),
        ("en", "whisper", "large-v3", False),
        ("en", "none", "base", False),
    ],
)
def test_second_pass(tmp_path: Path, language: str, engine: str, refiner: str, has_second_pass: bool) -> None:
    """A room has one where a model is better than its engine's and knows its language."""
    found = choose_rereading(settings(tmp_path, refiner), language, engine)
    assert (found is not None) == has_second_pass


def test_no_process(tmp_path: Path) -> None:
    """Without the whisper process there is none."""
    assert choose_rereading(settings(tmp_path, "base", None), "en", "vosk") is None
