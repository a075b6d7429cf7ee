"""A worker's list of its running jobs, in a file: its successor replaces them if it dies."""

import json
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from server.files import write_private


class RunningJob(NamedTuple):
    """A job's id and the LiveKit name of its room."""

    job: str
    room: str


class JobJournal:
    """The file of the worker at one port; losing it costs the time until the leases expire."""

    def __init__(self, path: Path, port: int) -> None:
        self._path = path
        self._port = port

    def read(self) -> list[RunningJob]:
        """Return the jobs of this port's last worker; none if the file is absent, damaged or another's.

        Workers whose port is 0, any, are not told apart: their successors wait for the leases.
        """
        try:
            found = json.loads(self._path.read_text())
            if not self._port or found["port"] != self._port:
                return []
            return [RunningJob(str(job), str(room)) for job, room in found["jobs"]]
        except (OSError, ValueError, TypeError, LookupError):
            return []

    def write(self, jobs: Iterable[RunningJob]) -> None:
        """Replace the list; a disk that is full or read-only must not stop the worker."""
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            told = json.dumps({"port": self._port, "jobs": list(jobs)})
            write_private(self._path, told, durable=False)  # no job survives a power failure
