"""Which of two agent workers is active."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from agent.worker_lock import WorkerLock
from server.places import ROOT

HOLD = """
import sys, time
from pathlib import Path
from agent.worker_lock import WorkerLock
assert WorkerLock(Path(sys.argv[1])).try_acquire()
print("held", flush=True)
time.sleep(600)
"""


def test_one_at_a_time(tmp_path: Path) -> None:
    """A lock that is held is not given again."""
    first, second = (WorkerLock(tmp_path / "data" / "agent.lock") for _ in range(2))
    assert first.try_acquire()
    assert not second.try_acquire()


@pytest.fixture
def holder(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A process that holds the lock."""
    command = [sys.executable, "-c", HOLD, str(tmp_path / "agent.lock")]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:  # noqa: S603  our own interpreter
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        yield process
        process.kill()


async def test_holder_killed(tmp_path: Path, holder: subprocess.Popen[bytes]) -> None:
    """Who waits has the lock when its holder is killed."""
    acquiring = asyncio.create_task(WorkerLock(tmp_path / "agent.lock").acquire())
    done, _ = await asyncio.wait([acquiring], timeout=0.2)
    assert not done
    holder.kill()
    await asyncio.wait_for(acquiring, 10)
