"""Which of two like processes is active."""

import asyncio
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from server.places import ROOT
from server.process_lock import ProcessLock

HOLD = """
import sys, time
from pathlib import Path
from server.process_lock import ProcessLock
assert ProcessLock(Path(sys.argv[1])).try_acquire()
print("held", flush=True)
time.sleep(600)
"""


def test_one_at_a_time(tmp_path: Path) -> None:
    """A lock that is held is not given again."""
    first, second = (ProcessLock(tmp_path / "data" / "agent.lock") for _ in range(2))
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
    acquiring = asyncio.create_task(ProcessLock(tmp_path / "agent.lock").acquire())
    done, _ = await asyncio.wait([acquiring], timeout=0.2)
    assert not done
    holder.kill()
    await asyncio.wait_for(acquiring, 10)


async def test_standby_that_only_waits(tmp_path: Path, holder: subprocess.Popen[bytes]) -> None:
    """A process that does nothing else has the lock, with its process id in it, when the holder is killed."""
    path = tmp_path / "agent.lock"
    waiting = asyncio.create_task(asyncio.to_thread(ProcessLock(path).acquire_blocking))
    holder.kill()
    await asyncio.wait_for(waiting, 10)
    assert path.read_text() == str(os.getpid())
