"""`parley models try`: a real engine, in a process of its own, hears a recording."""

import os
import re
import wave
from argparse import Namespace
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import pytest

from server.operator_error import OperatorError
from server.places import ROOT
from server.stack.layout import Layout
from server.stack.model_command import models as parley_models
from tests.integration.agent.conftest import Speak
from tests.integration.agent.livekit_harness import SpokenClip
from tests.integration.agent.test_captions import BUDGET, plain

Attempt = Callable[..., "Told"]
FIGURES = re.compile(r"([\w.-]+): ([\d.]+) s of sound in ([\d.]+) s, real-time factor ([\d.]+); loaded in .*")


def recording(path: Path, clip: SpokenClip, channels: int = 1) -> Path:
    """Write a clip as a WAV file, the same in each channel."""
    with wave.open(str(path), "wb") as file:
        file.setnchannels(channels)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(np.repeat(clip, channels).tobytes())
    return path


@dataclass(frozen=True)
class Told:
    """What the command printed, and its exit code."""

    code: int
    out: str
    err: str


@pytest.fixture
def attempt(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> Attempt:
    """Run the command with the models of these directories."""

    def run(
        models: tuple[Path, ...], file: Path, language: str, engine: Literal["vosk", "whisper"] | None = None
    ) -> Told:
        monkeypatch.setenv("PARLEY_MODELS", os.pathsep.join(map(str, models)))
        given = Namespace(task="try", file=file, language=language, engine=engine)
        try:
            code = parley_models(given, Layout(ROOT, tmp_path / "home", tmp_path / "data"))
        except OperatorError as fault:
            return Told(1, "", f"parley: {fault}")
        out, err = capfd.readouterr()
        return Told(code, out, err)

    return run


def test_english(attempt: Attempt, models: tuple[Path, ...], speak: Speak, tmp_path: Path) -> None:
    """Whisper prints what was said, and how long it took."""
    file = recording(tmp_path / "x.wav", speak(BUDGET, 0), channels=2)
    told = attempt(models, file, "en", "whisper")
    assert told.code == 0, told.err
    text, figures = told.out.strip().rsplit("\n", 1)
    assert plain(BUDGET) in plain(text)
    found = FIGURES.fullmatch(figures)
    assert found is not None
    assert found[1] == "whisper-tiny.en"
    assert float(found[2]) == pytest.approx(len(speak(BUDGET, 0)) / 16_000, abs=0.1)
    assert 0 < float(found[4]) == pytest.approx(float(found[3]) / float(found[2]), abs=0.02)


def test_korean(
    attempt: Attempt, korean: Path, korean_speech: SpokenClip, models: tuple[Path, ...], tmp_path: Path
) -> None:
    """Vosk is what rooms in Korean use."""
    told = attempt(models, recording(tmp_path / "x.wav", korean_speech), "ko")
    assert told.code == 0, told.err
    assert len(told.out.split("\n\n")[0].split()) >= 3
    assert f"\n{korean.name}: " in told.out


def test_silence(attempt: Attempt, models: tuple[Path, ...], tmp_path: Path) -> None:
    """In silence no word is invented."""
    file = recording(tmp_path / "x.wav", np.zeros(32_000, np.int16))
    assert attempt(models, file, "en").out.startswith("(no speech was heard)")


def test_no_model(attempt: Attempt, models: tuple[Path, ...], speak: Speak, tmp_path: Path) -> None:
    """Without a model one line names the command that adds it."""
    file = recording(tmp_path / "x.wav", speak(BUDGET, 0))
    told = attempt(models, file, "de", "vosk")
    assert told.code == 1
    assert told.err.splitlines()[-1].endswith("fix: parley models add de")


def test_damaged_model(attempt: Attempt, speak: Speak, tmp_path: Path) -> None:
    """A model that is half there is named in one line, however its engine ends."""
    (tmp_path / "models" / "vosk-model-small-de-0.15" / "am").mkdir(parents=True)
    (tmp_path / "models" / "vosk-model-small-de-0.15" / "am" / "final.mdl").write_bytes(b"half")
    file = recording(tmp_path / "x.wav", speak(BUDGET, 0))
    told = attempt((tmp_path / "models",), file, "de", "vosk")
    assert told.code == 1
    assert told.err.splitlines()[-1].startswith("parley: the ")
    assert "Traceback" not in told.err


def test_no_recording(attempt: Attempt, models: tuple[Path, ...], tmp_path: Path) -> None:
    """A file that is no recording is refused in one line."""
    (tmp_path / "x.wav").write_text("no recording")
    told = attempt(models, tmp_path / "x.wav", "en")
    assert (told.code, told.err.splitlines()) == (
        1, ["parley: x.wav is not a recording that can be read"],
    )  # fmt: skip
