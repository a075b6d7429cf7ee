"""Every second each job tells the worker its engine's load, and learns what the whole machine sheds.

One line of JSON each way over a Unix socket. A job whose worker does not answer sheds by its own load alone.
"""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from time import monotonic

import structlog

from agent.engine_load import LoadFigure, mean_load
from agent.job_reports import short_address
from agent.load_shedding import LoadShedding, Step

ANSWER_S = 2.0

log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class JobLoad:
    """From a job: its engine, and how it keeps up."""

    engine: str
    figure: LoadFigure

    def encode(self) -> bytes:
        """One line."""
        return json.dumps([self.engine, asdict(self.figure)]).encode() + b"\n"

    @classmethod
    def decode(cls, line: bytes) -> "JobLoad":
        """Parse; raises ValueError, TypeError or LookupError on anything else."""
        engine, figure = json.loads(line)
        total, utterances, speaking = figure["total"], figure["utterances"], figure["speaking"]
        return cls(str(engine), LoadFigure(float(total), int(utterances), int(speaking)))


@dataclass(frozen=True, slots=True)
class SharedSteps:
    """From the worker: what is shed for the job's own engine, and for the engine that is worst off."""

    engine: Step = Step.NOTHING
    machine: Step = Step.NOTHING

    def encode(self) -> bytes:
        """One line."""
        return json.dumps([self.engine, self.machine]).encode() + b"\n"

    @classmethod
    def decode(cls, line: bytes) -> "SharedSteps":
        """Parse; raises ValueError or TypeError on anything else."""
        engine, machine = json.loads(line)
        return cls(Step(engine), Step(machine))


class MachineLoad:
    """The worker's view of all its jobs, by engine."""

    def __init__(self, now_s: Callable[[], float] = monotonic) -> None:
        self._now_s = now_s
        self._jobs: dict[object, JobLoad] = {}
        self._shedding: dict[str, LoadShedding] = {}

    def report(self, job: object, load: JobLoad) -> SharedSteps:
        """Take a job's latest figure, and return what it is to shed."""
        self._jobs[job] = load
        machine = self.update()
        return SharedSteps(self._shedding[load.engine].step, machine)

    def forget(self, job: object) -> None:
        """Drop a job that has ended."""
        self._jobs.pop(job, None)

    def load_of(self, engine: str) -> float:
        """The mean load of an engine's utterances in all jobs."""
        return mean_load(each.figure for each in self._jobs.values() if each.engine == engine)

    @property
    def engines(self) -> set[str]:
        """The engines of the jobs that run."""
        return {each.engine for each in self._jobs.values()}

    def speaking_to(self, engine: str) -> int:
        """How many speak to an engine now, in all jobs."""
        return sum(each.figure.speaking for each in self._jobs.values() if each.engine == engine)

    def update(self) -> Step:
        """Take the present load of each engine; return what the one that is worst off sheds."""
        for engine in self.engines - self._shedding.keys():
            self._shedding[engine] = LoadShedding(self._now_s)
        steps = [shedding.update(self.load_of(engine)) for engine, shedding in self._shedding.items()]
        return max(steps, default=Step.NOTHING)

    @contextlib.asynccontextmanager
    async def open(self, path: Path) -> AsyncIterator[None]:
        """Answer jobs at a Unix socket while the block runs; where none can be, that is only logged."""
        try:
            await asyncio.to_thread(path.parent.mkdir, mode=0o700, parents=True, exist_ok=True)
            with short_address(path) as address:
                server = await asyncio.start_unix_server(self._serve, address)
            await asyncio.to_thread(path.chmod, 0o600)
        except OSError as error:
            log.warning("load_not_exchanged", error=type(error).__name__)
            yield
            return
        try:
            yield
        finally:
            server.close()
            await asyncio.to_thread(path.unlink, missing_ok=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        job = object()
        try:
            while line := await reader.readline():
                writer.write(self.report(job, JobLoad.decode(line)).encode())
                await writer.drain()
        except (ValueError, TypeError, LookupError, ConnectionError) as error:
            log.warning("job_load_refused", error=type(error).__name__)
        finally:
            self.forget(job)
            writer.close()


class LoadReporter:
    """A job's connection to its worker, opened on first use and again when lost."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._connection: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def exchange(self, load: JobLoad) -> SharedSteps:
        """Report and return the answer; nothing is shed for others where no worker answers."""
        try:
            async with asyncio.timeout(ANSWER_S):
                reader, writer = self._connection = self._connection or await self._connect()
                writer.write(load.encode())
                await writer.drain()
                return SharedSteps.decode(await reader.readline())
        except (OSError, TimeoutError, ValueError, TypeError):
            self.close()
            return SharedSteps()

    def close(self) -> None:
        """Close the connection."""
        if self._connection is not None:
            self._connection[1].close()
        self._connection = None

    async def _connect(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        with short_address(self._path) as address:
            return await asyncio.open_unix_connection(address)


def load_socket(data: Path, port: int) -> Path:
    """Where the worker with this health page takes its jobs' loads."""
    return data / "run" / f"job-loads-{port}.sock"
