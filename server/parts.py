"""Which parts of a stack are down: told by who runs them, read by the doctor and by `/readyz`."""

import contextlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from server.files import write_private

FILE = "parts.json"
"""In the stack's data directory; there while a part is down."""


@dataclass(frozen=True)
class Outage:
    """One part that does not run."""

    said: str
    """What ended it, for the operator: its last log line may be in it."""
    mend: str
    since: str
    """ISO 8601, UTC."""
    failures: int
    """How often in a row it ended or did not start."""
    is_stuck: bool
    """Whether it was started in vain so often that somebody has to look; it is tried on."""


def write_outages(data: Path, outages: Mapping[str, Outage]) -> None:
    """Replace what is told; without an outage there is no file. On a full disk it is not told."""
    told = data / FILE
    with contextlib.suppress(OSError):
        if outages:
            write_private(told, json.dumps({name: asdict(outage) for name, outage in outages.items()}))
        else:
            told.unlink(missing_ok=True)


def outages(data: Path) -> dict[str, Outage]:
    """The parts that are down, by name; none where nobody tells."""
    try:
        told: dict[str, dict[str, Any]] = json.loads((data / FILE).read_text())
        return {name: Outage(**fields) for name, fields in told.items()}
    except (OSError, ValueError, TypeError):
        return {}
