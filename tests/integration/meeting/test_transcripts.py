"""Segments: numbered once, stored as they grow, and added up in the end."""

import asyncio
from uuid import UUID, uuid4

import pytest

from server.errors import IllegalStep
from server.meeting.db import fetch_one, from_json
from server.meeting.lifecycle import end_room
from server.meeting.segment_rows import Segment, read_as_of
from server.meeting.talk_time import talk_time
from server.meeting.transcripts import (
    Transcript,
    close_transcript,
    finish_segment,
    open_segment,
    open_transcript,
    refine_segment,
    segments_of,
    update_segment,
)
from server.meeting.unfinished_segments import discard_segment, interrupt_open_segments
from tests.conftest import Meeting


@pytest.fixture
async def transcript(meeting: Meeting) -> Transcript:
    """The atrium's."""
    return await open_transcript(meeting.room.id, "en", "vosk")


async def begin(
    transcript: Transcript, who: UUID | None = None, name: str = "Bob", at_ms: int = 0
) -> Segment:
    """Somebody begins to speak."""
    return await open_segment(
        transcript.id, participant_id=who, speaker=name, language="en", engine="vosk", start_ms=at_ms
    )


async def say(
    transcript: Transcript, text: str, who: UUID | None = None, name: str = "Bob", at_ms: int = 0
) -> Segment:
    """Somebody says it in a second."""
    segment = await begin(transcript, who, name, at_ms)
    return await finish_segment(
        segment.id, text, [{"w": text, "s": at_ms, "e": at_ms + 1000, "c": 0.9}], 0.9, at_ms + 1000
    )


async def test_one_open_transcript(meeting: Meeting) -> None:
    """Opened by five jobs at once, a room has one transcript."""
    opened = await asyncio.gather(*(open_transcript(meeting.room.id, "en", "vosk") for _ in range(5)))
    assert len({each.id for each in opened}) == 1


async def test_seq_never_repeats(transcript: Transcript) -> None:
    """Forty who begin to speak at once get forty numbers, from 0 without a gap."""
    begun = await asyncio.gather(*(begin(transcript) for _ in range(40)))
    assert sorted(segment.seq for segment in begun) == list(range(40))


async def test_dropped_seq_is_not_used_again(transcript: Transcript) -> None:
    """A number given to words that were none is given to nobody else."""
    first = await begin(transcript)
    await discard_segment(first.id)
    assert (await begin(transcript)).seq == first.seq + 1


async def test_grow_and_finish(transcript: Transcript, meeting: Meeting) -> None:
    """Interim words are replaced in place by the final ones, under the same id."""
    segment = await begin(transcript, meeting.bob.id, at_ms=500)
    assert await update_segment(segment.id, "good", 900)
    final = await finish_segment(segment.id, "good morning", [], 0.8, 1500)
    assert await segments_of(meeting.room.id) == [final]
    assert (final.id, final.text, final.raw_text, final.state) == (
        segment.id,
        "good morning",
        "good morning",
        "final",
    )
    assert (final.start_ms, final.end_ms, final.confidence) == (500, 1500, 0.8)


async def test_final_does_not_grow(transcript: Transcript) -> None:
    """An interim that comes after its final changes nothing."""
    segment = await say(transcript, "done")
    assert not await update_segment(segment.id, "don", 10)
    with pytest.raises(IllegalStep):
        await finish_segment(segment.id, "again", [], None, 10)


async def test_refined(transcript: Transcript, meeting: Meeting) -> None:
    """The second pass replaces the words once, however often it is retried; the first pass's are kept."""
    first = await say(transcript, "good mourning")
    words = [{"w": "Good", "s": 0, "e": 500, "c": 0.9}]
    refined = await refine_segment(first.id, first.revision, "Good morning.", words, 0.8)
    assert refined == await refine_segment(first.id, first.revision, "Good morning.", words, 0.8)
    assert await segments_of(meeting.room.id) == [refined]
    assert refined is not None
    assert (refined.text, refined.raw_text, refined.words) == ("Good morning.", "good mourning", words)
    assert (refined.revision, refined.state) == (first.revision + 1, "refined")


async def test_refined_too_late(transcript: Transcript, meeting: Meeting) -> None:
    """The second pass never replaces a newer revision."""
    first = await say(transcript, "good mourning")
    await refine_segment(first.id, first.revision, "Good morning.", [], 0.8)
    assert await refine_segment(first.id, first.revision, "Good mooring.", [], 0.8) is None
    assert [each.text for each in await segments_of(meeting.room.id)] == ["Good morning."]


async def test_open_is_not_refined(transcript: Transcript) -> None:
    """Words that are still being spoken have no second pass."""
    segment = await begin(transcript)
    assert await refine_segment(segment.id, segment.revision, "Good", [], 0.8) is None


async def test_closed_with_refined_words(transcript: Transcript, meeting: Meeting) -> None:
    """The whole text, its search and its words are those of the second pass."""
    first = await say(transcript, "good mourning")
    await refine_segment(first.id, first.revision, "Good morning.", [], 0.8)
    await close_transcript(meeting.room.id)
    row = await fetch_one("SELECT text, search::text FROM transcripts WHERE id = $1", transcript.id)
    assert row is not None
    assert "Good morning." in row["text"]
    assert "mourn" not in row["search"]


