"""One child, and what it started."""

import signal
from pathlib import Path

import psutil
import pytest

from server.operator_error import OperatorError
from server.stack.child_process import Child, ready, start


async def shell(script: str, tmp_path: Path) -> Child:
    """Start a script, and wait until it says that it runs."""
    child = await start("it", ["sh", "-c", script], log=tmp_path / "log")
    await ready(child, lambda: says(tmp_path / "log"), within_s=20)
    return child


async def says(log: Path) -> bool:
    """Tell whether the script said that it runs."""
    return "running" in log.read_text()


async def never() -> bool:
    """Answer as something that is never ready."""
    return False


async def test_stubborn(tmp_path: Path) -> None:
    """A child that ignores the question is killed, and what it started with it."""
    child = await shell("trap '' TERM; sleep 100 & echo running; while :; do wait; done", tmp_path)
    family = psutil.Process(child.process.pid).children(recursive=True)
    await child.stop(0.2)
    assert child.process.returncode == -signal.SIGKILL
    assert psutil.wait_procs(family, timeout=10)[1] == []


async def test_polite(tmp_path: Path) -> None:
    """A child that leaves when asked is not killed."""
    child = await shell("trap 'exit 0' TERM; echo running; while :; do sleep 0.05; done", tmp_path)
    await child.stop(20)
    assert child.process.returncode == 0


async def test_stopped_twice(tmp_path: Path) -> None:
    """Stopping what is gone does nothing."""
    child = await shell("echo running; sleep 100", tmp_path)
    await child.stop()
    await child.stop()
    assert child.gone


async def test_last_words(tmp_path: Path) -> None:
    """A child that dies before it is ready is an error with its code and the last thing it said."""
    child = await start("it", ["sh", "-c", "echo first; echo last; exit 7"], log=tmp_path / "log")
    with pytest.raises(OperatorError, match="it stopped with code 7: last"):
        await ready(child, never, within_s=20)


async def test_never_ready(tmp_path: Path) -> None:
    """A child that is not ready in time is an error that says how long it was given."""
    child = await shell("echo running; sleep 100", tmp_path)
    with pytest.raises(OperatorError, match="it was not ready after 0 s"):
        await ready(child, never, within_s=0.1)
    await child.stop()
