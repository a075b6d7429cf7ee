"""Vosk's download site: its list of models, and downloads from it."""

import re
import shutil
import zipfile
from dataclasses import dataclass
from pathlib import Path

from server.operator_error import OperatorError
from server.progress_board import ProgressBoard
from server.stack.download import ExpectedFile, download, fetch_json

NAME = re.compile(r"vosk-model-[A-Za-z0-9._-]+")


@dataclass(frozen=True)
class Offer:
    """One entry of the list."""

    name: str
    url: str
    promise: ExpectedFile


def choose(listed: object, language: str) -> Offer | None:
    """Choose the current small model of a language (`en` takes `en-us`)."""
    wanted, _, region = language.lower().replace("_", "-").partition("-")
    codes = (
        [f"{wanted}-{region}"] if region else [wanted, "en-us" if wanted == "en" else f"{wanted}-{wanted}"]
    )
    found = []
    for entry in listed if isinstance(listed, list) else []:
        if entry.get("lang") not in codes or entry.get("type") != "small" or entry.get("obsolete") == "true":
            continue
        if not NAME.fullmatch(entry["name"]):
            continue
        promise = ExpectedFile(int(entry["size"]), "md5", entry["md5"])
        found.append((str(entry["version"]), Offer(entry["name"], entry["url"], promise)))
    return max(found, key=lambda pair: pair[0])[1] if found else None


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
    shutil.rmtree(models / name, ignore_errors=True)
    (fresh / name).rename(models / name)
    fresh.rmdir()
    return models / name
