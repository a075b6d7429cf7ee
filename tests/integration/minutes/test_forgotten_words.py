"""Forgotten words are nowhere: each row of each table is read."""

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from agent.minutes.writing import Extractor
from server.errors import IllegalStep
from server.meeting.actor import WEB, Actor, acting_as
from server.meeting.chat import say as write
from server.meeting.db import execute, fetch
from server.meeting.forgotten_words import Erased, WordsForgotten, forget_words
from server.meeting.lifecycle import end_room
from server.meeting.minutes import Claim, Decision, Minutes, Voice, minutes_of, save_minutes
from server.meeting.participants import Participant
from server.meeting.transcripts import (
    close_transcript,
    finish_segment,
    open_segment,
    open_transcript,
    refine_segment,
    segments_of,
    update_segment,
)
from tests.conftest import Meeting
from tests.integration.database_text import database_text
from tests.integration.minutes.conftest import PATIENCE_S, POLL_S, Queue, end_and_read, say, working

BOBS = ("thirt", "visitor", "developer")
"""Stems of what only Bob says."""


async def forget(meeting: Meeting, whose: Participant, by: Participant, *, chat: bool = False) -> Erased:
    """Forget somebody's words as the web process does."""
    with acting_as(Actor(WEB, user_id=by.user_id, participant_id=by.id)):
        return await forget_words(meeting.room.id, whose.id, with_chat=chat)


async def begin_now(meeting: Meeting) -> None:
    """Let the meeting have begun a minute ago."""
    at = datetime.now(UTC) - timedelta(minutes=1)
    await execute("UPDATE rooms SET started_at = $2 WHERE id = $1", meeting.room.id, at)


async def summarized(meeting: Meeting) -> Minutes:
    """Wait for minutes with a summary."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            found = await minutes_of(meeting.room.id)
            if found is not None and found.executive_summary:
                return found
            await asyncio.sleep(POLL_S)


async def test_no_trace(meeting: Meeting, queue: Queue) -> None:
    """What was forgotten after the meeting is in no row, before and after the minutes are written again."""
    ids = await say(meeting)
    await execute(
        "INSERT INTO segment_edits (room_id, segment_id, edit_id, kind, revision, before_text, after_text,"
        " before_speaker, after_speaker) VALUES ($1, $2, $2, 'text', 1, 'thirty', 'visitors', 'Bob', 'Bob')",
        meeting.room.id,
        ids[1],
    )
    await write(meeting.bob, "Ask the developers.")
    async with working(queue, Extractor()):
        written = await end_and_read(meeting)
        before = await database_text(fetch)
        assert [word for word in BOBS if word not in before] == []
        assert await forget(meeting, meeting.bob, meeting.bob, chat=True) == Erased(2, 1)
        assert [word for word in BOBS if word in await database_text(fetch)] == []
        now = await summarized(meeting)
    after = await database_text(fetch)
    assert [word for word in BOBS if word in after] == []
    assert "photographs of the new exhibition" in after
    assert now.decisions == written.decisions


async def test_elements(meeting: Meeting) -> None:
    """With somebody's words go their yes to a decision, what was turned down and asked because of them."""
    alices, bobs = (await say(meeting))[:2]
    await end_room(meeting.room.id, "host")
    stays = Decision("We stay inside.", (alices,))
    told = Minutes(
        state="ready",
        decisions=[replace(stays, agreed=(Voice(meeting.bob.id, "Bob", bobs), Voice(None, "Cem", alices)))],
        turned_down=[Decision("We go out.", (alices, bobs))],
        open_questions=[Claim("When does it stop?", (bobs,)), Claim("Who pays?", (alices,))],
    )
    await save_minutes(meeting.room.id, told)
    await forget(meeting, meeting.bob, meeting.bob)
    found = await minutes_of(meeting.room.id)
    assert found is not None
    assert found.decisions == [replace(stays, agreed=(Voice(None, "Cem", alices),))]
    assert (found.turned_down, found.open_questions) == ([], [Claim("Who pays?", (alices,))])


async def test_not_stored_again(meeting: Meeting) -> None:
    """What comes late of what was said before is emptied; what is said afterwards is stored."""
    await begin_now(meeting)
    transcript = await open_transcript(meeting.room.id, "en", "vosk")
    whose = {"participant_id": meeting.bob.id, "speaker": "Bob", "language": "en", "engine": "vosk"}
    spoken = await open_segment(transcript.id, start_ms=50_000, text="thirty", **whose)  # type: ignore[arg-type]
    final = await open_segment(transcript.id, start_ms=1_000, **whose)  # type: ignore[arg-type]
    await finish_segment(final.id, "thirty percent", [], 0.9, 3_000)
    await forget(meeting, meeting.bob, meeting.alice)
    with pytest.raises(IllegalStep):
        await finish_segment(spoken.id, "thirty visitors", [], 0.9, 52_000)
    assert not await update_segment(spoken.id, "thirty", 52_000)
    assert await refine_segment(final.id, 1, "thirty", [], 0.9) is None
    late = await open_segment(transcript.id, start_ms=5_000, text="visitors", **whose)  # type: ignore[arg-type]
    assert (late.text, late.state) == ("", "forgotten")
    later = await open_segment(transcript.id, start_ms=90_000, **whose)  # type: ignore[arg-type]
    await finish_segment(later.id, "Welcome back.", [], 0.9, 91_000)
    await close_transcript(meeting.room.id)
    stored = await database_text(fetch)
    assert [word for word in BOBS if word in stored] == []
    assert [each.text for each in await segments_of(meeting.room.id)] == ["", "", "", "Welcome back."]
    assert "bob: welcome back." in stored


async def test_minutes_written_meanwhile(meeting: Meeting) -> None:
    """Minutes whose author had read the words are not saved; they are written again."""
    await say(meeting)
    await end_room(meeting.room.id, "host")
    read = await segments_of(meeting.room.id)
    await forget(meeting, meeting.bob, meeting.bob)
    with pytest.raises(WordsForgotten):
        await save_minutes(meeting.room.id, Minutes("ready", executive_summary="Thirty."), read=read)
    again = await segments_of(meeting.room.id)
    assert await save_minutes(meeting.room.id, Minutes("ready"), read=again)


async def test_only_ones_own(meeting: Meeting) -> None:
    """A guest forgets their own words; nobody but the host those of others."""
    await say(meeting)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await forget(meeting, meeting.alice, meeting.bob)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await forget(meeting, meeting.bob, meeting.gus)
    assert await forget(meeting, meeting.gus, meeting.gus) == Erased(2, 0)
    assert await forget(meeting, meeting.bob, meeting.alice) == Erased(2, 0)
    assert await forget(meeting, meeting.bob, meeting.alice) == Erased(0, 0)


async def test_audit(meeting: Meeting) -> None:
    """The audit has who had words forgotten, and which rows that changed, and no word."""
    await say(meeting)
    await forget(meeting, meeting.bob, meeting.bob)
    rows = await fetch(
        "SELECT table_name, user_id FROM audit_events WHERE table_name = 'forgotten_words' AND room_id = $1",
        meeting.room.id,
    )
    assert [tuple(row) for row in rows] == [("forgotten_words", meeting.bob.user_id)]
