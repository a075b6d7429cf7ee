"""Where this code lies, and where it keeps what it fetches, builds and remembers; standard library only."""

import os
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
"""What holds the packages `server`, `agent` and `migrations`: a clone, or an environment's site-packages."""


def is_clone() -> bool:
    """Whether this code runs from its source tree, not from an installed package."""
    return (ROOT / "Procfile").exists()


def home(environ: Mapping[str, str] = os.environ) -> Path:
    """PARLEY_HOME, else `.parley` beside a clone, else `.parley` in the person's own directory."""
    told = environ.get("PARLEY_HOME", "").strip()
    return Path(told or (ROOT if is_clone() else Path.home()) / ".parley").absolute()


def data(environ: Mapping[str, str] = os.environ) -> Path:
    """PARLEY_DATA, else `data` in the home: meetings, secrets and logs of one stack."""
    told = environ.get("PARLEY_DATA", "").strip()
    return Path(told or home(environ) / "data").absolute()


def sources(environ: Mapping[str, str] = os.environ) -> Path:
    """The tree one builds in: the clone, or where an installed package lays its own out."""
    return ROOT if is_clone() else home(environ) / "source"
