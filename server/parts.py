"""The parts of a stack that are down: written by the supervisor, read by `parley doctor` and `/readyz`."""

import contextlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from server.files import write_private

FILE = "parts.json"
"""In the stack's data directory; exists while a part is down."""


@dataclass(frozen=True)
class Outage:
    """A part that is down."""

    said: str
    """Why it exited, for the operator; may contain its last log line."""
    fix: str
    since: str
    """ISO 8601, UTC."""
    failures: int
    """Exits and failed starts in a row."""
    is_stuck: bool
    """Whether it failed so often that an operator must look; restarts continue."""


def write_outages(data: Path, outages: Mapping[str, Outage]) -> None:
    """Replace the file, or delete it without outages. On a full disk nothing is written."""
    told = data / FILE
    with contextlib.suppress(OSError):
        if outages:
            write_private(told, json.dumps({name: asdict(outage) for name, outage in outages.items()}))
        else:
            told.unlink(missing_ok=True)


def outages(data: Path) -> dict[str, Outage]:
    """Return the outages by part; empty without a file."""
    try:
        told: dict[str, dict[str, Any]] = json.loads((data / FILE).read_text())
        return {name: Outage(**fields) for name, fields in told.items()}
    except (OSError, ValueError, TypeError):
        return {}
