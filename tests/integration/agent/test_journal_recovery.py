"""Journals of jobs that died while the database was away: stored once, by the next job or after the end."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import pytest

from agent.journal_recovery import LateJournals, store_left_journals
from agent.room_lease import RoomLease
from agent.segment_journal import JournalHeader, SegmentJournal
from agent.segment_records import DropRecord, FinalRecord, GapRecord, Missing, Speaker, encode
from server.config import Secret
from server.meeting.actor import AGENT, Actor, acting_as
from server.meeting.db import execute, fetch_one
from server.meeting.gaps import gaps_of, unfinished_from_ms
from server.meeting.ids import uuid7
from server.meeting.leases import LeaseState, lease_state, take_lease
from server.meeting.lifecycle import end_room
from server.meeting.participants import participants_of
from server.meeting.transcripts import (
    Transcript,
    close_transcript,
    finish_segment,
    open_segment,
    open_transcript,
    segments_of,
)
from server.meeting.unfinished_segments import interrupt_open_segments
from tests.conftest import Meeting

NEXT = Actor(AGENT, service="transcriber", holder="next")


def final(speaker: Speaker, text: str, start_ms: int, segment: UUID | None = None) -> FinalRecord:
    """A final of a second."""
    return FinalRecord(
        segment or uuid7(), speaker, start_ms, start_ms + 1000, text, [], 0.9, datetime.now(UTC)
    )


@pytest.fixture
def speaker(meeting: Meeting) -> Speaker:
    """The speaker."""
    return Speaker(meeting.bob.id, meeting.bob.identity, "Bob")


@pytest.fixture
async def transcript(meeting: Meeting) -> Transcript:
    """Of a meeting whose job has died."""
    await execute("UPDATE rooms SET started_at = now() - interval '1 minute'")
    await take_lease(meeting.room.id, "dead", seconds=0)
    return await open_transcript(meeting.room.id, "en", "vosk")


@pytest.fixture
def journals(tmp_path: Path) -> Path:
    """Where journals are."""
    return tmp_path / "journal"


def leave(journals: Path, transcript: Transcript, *records: FinalRecord | DropRecord | GapRecord) -> None:
    """Leave a journal, as a job does that is killed."""
    journal = SegmentJournal(journals, JournalHeader(transcript.room_id, "en", "vosk"))
    for record in records:
        journal.append(encode(record))
    journal.close()


async def take_over(journals: Path, transcript: Transcript) -> None:
    """Begin the next job of the room."""
    with acting_as(NEXT):
        lease = RoomLease(transcript.room_id, "next")
        assert await lease.take()
        await store_left_journals(journals, transcript, lease)


async def begin(transcript: Transcript, speaker: Speaker, text: str, start_ms: int) -> UUID:
    """Begin to speak."""
    segment = await open_segment(
        transcript.id,
        participant_id=speaker.participant_id,
        speaker="Bob",
        language="en",
        engine="vosk",
        start_ms=start_ms,
        text=text,
    )
    return segment.id


async def test_next_job(meeting: Meeting, transcript: Transcript, speaker: Speaker, journals: Path) -> None:
    """The next job stores what is left, in order and once; its gap begins after the words that were found."""
    interrupted, dropped = (
        await begin(transcript, speaker, "half", 10_000),
        await begin(transcript, speaker, "uh", 0),
    )
    await interrupt_open_segments(transcript.id)
    engine_gap = Missing(uuid7(), "engine", 5_000, 6_000)
    later, whole = final(speaker, "later", 90_000), final(speaker, "half a sentence", 10_000, interrupted)
    records = (later, whole, DropRecord(dropped), GapRecord(engine_gap, speaker, datetime.now(UTC)))
    for _ in range(2):
        leave(journals, transcript, *records)
    await take_over(journals, transcript)
    found = [(each.text, each.state) for each in await segments_of(meeting.room.id)]
    assert found == [("half a sentence", "final"), ("uh", "interrupted"), ("later", "final")]
    assert list(journals.iterdir()) == []
    gaps = {each.cause: (each.from_ms, each.to_ms) for each in await gaps_of(meeting.room.id)}
    assert gaps == {"engine": (5_000, 6_000), "transcriber": (91_000, None)}


async def test_said_to_two_jobs(
    meeting: Meeting, transcript: Transcript, speaker: Speaker, journals: Path
) -> None:
    """What a job that took over has stored is not stored again from the journal of the one before it."""
    leave(journals, transcript, final(speaker, "before", 1000), final(speaker, "heard twice", 9_800))
    await finish_segment(await begin(transcript, speaker, "", 10_000), "heard twice", [], None, 11_000)
    await take_over(journals, transcript)
    assert [each.text for each in await segments_of(meeting.room.id)] == ["heard twice", "before"]


async def test_arrival_not_stored(meeting: Meeting, transcript: Transcript, journals: Path) -> None:
    """Words of somebody whose arrival was never stored are theirs."""
    leave(journals, transcript, final(Speaker(None, "their-dana", "Dana"), "hello", 1000))
    await take_over(journals, transcript)
    (segment,) = await segments_of(meeting.room.id)
    (dana,) = [each for each in await participants_of(meeting.room.id) if each.identity == "their-dana"]
    assert (segment.participant_id, segment.speaker) == (dana.id, "Dana")


async def test_meeting_is_over(
    meeting: Meeting, transcript: Transcript, speaker: Speaker, journals: Path, database: str
) -> None:
    """After the end of a meeting the worker stores what is left, and its transcript has it."""
    await end_room(meeting.room.id, "host")
    await close_transcript(meeting.room.id)
    leave(journals, transcript, final(speaker, "last words", 1000))
    await LateJournals(journals, Secret(database), asyncio.Lock()).scan()
    row = await fetch_one("SELECT text, status FROM transcripts WHERE id = $1", transcript.id)
    assert row is not None
    assert (row["text"], row["status"]) == ("Bob: last words", "closed")
    assert list(journals.iterdir()) == []
    assert await lease_state(meeting.room.id) is LeaseState.STALE


async def test_meeting_is_over_and_unfinished(
    meeting: Meeting, transcript: Transcript, speaker: Speaker, journals: Path, database: str
) -> None:
    """What a job that died did not hear before the end is still a gap, after the words that were found."""
    leave(journals, transcript, final(speaker, "said", 20_000))
    await end_room(meeting.room.id, "host")
    await LateJournals(journals, Secret(database), asyncio.Lock()).scan()
    assert [each.text for each in await segments_of(meeting.room.id)] == ["said"]
    assert await unfinished_from_ms(meeting.room.id) == 21_000


async def test_open_meeting(transcript: Transcript, speaker: Speaker, journals: Path, database: str) -> None:
    """The journal of a meeting that goes on waits for its next job."""
    leave(journals, transcript, final(speaker, "said", 1000))
    await LateJournals(journals, Secret(database), asyncio.Lock()).scan()
    assert len(list(journals.iterdir())) == 1
    await take_over(journals, transcript)
    assert list(journals.iterdir()) == []