async def test_own_id(transcript: Transcript) -> None:
    """The agent may name the segment itself, before it is stored."""
    mine = uuid4()
    segment = await open_segment(
        transcript.id,
        participant_id=None,
        speaker="Bob",
        language="en",
        engine="vosk",
        start_ms=-5,
        segment_id=mine,
    )
    assert (segment.id, segment.start_ms) == (mine, 0)


async def test_after(transcript: Transcript, meeting: Meeting) -> None:
    """Who knows the meeting up to a number gets what came after it."""
    said = [await say(transcript, text) for text in ("one", "two", "three")]
    assert [s.text for s in await segments_of(meeting.room.id, after_seq=said[0].seq)] == ["two", "three"]


async def test_interrupted(transcript: Transcript, meeting: Meeting) -> None:
    """What a dead job left open keeps its words; what had none goes."""
    segment = await begin(transcript)
    await update_segment(segment.id, "half a sent", 700)
    await begin(transcript)
    assert await interrupt_open_segments(transcript.id) == 1
    (kept,) = await segments_of(meeting.room.id)
    assert (kept.text, kept.raw_text, kept.state) == ("half a sent", "half a sent", "interrupted")


async def test_takes_over_in_the_same_transcript(transcript: Transcript, meeting: Meeting) -> None:
    """The job that follows a dead one goes on in the same transcript, with the next number."""
    await say(transcript, "before")
    again = await open_transcript(meeting.room.id, "en", "vosk")
    assert (again.id, (await say(again, "after")).seq) == (transcript.id, 1)


async def test_opened_again(transcript: Transcript, meeting: Meeting) -> None:
    """A transcript closed too early is opened again and goes on with the next number."""
    await say(transcript, "before")
    await close_transcript(meeting.room.id)
    again = await open_transcript(meeting.room.id, "en", "vosk")
    assert (again.id, again.status, (await say(again, "after")).seq) == (transcript.id, "open", 1)


async def test_not_after_the_end(meeting: Meeting) -> None:
    """No job begins to write in a meeting that is over."""
    await end_room(meeting.room.id, "host")
    await close_transcript(meeting.room.id)
    with pytest.raises(IllegalStep):
        await open_transcript(meeting.room.id, "en", "vosk")


async def test_closed(transcript: Transcript, meeting: Meeting) -> None:
    """Closing adds the segments up, in the order people began to speak."""
    await say(transcript, "good morning", meeting.alice.id, "Alice")
    await say(transcript, "hello", meeting.bob.id, "Bob", at_ms=1000)
    await close_transcript(meeting.room.id)
    row = await fetch_one("SELECT * FROM transcripts WHERE id = $1", transcript.id)
    assert row is not None
    assert (row["text"], row["status"]) == ("Alice: good morning\nBob: hello", "closed")
    assert (row["speaker_count"], row["has_speakers"], row["confidence_score"]) == (
        2,
        True,
        pytest.approx(0.9),
    )
    assert [s["text"] for s in from_json(row["segments"])] == ["good morning", "hello"]
    assert [w["w"] for w in from_json(row["words"])] == ["good morning", "hello"]


async def test_closed_takes_no_more(transcript: Transcript, meeting: Meeting) -> None:
    """A closed transcript stays closed, and closing it again changes nothing."""
    await close_transcript(meeting.room.id)
    with pytest.raises(IllegalStep):
        await begin(transcript)
    again = await close_transcript(meeting.room.id)
    assert again is not None
    assert again.status == "closed"


async def test_ended_room_has_its_transcript(transcript: Transcript, meeting: Meeting) -> None:
    """The end of the meeting makes no second transcript, and still lets the open one be finished."""
    segment = await begin(transcript)
    await end_room(meeting.room.id, "host")
    await finish_segment(segment.id, "last words", [], None, 10)
    closed = await close_transcript(meeting.room.id)
    assert closed is not None
    assert closed.id == transcript.id


async def test_talk_time(transcript: Transcript, meeting: Meeting) -> None:
    """Who spoke three of four seconds has three quarters of the talk; who was silent is not listed."""
    for n in range(3):
        await say(transcript, f"word {n}", meeting.alice.id, "Alice", at_ms=n * 1000)
    await say(transcript, "hi", meeting.bob.id, "Bob")
    assert [(t.name, t.seconds, t.share) for t in await talk_time(meeting.room.id)] == [
        ("Alice", 3.0, 0.75), ("Bob", 1.0, 0.25),
    ]  # fmt: skip


async def test_nobody_spoke(meeting: Meeting) -> None:
    """A silent meeting has no talk time and divides by nothing."""
    assert await talk_time(meeting.room.id) == []


async def test_changed_since(transcript: Transcript, meeting: Meeting) -> None:
    """Since a time: what was refined or is new after it, and what is still open, but nothing else."""
    unchanged, first = await say(transcript, "unchanged"), await say(transcript, "good mourning")
    is_open = await begin(transcript)
    row = await fetch_one("SELECT clock_timestamp() AS at")
    assert row is not None
    await refine_segment(first.id, first.revision, "Good morning.", [], 0.8)
    new = await say(transcript, "new")
    found = await segments_of(meeting.room.id, since=row["at"])
    assert [(each.id, each.revision) for each in found] == [(first.id, 2), (is_open.id, 0), (new.id, 1)]
    assert unchanged.id not in {each.id for each in found}


async def test_read_as_of(transcript: Transcript, meeting: Meeting) -> None:
    """A change made while one reads is listed by the next reading since then."""
    first, as_of = await say(transcript, "said"), await read_as_of()
    assert [each.id for each in await segments_of(meeting.room.id, since=as_of)] == [first.id]
