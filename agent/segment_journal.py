"""The file of a job whose finals wait for the database: what was said survives the job and the agent.

Its first line tells the meeting, each other one is a record. A job holds its file's lock while it lives, so
that a file without one was left behind. Only the owner may read it, because it holds what people said; it is
deleted as soon as its records are stored.
"""

import asyncio
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID, uuid4

import structlog
from pydantic import TypeAdapter

from agent.segment_records import Record, decode
from server.files import sync

DIRECTORY = "journal"
"""In PARLEY_DATA."""
SUFFIX = ".jsonl"
DAMAGED = ".damaged"
"""The suffix of a file whose meeting cannot be read; it is kept for the operator."""
STORED_S = 10.0
"""Time limit of waiting for an agent to store a journal: it looks every two seconds."""
POLL_S = 0.25
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class JournalHeader:
    """The meeting whose finals follow."""

    room: UUID
    language: str
    engine: str


_HEADER = TypeAdapter(JournalHeader)


class SegmentJournal:
    """One job's file, created by its first record. Methods block, and raise OSError."""

    def __init__(self, directory: Path, header: JournalHeader) -> None:
        self._path = directory / f"{header.room}.{uuid4().hex}{SUFFIX}"
        self._header = header
        self._file: int | None = None

    def append(self, line: bytes) -> None:
        """Write a line to the disk; after an error the file is as before."""
        if self._file is None:
            self._file = self._create()
        size = os.fstat(self._file).st_size
        try:
            _write(self._file, line)
        except OSError:
            with suppress(OSError):
                os.ftruncate(self._file, size)
            raise

    def delete(self) -> None:
        """Delete the file: everything in it is stored."""
        self._path.unlink(missing_ok=True)
        self.close()

    def close(self) -> None:
        """Leave the file to the next job of the room."""
        if self._file is not None:
            os.close(self._file)
            self._file = None

    def _create(self) -> int:
        """Create the file, under another name until it is locked: else it could be taken for left behind."""
        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        new = self._path.with_suffix(".new")
        file = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _write(file, _HEADER.dump_json(self._header) + b"\n")
            new.rename(self._path)
            sync(self._path.parent)
        except OSError:
            os.close(file)
            new.unlink(missing_ok=True)
            raise
        return file


@dataclass(frozen=True, slots=True)
class LeftJournal:
    """A journal whose job has ended, with what it holds."""

    path: Path
    header: JournalHeader
    records: list[Record]

    def delete(self) -> None:
        """Delete the file."""
        self.path.unlink(missing_ok=True)


def journal_files(directory: Path) -> list[Path]:
    """List the journals, and files that cannot be read as one."""
    return [*directory.glob(f"*{SUFFIX}"), *directory.glob(f"*{DAMAGED}")]


def rooms_of_journals(directory: Path) -> set[UUID]:
    """The meetings that have journals, of jobs that live or not."""
    found = set()
    for path in directory.glob(f"*{SUFFIX}"):
        with suppress(ValueError):
            found.add(UUID(path.name.partition(".")[0]))
    return found


async def wait_for_journals(directory: Path, room: UUID, *, wait_s: float = STORED_S) -> None:
    """Wait until the agent on this machine has stored what a job of this meeting left behind."""
    try:
        async with asyncio.timeout(wait_s):
            while room in rooms_of_journals(directory):  # noqa: ASYNC110  the agent is another process
                await asyncio.sleep(POLL_S)
    except TimeoutError:
        log.warning("journal_not_stored", room=str(room))


def left_journals(directory: Path, room: UUID) -> Iterator[LeftJournal]:
    """Yield the journals of a meeting whose jobs have ended, each locked until the next is asked for."""
    for path in sorted(directory.glob(f"{room}.*{SUFFIX}")):
        with _locked(path) as file:
            if file is not None and (found := _read(path, file)) is not None:
                yield found


@contextmanager
def _locked(path: Path) -> Iterator[int | None]:
    """Open and lock a journal; None if its job lives, or it is gone."""
    try:
        file = os.open(path, os.O_RDONLY)
    except OSError:
        yield None
        return
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        yield file if os.fstat(file).st_nlink else None
    except BlockingIOError:
        yield None
    finally:
        os.close(file)


def _read(path: Path, file: int) -> LeftJournal | None:
    """Read a journal; a line cut off by a crash, or damaged, is left out."""
    with os.fdopen(os.dup(file), "rb") as opened:
        first, *lines = opened.read().split(b"\n")
    records, damaged = [], 0
    try:
        header = _HEADER.validate_json(first)
    except ValueError:
        log.error("journal_unreadable", path=path.name)
        path.rename(path.with_suffix(DAMAGED))
        return None
    for line in filter(None, lines):
        try:
            records.append(decode(line))
        except ValueError:
            damaged += 1
    if damaged:
        log.error("journal_damaged", room=str(header.room), lines=damaged)
    return LeftJournal(path, header, records)


def _write(file: int, line: bytes) -> None:
    left = memoryview(line)
    while left:
        left = left[os.write(file, left) :]
    os.fsync(file)
