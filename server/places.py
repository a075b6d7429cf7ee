"""Directories of the code, of downloads and builds, and of data; standard library only."""

import os
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
"""The directory of the packages `server`, `agent` and `migrations`: a clone, or site-packages."""


def is_clone() -> bool:
    """Whether this code runs from its source tree, not from an installed package."""
    return (ROOT / "Procfile").exists()


def home(environ: Mapping[str, str] = os.environ) -> Path:
    """PARLEY_HOME, else `.parley` in a clone, else `~/.parley`."""
    told = environ.get("PARLEY_HOME", "").strip()
    return Path(told or (ROOT if is_clone() else Path.home()) / ".parley").absolute()


def data(environ: Mapping[str, str] = os.environ) -> Path:
    """PARLEY_DATA, else `data` in the home: meetings, secrets and logs of one stack."""
    told = environ.get("PARLEY_DATA", "").strip()
    return Path(told or home(environ) / "data").absolute()


def sources(environ: Mapping[str, str] = os.environ) -> Path:
    """The tree to build in: the clone, or the directory to which an installed package unpacks its own."""
    return ROOT if is_clone() else home(environ) / "source"


def recordings(environ: Mapping[str, str], directory: Path) -> tuple[Path, str]:
    """PARLEY_RECORDINGS, else `recordings` in the data `directory`: where they are written, and their bucket.

    Where it names a bucket they are written to the directory that is used without it.
    """
    told = environ.get("PARLEY_RECORDINGS", "").strip()
    if "://" in told:
        return directory / "recordings", told.rstrip("/")
    return Path(told or directory / "recordings"), ""
