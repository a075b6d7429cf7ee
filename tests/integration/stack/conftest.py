"""A stack in its own tree: real engines, and stand-ins for the processes of the Procfile."""

import asyncio
import json
import os
import signal
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from server.places import ROOT, home
from server.stack import go_engines, web_client
from server.stack.layout import Layout
from tests.integration.conftest import copy_data

READY_S = 120
DOWN_S = 20
UP = (
    "import sys; from pathlib import Path; from server.__main__ import main; from server import bootstrap; "
    "import server.stack.layout as layout; layout.ROOT = Path(sys.argv[1]); sys.exit(main(sys.argv[2:]))"
)


@dataclass
class Up:
    """One `parley up` as a process of its own."""

    layout: Layout
    process: asyncio.subprocess.Process

    @property
    def settings(self) -> dict[str, str]:
        """What it told its processes."""
        env: dict[str, str] = json.loads(self.layout.state.read_text())["env"]
        return env

    async def ready(self) -> None:
        """Wait until it says so, by the file it leaves then."""
        async with asyncio.timeout(READY_S):
            while not self.layout.state.exists():
                if self.process.returncode is not None:
                    raise AssertionError(await self.said())
                await asyncio.sleep(0.05)

    async def said(self) -> str:
        """Everything it wrote, once it is over."""
        assert self.process.stdout is not None
        written = await self.process.stdout.read()
        await self.process.wait()
        return written.decode()

    async def over(self) -> int:
        """Wait until it ended; its exit code."""
        async with asyncio.timeout(DOWN_S):
            return await self.process.wait()

    def family(self) -> list[psutil.Process]:
        """Every process it started, and those they started."""
        return psutil.Process(self.process.pid).children(recursive=True)


@dataclass
class Tower:
    """Starts stacks on one tree."""

    layout: Layout
    started: list[Up]

    def pid(self, name: str) -> int:
        """The process number of a stand-in as it runs now."""
        return int((self.layout.data / f"{name}.pids").read_text().split()[0])

    async def up(self, *options: str) -> Up:
        """Run `parley up --small --port 0` with more options: stand-ins have no standbys."""
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-c", UP, str(self.layout.root), "up", "--small", "--port", "0",
            *options,
            stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.STDOUT, cwd=ROOT,
            env={**os.environ, "PARLEY_DATA": str(self.layout.data), "PARLEY_OFFLINE": "1",
                 "OLLAMA_HOST": ""},
        )  # fmt: skip
        up = Up(self.layout, process)
        self.started.append(up)
        return up


async def tower_in(directory: Path) -> AsyncIterator[Tower]:
    """Lay out a tree with a Procfile of stand-ins; what is left running is ended."""
    if go_engines.find(Layout.of(), go_engines.LIVEKIT) is None:
        pytest.skip("livekit-server is not built: run python3 -m server test")
    (directory / "web" / "dist").mkdir(parents=True)
    (directory / "web" / "dist" / ".sources").write_text(web_client.sources(directory / "web"))
    (directory / "engines").symlink_to(ROOT / "engines")
    names = ("web", "agent", "minutes", "jobs", "whisper")
    lines = [
        f"{name}: {sys.executable} {Path(__file__).parent / 'stand_in_process.py'} {name}\n" for name in names
    ]
    (directory / "Procfile").write_text("".join(lines))
    tower = Tower(Layout(directory, home(), directory / "data"), [])
    yield tower
    for up in tower.started:
        if up.process.returncode is None:
            up.process.send_signal(signal.SIGTERM)
            await up.over()


@pytest.fixture
async def bare_tower(tmp_path: Path) -> AsyncIterator[Tower]:
    """A tree of this test alone, where nothing ever ran."""
    async for tower in tower_in(tmp_path):
        yield tower


@pytest.fixture(scope="session")
async def data_of_a_stack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a first stack leaves when it is told to end."""
    async for tower in tower_in(tmp_path_factory.mktemp("first")):
        first = await tower.up()
        await first.ready()
        first.process.send_signal(signal.SIGTERM)
        assert await first.over() == 0
    return tower.layout.data


@pytest.fixture
async def tower(tmp_path: Path, data_of_a_stack: Path) -> AsyncIterator[Tower]:
    """A tree of this test alone, where a stack ran before."""
    await copy_data(data_of_a_stack, tmp_path / "data")
    async for tower in tower_in(tmp_path):
        yield tower
