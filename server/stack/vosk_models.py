"""Vosk's download site: its list of models, and downloads from it."""

import re
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path

from server.languages import region_of, vosk_code
from server.models import ALIASES, FIRST_REGION
from server.operator_error import OperatorError
from server.progress_board import ProgressBoard
from server.stack.download import ExpectedFile, download, fetch_json
from server.stack.installed_mark import mark

NAME = re.compile(r"vosk-model-[A-Za-z0-9._-]+")


@dataclass(frozen=True)
class Offer:
    """One entry of the list."""

    name: str
    url: str
    promise: ExpectedFile


def choose(listed: object, language: str) -> Offer | None:
    """Choose the current small model of a language, of its region if there is one (`en` takes `en-us`)."""
    codes = _codes(language)
    found = []
    for entry in listed if isinstance(listed, list) else []:
        if entry.get("lang") not in codes or entry.get("type") != "small" or entry.get("obsolete") == "true":
            continue
        if not NAME.fullmatch(entry["name"]):
            continue
        promise = ExpectedFile(int(entry["size"]), "md5", entry["md5"])
        offer = Offer(entry["name"], entry["url"], promise)
        found.append((-codes.index(entry["lang"]), str(entry["version"]), offer))
    return max(found, key=lambda each: each[:2])[2] if found else None


def _codes(language: str) -> list[str]:
    """The list's codes of a language, the best first: it has its own for some, and regions for few."""
    wanted, region = vosk_code(language) or language, region_of(language)
    names = [wanted, *(name for name, code in ALIASES.items() if code == wanted)]
    asked = [f"{name}-{region}" for name in names if region]
    return [*asked, *(f"{name}-{FIRST_REGION.get(name, name)}" for name in names), *names]


async def fetch(list_url: str, language: str, models: Path, board: ProgressBoard) -> Path | None:
    """Download and unpack a language's small model; None when the site has none."""
    offer = choose(await fetch_json(list_url), language)
    if offer is None:
        return None
    archive = models / f"{offer.name}.zip"
    with board.step(f"Vosk model ({language})") as bar:
        await download(offer.url, archive, offer.promise, bar)
        model = unpack(archive, models, offer.name)
    archive.unlink()
    return model


def unpack(archive: Path, models: Path, name: str) -> Path:
    """Unpack the archive's single directory beside it, atomically."""
    fresh = models / f".{name}.new"
    shutil.rmtree(fresh, ignore_errors=True)
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(fresh)
    if not (fresh / name).is_dir():
        shutil.rmtree(fresh)
        raise OperatorError(f"{archive.name} does not hold {name}", "parley up")
    mark(fresh / name)
    shutil.rmtree(models / name, ignore_errors=True)
    (fresh / name).rename(models / name)
    fresh.rmdir()
    return models / name
