"""Find the speech model for a language on this machine; used by the stack and the agent."""

import os
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from pkgutil import iter_modules
from typing import Literal

from server.language_names import NAMES
from server.languages import region_of, vosk_code, whisper_code

VOSK_NAME = re.compile(r"vosk[-_]model[-_](?:small[-_])?([a-z]{2,3})(?:[-_]([a-z]{2}))?(?![a-z])")
WHISPER_NAME = re.compile(r"(?:faster-)?whisper-")
ALIASES = {"cn": "zh", "kz": "kk", "vn": "vi", "ua": "uk"}
"""Vosk names some models by country code."""
ANY_OTHER_LANGUAGE = "de"
"""Stands for any language but English, which needs a multilingual model."""
NO_REFINER = "off"
"""Value of PARLEY_REFINER that turns the second pass off."""
Engine = Literal["vosk", "whisper"]
VOSK_PACKAGE = "vosk_model_"
FIRST_REGION = {"en": "us", "pt": "br"}
"""The default region of a language."""


@dataclass(frozen=True, slots=True)
class InstalledModel:
    """One model on this machine."""

    engine: Engine
    code: str
    """The language in the engine's own code; empty: all of Whisper's languages."""
    region: str
    path: Path
    is_packed: bool = False
    """Whether it is in an installed Python package."""

    @property
    def language(self) -> str:
        """The language and region, as in `en-US`."""
        return "-".join(filter(None, (self.code, self.region.upper())))


def installed_models(paths: Iterable[Path]) -> list[InstalledModel]:
    """Return every speech model, in the order in which the engines look for them."""
    found = []
    for directory in dict.fromkeys(paths):
        found += [InstalledModel("vosk", *spoken, model) for model, spoken in _vosk_models(directory)]
        found += [
            InstalledModel("whisper", "en" if model.name.endswith(".en") else "", "", model)
            for model in _whisper_models(directory)
        ]
    packages = (each.name for each in iter_modules() if each.name.startswith(VOSK_PACKAGE))
    for code in sorted(name.removeprefix(VOSK_PACKAGE) for name in packages):
        if (model := _packed_vosk(code)) is not None:
            found.append(InstalledModel("vosk", code, "", model, is_packed=True))
    return found


def find_vosk(language: str, paths: Iterable[Path], without: Collection[Path] = ()) -> Path | None:
    """Find the Vosk model for a language (`en`, `en-IN`, `ko`); directories of `paths` first, in order.

    Those of `without` are passed over, because they do not load.
    """
    wanted, region = vosk_code(language), region_of(language)
    for directory in paths:
        found = [each for each in _vosk_models(directory) if each[0] not in without]
        fitting = [(model, spoken[1]) for model, spoken in found if spoken[0] == wanted]
        if fitting:
            asked = region or FIRST_REGION.get(wanted, "")
            return min(fitting, key=lambda found: (found[1] != asked, found[0].name))[0]
    packed = _packed_vosk(wanted) if wanted else None
    return packed if packed not in without else None


@cache
def _packed_vosk(code: str) -> Path | None:
    """Find the model in a Python package; cached."""
    spec = find_spec(f"{VOSK_PACKAGE}{code}")
    packed = Path(spec.origin).parent / "model" if spec and spec.origin else None
    return packed if packed and _is_vosk(packed) else None


def find_whisper(language: str, paths: Iterable[Path], without: Collection[Path] = ()) -> Path | None:
    """Find the Whisper model (a CTranslate2 directory) for a language; English-only ones only for English.

    Those of `without` are passed over, because they do not load.
    """
    code = whisper_code(language)
    if not code:
        return None
    english = code == "en"
    for directory in paths:
        found = [model for model in _whisper_models(directory) if model not in without]
        fitting = [model for model in found if english or not model.name.endswith(".en")]
        if fitting:
            return min(fitting, key=lambda model: (english and not model.name.endswith(".en"), model.name))
    return None


def find_refiner(
    language: str, paths: Iterable[Path], wanted: str, without: Collection[Path] = ()
) -> Path | None:
    """Find the Whisper model of the second pass; None if there is none for the language, or none is wanted.

    `wanted` is a directory, or a size (`base`, `large-v3`) of which a directory of `paths` holds the model.
    Those of `without` are passed over.
    """
    code = whisper_code(language)
    if not code or wanted == NO_REFINER:
        return None
    named = [Path(wanted)] if os.sep in wanted else []
    sizes = (f"{wanted}.en", wanted) if code == "en" else (wanted,)
    for directory in paths:
        named += [
            directory / f"{prefix}{size}" for size in sizes for prefix in ("whisper-", "faster-whisper-")
        ]
    fitting = (model for model in named if _is_whisper(model) and _knows(model, code))
    return next((model for model in fitting if model not in without), None)


def is_larger(model: Path, other: Path) -> bool:
    """Whether one Whisper model has more weights than another, in int8."""
    return (model / "model.bin").stat().st_size > (other / "model.bin").stat().st_size


def _knows(model: Path, code: str) -> bool:
    return code == "en" or not model.name.endswith(".en")


def find_engine(language: str, paths: Iterable[Path], *, has_whisper: bool) -> Engine | None:
    """Return the engine for a language here, or None. `has_whisper`: the whisper process runs."""
    paths = tuple(paths)
    if find_vosk(language, paths) is not None:
        return "vosk"
    return "whisper" if has_whisper and find_whisper(language, paths) is not None else None


def transcribed_languages(paths: Iterable[Path], *, has_whisper: bool) -> list[str]:
    """Return the codes of all languages that an engine here transcribes."""
    paths = tuple(paths)
    installed = languages(paths)
    vosk = {code for code in NAMES if vosk_code(code) in installed or _packed_vosk(vosk_code(code))}
    whisper: set[str] = set()
    if has_whisper and find_whisper(ANY_OTHER_LANGUAGE, paths) is not None:
        whisper = {code for code in NAMES if whisper_code(code)}
    elif has_whisper and find_whisper("en", paths) is not None:
        whisper = {"en"}
    return sorted(vosk | whisper)


def languages(paths: Iterable[Path]) -> tuple[str, ...]:
    """Return the languages with a Vosk model in `paths`."""
    return tuple(sorted({spoken[0] for directory in paths for _, spoken in _vosk_models(directory)}))


def _vosk_models(directory: Path) -> Iterator[tuple[Path, tuple[str, str]]]:
    for model in _subdirectories(directory):
        named = VOSK_NAME.match(model.name)
        if named and _is_vosk(model):
            yield model, (ALIASES.get(named[1], named[1]), named[2] or "")


def _whisper_models(directory: Path) -> list[Path]:
    return [
        model for model in _subdirectories(directory) if WHISPER_NAME.match(model.name) and _is_whisper(model)
    ]


def _subdirectories(directory: Path) -> list[Path]:
    return sorted(child for child in directory.iterdir() if child.is_dir()) if directory.is_dir() else []


def _is_vosk(model: Path) -> bool:
    return (model / "am" / "final.mdl").exists() or (model / "final.mdl").exists()


def _is_whisper(model: Path) -> bool:
    return (model / "model.bin").exists() and (model / "config.json").exists()
