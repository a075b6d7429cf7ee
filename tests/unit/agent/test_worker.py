"""What the worker process itself holds."""

import subprocess
import sys

import pytest
from livekit.agents.job import RunningJobInfo

from agent import worker
from server.places import ROOT

HELD = "import sys, agent.worker; print(*{'agent.model_preload', 'vosk'} & sys.modules.keys())"


def test_no_model_in_the_worker() -> None:
    """The models are loaded by the forkserver alone: half a gigabyte, and seconds of the worker's start."""
    found = subprocess.run(  # noqa: S603  our own interpreter
        [sys.executable, "-c", HELD], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert found.stdout.split() == []


class NothingBegun(worker.TranscriptionServer):
    """A worker that has no processes yet."""

    @property
    def active_jobs(self) -> list[RunningJobInfo]:
        """None."""
        return []


@pytest.mark.parametrize(("accepted", "takes_another"), [(0, True), (1, True), (worker.max_rooms(), False)])
async def test_rooms_that_begin_at_once(accepted: int, *, takes_another: bool) -> None:
    """A busy worker takes rooms while others that it has accepted are not begun, up to as many as fill it."""
    server = NothingBegun(load_threshold=worker.REFUSE_AT, num_idle_processes=1)
    server._worker_load = worker.CPU_WEIGHT
    server._reserved_slots = accepted
    assert (server._get_effective_load() < worker.REFUSE_AT) == takes_another
