"""The speech models that do not load: written by the processes that found out, read by commands."""

import contextlib
import json
from collections.abc import Collection
from pathlib import Path

from server.files import write_private
from server.models import Engine

FILE = "damaged-{}.json"
"""In the stack's data directory, for each engine; exists while one of its models does not load."""


def write_damaged(data: Path, engine: Engine, models: Collection[Path]) -> None:
    """Replace an engine's list. On a full disk nothing is written."""
    told = data / FILE.format(engine)
    with contextlib.suppress(OSError):
        if models:
            data.mkdir(parents=True, exist_ok=True)
            write_private(told, json.dumps(sorted(map(str, models))))
        else:
            told.unlink(missing_ok=True)


def damaged_models(data: Path) -> set[Path]:
    """Return the models that did not load when they were last wanted."""
    found: set[Path] = set()
    for told in data.glob(FILE.format("*")):
        with contextlib.suppress(OSError, ValueError):
            found.update(map(Path, json.loads(told.read_text())))
    return found
