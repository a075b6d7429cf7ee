"""What fills a worker, and which measurement its admission believes."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pytest
from livekit.agents.job import RunningJobInfo

from agent.admission import AVERAGE_S, NEW_ROOM_S, REFUSE_AT, Admission
from agent.capacity_record import (
    DEFAULT_PER_CORE,
    NAME,
    Machine,
    Measured,
    SpeakerCapacity,
    read_capacity,
    write_capacity,
)
from agent.engine_load import LoadFigure
from agent.load_exchange import JobLoad, MachineLoad
from agent.worker import TranscriptionServer
from tests.unit.agent.test_load_shedding import Clock

HERE = Machine("AMD EPYC", 2)
SMALL, LARGE = Measured("whisper", "whisper-tiny.en", 8), Measured("whisper", "whisper-base", 3)
GB = 1 << 30


@dataclass
class Memory:
    """A machine's memory."""

    total: int = 24 * GB
    available: int = 22 * GB


@dataclass
class Hall:
    """A worker's rooms."""

    speakers: int = 8
    clock: Clock = field(default_factory=Clock)
    memory: Memory = field(default_factory=Memory)
    machine: MachineLoad = field(default_factory=MachineLoad)
    jobs: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        """Admit by what was measured."""
        capacity = SpeakerCapacity(2, {"vosk": self.speakers, "whisper": self.speakers})
        self.admission = Admission(capacity, self.machine, lambda: self.memory, self.clock)

    def speak(self, speaking: int, engine: str = "vosk", seconds: float = 20 * AVERAGE_S) -> None:
        """Let so many speak, each in a room, promptly captioned."""
        for number in range(speaking):
            self.machine.report((engine, number), JobLoad(engine, LoadFigure(0.1, 1, 1)))
        self.pass_time(seconds)

    def pass_time(self, seconds: float) -> None:
        """Look at the load each second, as LiveKit's worker does."""
        for _ in range(round(seconds)):
            self.clock.now_s += 1.0
            self.takes_room()

    def takes_room(self, reserved: int = 0) -> bool:
        """Whether another room is taken."""
        return max(self.admission.shares(self.jobs, reserved).values()) < 1


def test_twenty_rooms_with_churn() -> None:
    """On 2 cores and 24 GB twenty rooms are taken that all begin at once; no more once a quarter speaks."""
    hall = Hall()
    for number in range(20):
        assert hall.takes_room(reserved=1)
        hall.jobs.append(str(number))
    hall.pass_time(NEW_ROOM_S + 1)
    hall.speak(1)
    assert hall.takes_room(reserved=1)
    hall.speak(5)
    assert not hall.takes_room()


def test_speakers_fill() -> None:
    """Rooms in which as many speak as were measured fill the worker, few as they are, while they speak."""
    hall = Hall(speakers=3)
    hall.jobs = ["a", "b", "c"]
    hall.speak(2)
    assert hall.takes_room()
    hall.speak(4)
    assert not hall.takes_room()
    for number in range(4):
        hall.machine.forget(("vosk", number))
    hall.pass_time(2 * AVERAGE_S)
    assert hall.takes_room()


def test_short_peak() -> None:
    """Many who speak for a few seconds refuse no room."""
    hall = Hall(speakers=3)
    hall.speak(6, seconds=5)
    assert hall.takes_room()


def test_engines_share_the_machine() -> None:
    """Half of what one engine carries and half of the other's are the whole."""
    hall = Hall(speakers=4)
    hall.speak(2, "vosk")
    hall.speak(3, "whisper")
    assert not hall.takes_room()


def test_memory_of_new_rooms() -> None:
    """Memory that new rooms will need is taken already; of old ones it is measured."""
    hall = Hall(memory=Memory(8 * GB, 2 * GB))
    hall.jobs = ["a", "b"]
    assert hall.takes_room(reserved=1)
    assert not hall.takes_room(reserved=2)
    hall.pass_time(NEW_ROOM_S + 1)
    assert hall.takes_room(reserved=2)


def test_overload() -> None:
    """While finals come too late, whatever the reason, no room is taken."""
    hall = Hall()
    hall.machine.report("a", JobLoad("vosk", LoadFigure(6.0, 3, 1)))
    assert not hall.takes_room()
    assert hall.admission.fullness([], 0) >= REFUSE_AT


class NothingBegun(TranscriptionServer):
    """A worker that has no processes yet."""

    @property
    def active_jobs(self) -> list[RunningJobInfo]:
        """None."""
        return []


async def test_rooms_that_begin_at_once() -> None:
    """A busy worker takes rooms while others that it has accepted are not begun, up to what fills it."""
    server = NothingBegun(Hall(memory=Memory(8 * GB, 2 * GB)).admission, num_idle_processes=1)
    server._worker_load = 0.6
    for accepted, takes_another in ((0, True), (3, True), (4, False)):
        server._reserved_slots = accepted
        assert (server._get_effective_load() < REFUSE_AT) == takes_another


def test_measured(tmp_path: Path) -> None:
    """What was measured is used, of several models of an engine the slowest; of other engines the default."""
    write_capacity(tmp_path, HERE, [SMALL])
    assert read_capacity(tmp_path, HERE, [SMALL.model, LARGE.model]).of("whisper") == 8
    write_capacity(tmp_path, HERE, [LARGE])
    found = read_capacity(tmp_path, HERE, [SMALL.model, LARGE.model])
    assert (found.of("whisper"), found.of("vosk")) == (3, 2 * DEFAULT_PER_CORE)
    write_capacity(tmp_path, HERE, [replace(LARGE, speakers=0)])
    assert read_capacity(tmp_path, HERE, [LARGE.model]).of("whisper") == 1


def test_not_measured(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without a file the default holds, and nothing is logged."""
    assert read_capacity(tmp_path, HERE, []).of("whisper") == 2 * DEFAULT_PER_CORE
    assert "capacity_ignored" not in capsys.readouterr().out


def spoil(**changes: Any) -> Callable[[str], str]:
    """Change fields of the file."""
    return lambda text: json.dumps({**json.loads(text), **changes})


@pytest.mark.parametrize(
    "change",
    [
        spoil(cpu="another"),
        spoil(cores=64),
        spoil(version=0),
        spoil(measured=[{"engine": "whisper"}]),
        spoil(measured=[{"engine": "whisper", "model": SMALL.model, "speakers": "many"}]),
        spoil(measured=[{"engine": "whisper", "model": SMALL.model, "speakers": -1}]),
        spoil(measured=[{"engine": "whisper", "model": "removed", "speakers": 99}]),
        spoil(measured=7),
        lambda text: text[: len(text) // 2],
        lambda _: "[]",
        lambda _: "",
    ],
)
def test_stale_or_damaged(
    change: Callable[[str], str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A file of another machine or models, or a damaged one, is ignored with a line in the log."""
    write_capacity(tmp_path, HERE, [SMALL])
    file = tmp_path / NAME
    file.write_text(change(file.read_text()))
    assert read_capacity(tmp_path, HERE, [SMALL.model]).of("whisper") == 2 * DEFAULT_PER_CORE
    assert "capacity_ignored" in capsys.readouterr().out


def test_damaged_is_replaced(tmp_path: Path) -> None:
    """A damaged file does not keep a new measurement from being stored."""
    (tmp_path / NAME).write_bytes(b"\xff\xfe")
    write_capacity(tmp_path, HERE, [SMALL])
    assert read_capacity(tmp_path, HERE, [SMALL.model]).of("whisper") == 8
