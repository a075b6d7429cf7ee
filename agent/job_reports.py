"""Job processes report their metrics to their worker, so that one page shows all rooms.

A report is a datagram with all figures since the process began: a lost one is made up by the next, and one
that stays the last is the sum of what the process did. Nothing is written to disk, and nothing is left of a
process but its sums.
"""

import asyncio
import contextlib
import json
import os
import socket
import threading
import zlib
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import structlog
from prometheus_client.core import Metric
from prometheus_client.registry import Collector

from agent.job_metrics import JOB_MEMORY, JOBS

REPORT_S = 5.0
SEND_TIMEOUT_S = 1.0
MAX_REPORT_BYTES = 200_000
"""Less than the kernel's default limit of a datagram; compressed, one language takes 2 kB."""
MAX_PLAIN_BYTES = 16 << 20

Series = tuple[str, tuple[tuple[str, str], ...]]
"""A sample's name and labels."""
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class JobReport:
    """All samples of one process since it began."""

    pid: int
    samples: dict[Series, float]

    def encode(self) -> bytes:
        """Serialize as compressed JSON."""
        plain = json.dumps([self.pid, [[*key, value] for key, value in self.samples.items()]])
        return zlib.compress(plain.encode(), zlib.Z_BEST_SPEED)

    @classmethod
    def decode(cls, raw: bytes) -> "JobReport":
        """Parse; raises ValueError, TypeError or LookupError on anything else."""
        try:
            pid, samples = json.loads(zlib.decompressobj().decompress(raw, MAX_PLAIN_BYTES))
        except zlib.error as error:
            raise ValueError("not compressed") from error
        found = {
            (str(name), tuple((k, v) for k, v in labels)): float(value) for name, labels, value in samples
        }
        return cls(int(pid), found)


def report() -> JobReport:
    """Return this process's report."""
    samples = {
        (sample.name, tuple(sample.labels.items())): sample.value
        for family in JOBS.collect()
        for sample in family.samples
    }
    return JobReport(os.getpid(), samples)


class JobReporter:
    """Sends reports from a thread of its own, so that the event loop waits for nothing."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._process = psutil.Process()

    def start(self) -> None:
        """Report every REPORT_S until the process ends."""
        threading.Thread(target=self._run, name="job-reports", daemon=True).start()

    def send(self) -> None:
        """Send one report; without a worker that listens nothing happens."""
        with contextlib.suppress(psutil.Error):
            JOB_MEMORY.set(self._process.memory_full_info().uss)
        raw = report().encode()
        with (
            contextlib.suppress(OSError),
            socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender,
            short_address(self._path) as address,
        ):
            sender.settimeout(SEND_TIMEOUT_S)
            sender.sendto(raw, address)

    def _run(self) -> None:
        pause = threading.Event()
        while True:
            self.send()
            pause.wait(REPORT_S)


class JobReports(Collector):
    """The worker's sum over its jobs: of those that ended, counters and histograms stay."""

    def __init__(self, is_alive: Callable[[int], bool] = psutil.pid_exists) -> None:
        self._is_alive = is_alive
        self._receiver: socket.socket | None = None
        self._live: dict[int, dict[Series, float]] = {}
        self._ended: dict[Series, float] = {}
        self._families = {each.name: each for each in JOBS.collect()}
        """What a job that did nothing would report: names, types and texts."""
        self._gauges = {name for name, each in self._families.items() if each.type == "gauge"}

    def receive(self, raw: bytes) -> None:
        """Keep the latest report of a process."""
        try:
            latest = JobReport.decode(raw)
        except (ValueError, TypeError, LookupError):
            log.warning("job_report_refused", size=len(raw))
        else:
            self._live[latest.pid] = latest.samples

    def collect(self) -> Iterable[Metric]:
        """Return the sums, one family for each metric of a job."""
        self._take()
        sums = dict(self._ended)
        for samples in self._live.values():
            _add(sums, samples)
        for name, family in self._families.items():
            yield _summed(family, sums, keeps_own=name not in self._gauges)

    def describe(self) -> Iterable[Metric]:
        """The families of a job."""
        return self._families.values()

    @contextlib.asynccontextmanager
    async def received(self, path: Path) -> AsyncIterator[None]:
        """Take reports at a Unix socket while the block runs; where none can be, that is only logged."""
        loop = asyncio.get_running_loop()
        try:
            self._receiver = receiver = await asyncio.to_thread(_bound, path)
        except OSError as error:
            log.warning("job_reports_not_received", error=type(error).__name__)
            yield
            return
        loop.add_reader(receiver, self._take)
        try:
            yield
        finally:
            loop.remove_reader(receiver)
            self._receiver = None
            receiver.close()
            await asyncio.to_thread(path.unlink, missing_ok=True)

    def _take(self) -> None:
        """Read what has arrived, then sum up who has ended: of a dead process nothing more can arrive."""
        dead = [pid for pid in self._live if not self._is_alive(pid)]
        with contextlib.suppress(BlockingIOError):
            while self._receiver is not None:
                self.receive(self._receiver.recv(MAX_REPORT_BYTES))
        for pid in dead:
            samples = self._live.pop(pid)
            _add(self._ended, {key: value for key, value in samples.items() if key[0] not in self._gauges})


def _add(sums: dict[Series, float], samples: dict[Series, float]) -> None:
    for key, value in samples.items():
        sums[key] = sums.get(key, 0.0) + value


def _summed(family: Metric, sums: dict[Series, float], *, keeps_own: bool) -> Metric:
    """Return a family's sums; `keeps_own`: series that no job has reported yet are zero."""
    names = {family.name, *(f"{family.name}_{suffix}" for suffix in ("total", "bucket", "count", "sum"))}
    found = Metric(family.name, family.documentation, family.type)
    if keeps_own:
        sums = {**{(each.name, tuple(each.labels.items())): 0.0 for each in family.samples}, **sums}
    for (name, labels), value in sums.items():
        if name in names:
            found.add_sample(name, dict(labels), value)
    return found


def _bound(path: Path) -> socket.socket:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    receiver = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    try:
        with short_address(path) as address:
            receiver.bind(address)
        path.chmod(0o600)
    except OSError:
        receiver.close()
        raise
    receiver.setblocking(False)
    return receiver


@contextlib.contextmanager
def short_address(path: Path) -> Iterator[str]:
    """Yield an address of the socket that fits the kernel's 107 bytes, however deep its directory is."""
    directory = os.open(path.parent, os.O_PATH | os.O_DIRECTORY)
    try:
        yield f"/proc/self/fd/{directory}/{path.name}"
    finally:
        os.close(directory)


def socket_path(data: Path, port: int) -> Path:
    """Where the worker with this health page takes its jobs' reports."""
    return data / "run" / f"job-reports-{port}.sock"
