"""`capacity.json` in PARLEY_DATA: what `parley capacity` measured here, for the worker's admission.

It holds for one processor model, number of cores, and the models measured; otherwise it is ignored.
"""

import json
import os
import platform
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import structlog

from server.files import write_private

NAME = "capacity.json"
VERSION = 1
DEFAULT_PER_CORE = 4.0
"""Simultaneous speakers of an engine that was not measured: an AMD EPYC of 2 cores carries 16 by Whisper
tiny.en, 7 beside other work, and 4 by base. Rather too many: overload is shed, and refuses rooms by itself.
"""
MIN_SPEAKERS = 1.0
"""Also where one was too many: late captions are better than none."""

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class Machine:
    """What a measurement holds for."""

    cpu: str
    cores: int

    @classmethod
    def here(cls) -> "Machine":
        """Describe the machine this runs on."""
        info = Path("/proc/cpuinfo")
        lines = info.read_text().splitlines() if info.exists() else []
        names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
        return cls(names[0] if names else platform.processor() or platform.machine(), os.cpu_count() or 1)


@dataclass(frozen=True, slots=True)
class Measured:
    """One model: so many people may speak at once."""

    engine: str
    model: str
    speakers: int


@dataclass(frozen=True, slots=True)
class SpeakerCapacity:
    """Simultaneous speakers by engine; of an engine that was not measured, the default."""

    cores: int
    measured: dict[str, int]

    def of(self, engine: str) -> float:
        """How many may speak at once if nobody uses another engine."""
        return max(MIN_SPEAKERS, float(self.measured.get(engine, DEFAULT_PER_CORE * self.cores)))


def write_capacity(directory: Path, machine: Machine, found: Iterable[Measured]) -> None:
    """Store a measurement; of models that were not measured now, those of this machine stay."""
    kept = {(each.engine, each.model): each for each in _read(directory, machine)}
    kept |= {(each.engine, each.model): each for each in found}
    document = {"version": VERSION, **asdict(machine), "measured": [asdict(each) for each in kept.values()]}
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_private(directory / NAME, json.dumps(document, indent=1) + "\n")


def read_capacity(directory: Path, machine: Machine, models: Iterable[str]) -> SpeakerCapacity:
    """Read what was measured here of installed models; of an engine's, the slowest counts."""
    installed, slowest = set(models), dict[str, int]()
    for each in _read(directory, machine):
        if each.model in installed:
            slowest[each.engine] = min(each.speakers, slowest.get(each.engine, each.speakers))
        else:
            log.info("capacity_ignored", reason="the model is not installed", model=each.model)
    return SpeakerCapacity(machine.cores, slowest)


def _read(directory: Path, machine: Machine) -> list[Measured]:
    try:
        text = (directory / NAME).read_text()
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        log.warning("capacity_ignored", reason="it cannot be read", error=type(error).__name__)
        return []
    try:
        document = json.loads(text)
        if document["version"] != VERSION or Machine(document["cpu"], document["cores"]) != machine:
            log.warning("capacity_ignored", reason="it was measured on another machine")
            return []
        return [_measured(each) for each in document["measured"]]
    except (ValueError, TypeError, LookupError) as error:
        log.warning("capacity_ignored", reason="it is damaged", error=type(error).__name__)
        return []


def _measured(told: dict[str, object]) -> Measured:
    engine, model, speakers = told["engine"], told["model"], told["speakers"]
    if not (isinstance(engine, str) and isinstance(model, str) and type(speakers) is int and speakers >= 0):
        raise TypeError("not a measurement")
    return Measured(engine, model, speakers)
