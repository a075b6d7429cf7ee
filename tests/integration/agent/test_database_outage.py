"""Speech during an outage of PostgreSQL is stored once and in order afterwards."""

import asyncio
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import psutil
import pytest
from livekit import rtc

from agent.caption_meter import CaptionMeter
from agent.caption_publisher import Caption
from agent.faults import Faults
from agent.meeting_clock import MeetingClock
from agent.recognizer import FinalHypothesis, InterimHypothesis
from agent.room_attendance import RoomAttendance
from agent.room_lease import LeaseLostError, RoomLease
from agent.segment_journal import JournalHeader, SegmentJournal
from agent.segment_records import Missing, OpenSegment, Speaker
from agent.segment_store import SegmentNotStoredError, TranscriptSegmentStore
from agent.segment_writer import SegmentWriter
from server.meeting import gaps, leases, transcripts
from server.meeting.actor import AGENT, AS_CONNECTED, Actor, acting_as
from server.meeting.db import open_database
from server.meeting.ids import uuid7
from server.meeting.leases import LEASE_S, LeaseState, lease_state
from server.meeting.segment_rows import Segment
from server.stack.postgres import postgres_process
from tests.conftest import Meeting
from tests.integration.agent.database_proxy import DatabaseProxy, database_proxy
from tests.integration.conftest import copy_data

DORA = cast(rtc.RemoteParticipant, SimpleNamespace(identity="PA-dora", name="Dora", sid="S"))
JOB = Actor(AGENT, service="transcriber", holder="job")
AWAY_S = LEASE_S + 3
BACK_S = 30.0
SHOWN_S = 10.0
"""Time limit for three captions during an outage; the first waits for the database for a while."""
ANSWER_S = 3.0
"""Timeout after which a statement is retried."""


@dataclass
class RecordingSink:
    """Records published captions."""

    shown: list[Caption]

    async def show(self, caption: Caption) -> None:
        """Record the caption."""
        self.shown.append(caption)

    def finals(self) -> list[Caption]:
        """The finals shown, in order."""
        return [each for each in self.shown if each.is_final]


@dataclass
class JobWriter:
    """A job's segment writer with its collaborators."""

    store: TranscriptSegmentStore
    writer: SegmentWriter
    lease: RoomLease
    faults: Faults
    sink: RecordingSink
    journals: Path

    async def say(self, *texts: str) -> None:
        """Write hypotheses of sentences of a second each."""
        for text in texts:
            start_ms = 1000 * int(text.split()[-1])
            await self.writer.note(InterimHypothesis(text.split()[0], start_ms, start_ms + 500))
            await self.writer.note(FinalHypothesis(text, start_ms, start_ms + 900))


async def open_job_writer(meeting: Meeting, journals: Path) -> JobWriter:
    """Acquire the room's lease and open its transcript."""
    faults, sink = Faults(), RecordingSink([])
    lease = RoomLease(meeting.room.id, "job")
    assert await lease.take()
    transcript = await transcripts.open_transcript(meeting.room.id, "en", "vosk")
    journal = SegmentJournal(journals, JournalHeader(meeting.room.id, "en", "vosk"))
    store = TranscriptSegmentStore(transcript, "vosk", lease, faults, journal)
    speaker = Speaker(meeting.bob.id, meeting.bob.identity, "Bob")
    clock = MeetingClock()
    clock.start(0, 0)
    meter = CaptionMeter(clock, "vosk", "en")
    writer = SegmentWriter("TR_1", speaker, "vosk", store, sink, meter)
    return JobWriter(store, writer, lease, faults, sink, journals)


