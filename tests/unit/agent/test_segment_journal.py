"""What waits for the database, in memory and on disk: nothing is lost, doubled, or dropped without a gap."""

import asyncio
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from agent.database_outage import DatabaseOutage
from agent.room_lease import LeaseLostError
from agent.segment_journal import (
    JournalHeader,
    SegmentJournal,
    left_journals,
    rooms_of_journals,
    wait_for_journals,
)
from agent.segment_records import DropRecord, FinalRecord, GapRecord, Missing, Record, Speaker, decode, encode

ROOM = UUID(int=1)
ALICE = Speaker(UUID(int=7), "PA-alice", "Alice")
NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)


def final(text: str, start_ms: int) -> FinalRecord:
    """A final of a second."""
    words = [{"w": text, "s": start_ms, "e": start_ms + 1000, "c": 0.5}]
    return FinalRecord(UUID(int=start_ms), ALICE, start_ms, start_ms + 1000, text, words, 0.5, NOON)


GAP = GapRecord(Missing(UUID(int=9), "engine", 10, 20), ALICE, NOON)


@dataclass
class AwayDatabase:
    """A database that is away until `back` is set."""

    back: asyncio.Event = field(default_factory=asyncio.Event)
    stored: list[Record] = field(default_factory=list)
    is_lease_lost: bool = False

    async def renew(self) -> None:
        """Wait for the database."""
        await self.back.wait()
        if self.is_lease_lost:
            raise LeaseLostError

    async def write(self, record: Record) -> int | None:
        """Store a record."""
        self.stored.append(record)
        return len(self.stored)


@pytest.fixture
def database() -> AwayDatabase:
    """A database that is away."""
    return AwayDatabase()


@pytest.fixture
def journal(tmp_path: Path) -> SegmentJournal:
    """A journal in an empty directory."""
    return SegmentJournal(tmp_path / "journal", JournalHeader(ROOM, "en", "vosk"))


def outage_of(database: AwayDatabase, journal: SegmentJournal, max_bytes: int = 10_000) -> DatabaseOutage:
    """The outage of a job."""
    return DatabaseOutage(journal, database.renew, database.write, max_bytes)


@pytest.mark.parametrize("record", [final("süß 你好\n", 0), DropRecord(UUID(int=3)), GAP])
def test_record_survives(record: Record) -> None:
    """A record is one line, and the same after it was read again."""
    line = encode(record)
    assert line.count(b"\n") == 1
    assert decode(line) == record


async def test_stored_in_the_order_of_speech(database: AwayDatabase, journal: SegmentJournal) -> None:
    """Finals are stored in the order people began to speak; each that waits hears of its number."""
    outage, numbers = outage_of(database, journal), list[int]()

    async def stored(seq: int) -> None:
        numbers.append(seq)

    for record in (final("second", 2000), final("first", 1000)):
        await outage.keep(record, stored)
    database.back.set()
    await outage.settle(5)
    assert database.stored == [final("first", 1000), final("second", 2000)]
    assert (numbers, outage.is_on) == ([1, 2], False)


async def test_full_journal(database: AwayDatabase, journal: SegmentJournal, tmp_path: Path) -> None:
    """What a full journal cannot take becomes one gap, on disk as well; what it has is kept."""
    outage = outage_of(database, journal, max_bytes=len(encode(final("kept", 1000))) + 10)
    for number, text in enumerate(["kept", "lost", "lost too"]):
        await outage.keep(final(text, 1000 * number))
    (file,) = (tmp_path / "journal").iterdir()
    (line,) = [each for each in map(decode, file.read_bytes().splitlines()[1:]) if each.kind == "gap"]
    assert (line.missing.from_ms, line.missing.to_ms) == (1000, None)
    database.back.set()
    await outage.settle(5)
    kept, gap = database.stored
    assert kept == final("kept", 0)
    assert isinstance(gap, GapRecord)
    assert gap.missing == Missing(line.missing.id, "database", 1000, 3000)


async def test_disk_full(database: AwayDatabase, journal: SegmentJournal, tmp_path: Path) -> None:
    """Without a disk that takes the journal finals wait in memory."""
    (tmp_path / "journal").write_text("a file where the directory should be")
    outage = outage_of(database, journal)
    await outage.keep(final("kept", 0))
    database.back.set()
    await outage.settle(5)
    assert database.stored == [final("kept", 0)]


async def test_left_to_the_next_job(database: AwayDatabase, journal: SegmentJournal, tmp_path: Path) -> None:
    """A job that lost its lease stores nothing, and leaves its journal to the one that has it."""
    outage = outage_of(database, journal)
    await outage.keep(final("said", 0))
    assert list(left_journals(tmp_path / "journal", ROOM)) == []
    database.is_lease_lost = True
    database.back.set()
    await outage.settle(5)
    assert (database.stored, rooms_of_journals(tmp_path / "journal")) == ([], {ROOM})
    (left,) = left_journals(tmp_path / "journal", ROOM)
    assert left.records == [final("said", 0)]


async def test_minutes_wait(journal: SegmentJournal, tmp_path: Path) -> None:
    """Minutes wait until the journals of their meeting are stored, and not for those of another."""
    journal.append(encode(final("said", 0)))
    await wait_for_journals(tmp_path / "journal", UUID(int=2), wait_s=60)
    waiting = asyncio.create_task(wait_for_journals(tmp_path / "journal", ROOM, wait_s=60))
    await asyncio.wait([waiting], timeout=0.01)
    assert not waiting.done()
    journal.delete()
    await asyncio.wait_for(waiting, 5)


async def test_line_cut_off(journal: SegmentJournal, tmp_path: Path) -> None:
    """A line cut off by a crash is left out; those before it are read."""
    journal.append(encode(final("whole", 0)))
    journal.append(encode(final("cut", 1000))[:20])
    journal.close()
    (left,) = left_journals(tmp_path / "journal", ROOM)
    assert (left.header.engine, left.records) == ("vosk", [final("whole", 0)])
