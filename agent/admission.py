"""Decides whether the worker takes another room: by the processor, by memory, and by overload."""

import time
from collections.abc import Callable, Iterable
from typing import Protocol

import psutil

from agent.capacity_record import SpeakerCapacity
from agent.load_exchange import MachineLoad
from agent.load_shedding import Step

REFUSE_AT = 0.69
"""Just under LiveKit's `agents.target_load`, above which it dispatches no job."""
CPU_WEIGHT = 0.6
"""CPU load makes LiveKit prefer another worker but refuses no room: late captions are better than none."""
ROOM_CORES = 0.07
"""What a room takes while nobody speaks (measured): 4 % in LiveKit's client, 3 % in Python."""
MIN_FREE_MEMORY = 0.08
"""With a smaller share of memory free, no room is accepted."""
NEW_ROOM_S = 60.0
"""After so long a room's speakers and its memory are in what is measured."""
NEW_ROOM_SPEAKERS = 0.1
"""What a new room counts as until then: most begin with people who wait for others."""
NEW_ROOM_BYTES = 400 << 20
"""A room's private memory and one Vosk recognizer."""
AVERAGE_S = 30.0
"""Time constant of the number of speakers: people stop and begin."""
REASONS = ("processor", "memory", "overload")


class Memory(Protocol):
    """Of the machine, in bytes."""

    @property
    def total(self) -> int:
        """All there is."""

    @property
    def available(self) -> int:
        """What a new process can have."""


class SpeakerAverage:
    """Moving average of the share of the machine that those who speak take."""

    def __init__(self) -> None:
        self.share = 0.0
        self._at_s: float | None = None

    def update(self, share: float, now_s: float) -> None:
        """Take the present share."""
        if self._at_s is not None:
            weight = min(1.0, (now_s - self._at_s) / AVERAGE_S)
            self.share += weight * (share - self.share)
        self._at_s = now_s


class Admission:
    """Of one worker; a room beyond what fills it goes to another worker, or waits for place."""

    def __init__(
        self,
        capacity: SpeakerCapacity,
        machine: MachineLoad,
        memory: Callable[[], Memory] = psutil.virtual_memory,
        now_s: Callable[[], float] = time.monotonic,
    ) -> None:
        self.capacity = capacity
        self.machine = machine
        self._memory = memory
        self._now_s = now_s
        self._speakers = SpeakerAverage()
        self._since_s: dict[str, float] = {}
        """When each job was first seen."""

    def shares(self, jobs: Iterable[str], reserved: int) -> dict[str, float]:
        """Take the present load and return how full the worker is, by reason, 1 being full.

        `reserved` rooms are accepted and not begun.
        """
        now_s = self._now_s()
        self._since_s = {job: self._since_s.get(job, now_s) for job in jobs}
        new = reserved + sum(now_s - since_s < NEW_ROOM_S for since_s in self._since_s.values())
        machine = self.machine
        present = sum(machine.speaking_to(engine) / self.capacity.of(engine) for engine in machine.engines)
        self._speakers.update(present, now_s)
        memory = self._memory()
        free = memory.available - new * NEW_ROOM_BYTES
        speakers = self._speakers.share + new * NEW_ROOM_SPEAKERS / self.capacity.of("")
        rooms = (len(self._since_s) + reserved) * ROOM_CORES / self.capacity.cores
        return {
            "processor": speakers + rooms,
            "memory": float(free < MIN_FREE_MEMORY * memory.total),
            "overload": float(machine.update() >= Step.NEW_ROOMS),
        }

    def fullness(self, jobs: Iterable[str], reserved: int) -> float:
        """From REFUSE_AT on the worker takes no room."""
        return min(1.0, REFUSE_AT * max(self.shares(jobs, reserved).values()))

    def load(self, jobs: Iterable[str]) -> float:
        """The worker's load, 0 to 1; called at intervals, in which the processor's load is taken."""
        return max(self.fullness(jobs, 0), CPU_WEIGHT * psutil.cpu_percent() / 100)
