"""How long a part waits until it is started again."""

import os
from pathlib import Path

from server.parts import Outage, outages, write_outages
from server.progress_board import ProgressBoard
from server.stack.child_process import Child, Program, start
from server.stack.supervisor import FIRST_PAUSE_S, LONGEST_PAUSE_S, Supervisor, pause_s


def test_at_once_and_then_slower() -> None:
    """The first start follows at once, each later one after twice the time, up to a limit."""
    pauses = [pause_s(failures) for failures in range(1, 12)]
    assert pauses[:3] == [FIRST_PAUSE_S, 2 * FIRST_PAUSE_S, 4 * FIRST_PAUSE_S]
    assert pauses[-1] == LONGEST_PAUSE_S


def test_outages_are_read_as_they_were_told(tmp_path: Path) -> None:
    """What one process writes another reads."""
    told = {"agent": Outage("agent stopped with code 3", "tail log", "2026-03-02T10:00:00+00:00", 3, True)}
    write_outages(tmp_path, told)
    assert outages(tmp_path) == told


def test_no_outage_no_file(tmp_path: Path) -> None:
    """When the last part is back nothing is told any more, and neither where nobody told anything."""
    write_outages(tmp_path, {"agent": Outage("", "", "", 1, False)})
    write_outages(tmp_path, {})
    assert outages(tmp_path) == {}


def test_half_a_story(tmp_path: Path) -> None:
    """What cannot be read is no outage."""
    (tmp_path / "parts.json").write_text('{"agent": {"said": ')
    assert outages(tmp_path) == {}


async def test_ended_for_good(tmp_path: Path) -> None:
    """A part that is ended is not started again, and the others go on."""
    started: list[str] = []

    def program(name: str) -> Program:
        async def begin() -> Child:
            started.append(name)
            return await start(name, ["sleep", "60"], log=tmp_path / f"{name}.log", env={"PATH": os.defpath})

        return Program(name, begin, answers, 10)

    async def answers() -> bool:
        return True

    supervisor = Supervisor(ProgressBoard(), tmp_path)
    kept, ended = [await supervisor.begin(program(name), 0) for name in ("kept", "ended")]
    await supervisor.end("ended")
    assert (kept.running, ended.running) == (True, False)
    await supervisor.stop()
    assert started == ["kept", "ended"]