@dataclass
class Server:
    """A PostgreSQL server whose outages can be simulated."""

    directory: Path
    proxy: DatabaseProxy
    stack: AsyncExitStack
    pid: int = 0

    def signal(self, number: int) -> None:
        """Signal every process of the server, because each backend leads its own process group."""
        server = psutil.Process(self.pid)
        for process in (server, *server.children(recursive=True)):
            process.send_signal(number)

    @asynccontextmanager
    async def frozen(self) -> AsyncIterator[None]:
        """Stop all its processes; connections stay open."""
        self.signal(signal.SIGSTOP)
        yield
        self.signal(signal.SIGCONT)

    @asynccontextmanager
    async def held(self) -> AsyncIterator[None]:
        """Stall the network without an error."""
        self.proxy.flowing.clear()
        yield
        self.proxy.flowing.set()

    @asynccontextmanager
    async def killed(self) -> AsyncIterator[None]:
        """Kill the server, and restart it."""
        self.signal(signal.SIGKILL)
        yield
        await self.stack.aclose()
        self.proxy.target, child = await self.stack.enter_async_context(postgres_process(self.directory))
        self.pid = child.process.pid

    @asynccontextmanager
    async def away(self, how: str) -> AsyncIterator[None]:
        """Simulate one kind of outage."""
        async with {"frozen": self.frozen, "held": self.held, "killed": self.killed}[how]():
            yield


@pytest.fixture
async def server(prepared_data: Path, tmp_path: Path) -> AsyncIterator[Server]:
    """A migrated server for this test alone."""
    await copy_data(prepared_data, tmp_path / "data")
    directory = tmp_path / "data" / "postgres"
    async with AsyncExitStack() as stack:
        url, child = await stack.enter_async_context(postgres_process(directory))
        async with database_proxy(url) as proxy:
            yield Server(directory, proxy, stack, child.process.pid)


@pytest.fixture
async def database(server: Server) -> AsyncIterator[str]:
    """The server's database through the proxy, opened as by a job, with a meeting."""
    with acting_as(AS_CONNECTED):
        options = {"command_timeout": ANSWER_S}
        async with open_database(server.proxy.url, pool_size=4, options=options):
            yield server.proxy.url


@pytest.fixture
async def job_writer(meeting: Meeting, tmp_path: Path) -> AsyncIterator[JobWriter]:
    """The job's writer."""
    with acting_as(JOB):
        job = await open_job_writer(meeting, tmp_path / "journal")
        yield job
        await job.store.aclose()


@pytest.mark.parametrize("how", ["frozen", "held", "killed"])
async def test_outage_longer_than_the_lease(
    how: str, server: Server, meeting: Meeting, job_writer: JobWriter
) -> None:
    """In an outage longer than the lease speech is shown and kept on disk; then it is stored in order."""
    await job_writer.say("before 0")
    async with server.away(how):
        away_until = asyncio.get_running_loop().time() + AWAY_S
        await asyncio.wait_for(job_writer.say("first 1", "second 2", "third 3"), SHOWN_S)
        assert [(each.text, each.is_stored) for each in job_writer.sink.finals()] == [
            ("before 0", True),
            ("first 1", False),
            ("second 2", False),
            ("third 3", False),
        ]
        assert job_writer.faults.worst == "database"
        (file,) = job_writer.journals.iterdir()
        assert (file.stat().st_mode & 0o777, file.parent.stat().st_mode & 0o777) == (0o600, 0o700)
        assert file.read_text().count("third 3") == 1
        await asyncio.sleep(away_until - asyncio.get_running_loop().time())
    await job_writer.store.settle(BACK_S)
    found = [(each.text, each.state, each.seq) for each in await transcripts.segments_of(meeting.room.id)]
    assert found == [
        (text, "final", n) for n, text in enumerate(["before 0", "first 1", "second 2", "third 3"])
    ]
    assert [(each.text, each.seq, each.is_stored) for each in job_writer.sink.finals()[4:]] == [
        ("first 1", 1, True),
        ("second 2", 2, True),
        ("third 3", 3, True),
    ]
    assert job_writer.faults.worst == ""
    assert await gaps.gaps_of(meeting.room.id) == []
    assert list(job_writer.journals.iterdir()) == []
    await job_writer.say("after 4")
    assert job_writer.sink.finals()[-1].is_stored


