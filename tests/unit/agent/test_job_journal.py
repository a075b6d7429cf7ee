"""The file from which a worker's successor reads its jobs."""

from pathlib import Path

import pytest

from agent.job_journal import JobJournal, RunningJob

JOBS = [RunningJob("AJ_1", "atrium"), RunningJob("AJ_2", "회의실")]


def test_written_and_read(tmp_path: Path) -> None:
    """The last list written is read."""
    journal = JobJournal(tmp_path / "data" / "agent.json", 8081)
    journal.write(JOBS)
    journal.write(JOBS[1:])
    assert journal.read() == JOBS[1:]
    journal.write([])
    assert journal.read() == []


@pytest.mark.parametrize(
    "content", [b"", b"{", b"[1]", b"null", b"\xff", b'{"a": 1}', b'{"port": 8081, "jobs": [["a"]]}']
)
def test_damaged(tmp_path: Path, content: bytes) -> None:
    """A damaged file lists nothing."""
    (tmp_path / "agent.json").write_bytes(content)
    assert JobJournal(tmp_path / "agent.json", 8081).read() == []


def test_other_port(tmp_path: Path) -> None:
    """The jobs of a worker at another port are not read: it may be running."""
    JobJournal(tmp_path / "agent.json", 8082).write(JOBS)
    assert JobJournal(tmp_path / "agent.json", 8081).read() == []
    JobJournal(tmp_path / "agent.json", 0).write(JOBS)
    assert JobJournal(tmp_path / "agent.json", 0).read() == []


def test_absent(tmp_path: Path) -> None:
    """A worker without a predecessor replaces nothing."""
    assert JobJournal(tmp_path / "agent.json", 8081).read() == []


def test_not_writable(tmp_path: Path) -> None:
    """A journal that cannot be written does not stop the worker."""
    (tmp_path / "file").write_text("")
    JobJournal(tmp_path / "file" / "agent.json", 8081).write(JOBS)
