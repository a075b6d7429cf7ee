"""The worker's page is the sum over its jobs, whichever of them have ended."""

import asyncio
import os
import zlib
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry, generate_latest

from agent.job_metrics import INTERIMS, TRACKS
from agent.job_reports import (
    MAX_REPORT_BYTES,
    JobReport,
    JobReporter,
    JobReports,
    Series,
    report,
    socket_path,
)

FINALS = ("parley_caption_finals_total", (("engine", "vosk"), ("language", "xx")))
BACKLOG = ("parley_caption_backlog_seconds", ())


class Machine:
    """The processes that run, and what their worker shows."""

    def __init__(self) -> None:
        self.running = {1, 2, 3}
        self.reports = JobReports(lambda pid: pid in self.running)
        self.registry = CollectorRegistry()
        self.registry.register(self.reports)

    def report(self, pid: int, finals: float, backlog: float = 0.0) -> None:
        """Receive a report."""
        self.reports.receive(JobReport(pid, {FINALS: finals, BACKLOG: backlog}).encode())

    @property
    def finals(self) -> float | None:
        """The sum of a counter."""
        return self.registry.get_sample_value(FINALS[0], dict(FINALS[1]))

    @property
    def backlog(self) -> float | None:
        """The sum of a gauge."""
        return self.registry.get_sample_value(BACKLOG[0], {})


@pytest.fixture
def machine() -> Machine:
    """Three job processes."""
    return Machine()


def test_round_trip() -> None:
    """A report is received as it was sent."""
    sent = report()
    assert sent.samples
    assert JobReport.decode(sent.encode()) == sent


def test_sum_of_jobs(machine: Machine) -> None:
    """Counters and gauges of running jobs are added up; the latest report of each counts."""
    machine.report(1, 2, 0.5)
    machine.report(2, 3, 0.25)
    machine.report(1, 4, 1.0)
    assert (machine.finals, machine.backlog) == (7, 1.25)


def test_ended_job(machine: Machine) -> None:
    """What an ended job counted stays, what it held is gone; its process id may come back."""
    machine.report(1, 2, 0.5)
    machine.running = {2, 3}
    assert (machine.finals, machine.backlog) == (2, None)
    machine.running = {1, 2, 3}
    machine.report(1, 1, 0.5)
    assert (machine.finals, machine.backlog) == (3, 0.5)


@pytest.mark.parametrize("plain", [b"", b"null", b"[1]", b'[1, [["x"]]]', b'["x", []]', b"\xff"])
def test_damaged_report(machine: Machine, plain: bytes) -> None:
    """A report that cannot be read is refused; the others stay."""
    machine.report(1, 2)
    for raw in (plain, zlib.compress(plain), zlib.compress(plain)[:-3]):
        machine.reports.receive(raw)
    assert machine.finals == 2


def test_many_series() -> None:
    """The report of a job with hundreds of engines and languages still fits into one datagram."""
    series: dict[Series, float] = {("parley_x_bucket", (("le", str(n)),)): n * 0.1 for n in range(20_000)}
    assert len(JobReport(1, series).encode()) < MAX_REPORT_BYTES


def test_before_the_first_job(machine: Machine) -> None:
    """Every metric of a job has its name and type on the page before any job runs."""
    text = generate_latest(machine.registry).decode()
    assert "# TYPE parley_caption_word_latency_seconds histogram" in text
    assert "# TYPE parley_recognizers gauge" in text


async def test_deep_directory(tmp_path: Path) -> None:
    """Reports arrive however long the path of the data directory is."""
    reports, registry = JobReports(), CollectorRegistry()
    registry.register(reports)
    path = socket_path(tmp_path / ("deep" * 50), 8081)
    INTERIMS.labels("deep", "xx").inc(3)
    async with reports.received(path):
        assert path.exists()
        await asyncio.to_thread(JobReporter(path).send)
        found = registry.get_sample_value(
            "parley_caption_interims_total", {"engine": "deep", "language": "xx"}
        )
    assert found == 3
    assert not path.exists()


async def test_last_report_of_a_process(tmp_path: Path) -> None:
    """A report that is read after its process has ended is counted once."""
    reports, registry = JobReports(lambda _: False), CollectorRegistry()
    registry.register(reports)
    INTERIMS.labels("last", "xx").inc(2)
    wanted = {"engine": "last", "language": "xx"}
    async with reports.received(tmp_path / "run" / "reports.sock"):
        JobReporter(tmp_path / "run" / "reports.sock").send()
        seen = [registry.get_sample_value("parley_caption_interims_total", wanted) for _ in range(3)]
    assert seen == [2, 2, 2]


async def test_no_directory(tmp_path: Path) -> None:
    """A worker that cannot listen for reports works without; a job without a worker goes on."""
    (tmp_path / "file").write_text("")
    async with JobReports().received(tmp_path / "file" / "reports.sock"):
        JobReporter(tmp_path / "file" / "reports.sock").send()


def test_process_memory(tmp_path: Path) -> None:
    """A report has the memory of its process, and no room's or person's name."""
    TRACKS.inc(0)
    JobReporter(tmp_path / "nobody").send()
    found = report()
    assert found.pid == os.getpid()
    assert found.samples[("parley_job_memory_bytes", ())] > 1_000_000
    labels = {name for _, pairs in found.samples for name, _ in pairs}
    assert labels <= {"engine", "language", "outcome", "reason", "cause", "state", "step", "pool", "le"}