async def test_lost_lease(meeting: Meeting, job_writer: JobWriter) -> None:
    """A job that lost its lease meanwhile writes nothing, and gets LeaseLostError."""
    await leases.renew_lease(meeting.room.id, "job", seconds=0)
    with acting_as(Actor(AGENT, holder="other")):
        assert await leases.take_lease(meeting.room.id, "other")
    job_writer.lease._fresh_until_s = 0.0
    with pytest.raises(SegmentNotStoredError):
        await job_writer.say("doubled 1")
    with pytest.raises(LeaseLostError):
        await job_writer.lease.hold()
    with acting_as(AS_CONNECTED):
        assert await transcripts.segments_of(meeting.room.id) == []


async def test_lease_expired_unnoticed(meeting: Meeting, job_writer: JobWriter) -> None:
    """A lease that expired while the clock stood still, as in sleep, is renewed before the write."""
    await leases.renew_lease(meeting.room.id, "job", seconds=0)
    assert await lease_state(meeting.room.id) is LeaseState.STALE
    await job_writer.say("awake 1")
    assert [each.text for each in await transcripts.segments_of(meeting.room.id)] == ["awake 1"]


async def test_arrival_after_the_lease(meeting: Meeting, job_writer: JobWriter) -> None:
    """Somebody who arrives while the lease has expired unnoticed is captioned, and their row is known."""
    await leases.renew_lease(meeting.room.id, "job", seconds=0)
    attendance = RoomAttendance(meeting.room.id, job_writer.store, asyncio.create_task)
    speaker = await asyncio.wait_for(attendance.speaker(DORA), ANSWER_S)
    assert speaker.participant_id is not None
    assert speaker.name == "Dora"


@pytest.mark.parametrize("losses", range(1, 4))
async def test_lost_reply(losses: int, server: Server, meeting: Meeting, job_writer: JobWriter) -> None:
    """A lost reply to COMMIT stores no segment twice and skips no number."""
    server.proxy.losses = losses
    await job_writer.say("first 1", "second 2")
    await job_writer.store.settle(BACK_S)  # a slow machine takes the losses for an outage
    found = [(each.text, each.state, each.seq) for each in await transcripts.segments_of(meeting.room.id)]
    assert found == [("first 1", "final", 0), ("second 2", "final", 1)]


async def test_lost_reply_to_other_writes(server: Server, meeting: Meeting, job_writer: JobWriter) -> None:
    """Dropping a segment, storing a gap and renewing the lease are idempotent when the reply is lost."""
    new = OpenSegment(uuid7(), None, Speaker(meeting.bob.id, "", "Bob"), 0)
    line = await job_writer.store.open(new, "uh")
    missing = Missing(uuid7(), "engine", 0, 10)
    writes: list[Callable[[], Awaitable[None]]] = [
        lambda: job_writer.store.drop(line),
        lambda: job_writer.store.note_gap(missing, None),
        lambda: job_writer.store.end_gaps(20),
    ]
    for write in writes:
        server.proxy.losses = 1
        await write()
        assert server.proxy.losses == 0
    assert await transcripts.segments_of(meeting.room.id) == []
    assert [gap.id for gap in await gaps.gaps_of(meeting.room.id)] == [missing.id]


async def test_two_attempts_at_once(meeting: Meeting, job_writer: JobWriter) -> None:
    """A first attempt still running beside the second stores the same segment."""
    transcript = await transcripts.transcript_of(meeting.room.id)
    assert transcript is not None
    segment_id = uuid7()

    async def attempt() -> Segment:
        return await transcripts.open_segment(
            transcript.id,
            participant_id=None,
            speaker="Bob",
            language="en",
            engine="vosk",
            start_ms=0,
            segment_id=segment_id,
        )

    opened = await asyncio.gather(*(attempt() for _ in range(4)))
    assert len({each.seq for each in opened}) == 1
    assert len(await transcripts.segments_of(meeting.room.id)) == 1
