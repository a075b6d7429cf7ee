"""Meetings of all lengths and kinds: each has one current set of minutes of a sensible form."""

import asyncio
import random
import resource
import time

import pytest

from agent.minutes.block_closing import close_blocks, close_live_blocks
from agent.minutes.block_noting import note_block
from agent.minutes.writing import Extractor, complete_minutes, draft_minutes, phrase_minutes
from server.meeting.change_bus import ChangeBus
from server.meeting.db import execute, fetch
from server.meeting.lifecycle import EndCause, end_room
from server.meeting.minutes import Minutes, minutes_of
from server.meeting.queue import enqueue_minutes
from server.meeting.summary_blocks import blocks_of
from tests.bench.made_meeting import speech
from tests.conftest import Meeting
from tests.integration.minutes.conftest import SAID, Queue, end_and_read, say, working

TURN_S = 6
MOST_S = 120.0
"""Eight hours of speech take a twentieth of it on an idle core."""
MOST_MB = 400
SMALL_TALK = (
    ("alice", "Good morning, everybody."), ("bob", "Hi Alice, can you hear me?"),
    ("alice", "Yes, loud and clear."), ("gus", "Lovely weather today, isn't it?"),
    ("bob", "It is raining here, actually."), ("alice", "Shall we wait for Carol?"),
    ("bob", "She said she might be late."), ("gus", "Ha, as always."), ("alice", "Have a nice day then."),
    ("bob", "Bye."),
)  # fmt: skip
NOISE = tuple(
    (who, word) for word in ("uh", "um", "mhm", "hm", "the the", "uh huh") for who in ("bob", "gus")
)
IN_THREE = (
    ("alice", "We decided to postpone the launch until the ticket shop works on phones.", "en"),
    ("bob", "Wir haben beschlossen, die Ausstellung erst im Mai zu eröffnen.", "de"),
    ("gus", "Nous avons décidé de fermer la boutique le lundi.", "fr"),
    ("bob", "Ich schicke die Liste der Telefone bis Freitag an die Entwickler.", "de"),
    ("gus", "J'enverrai le programme à l'imprimeur demain.", "fr"),
)


def made_up(hours: float) -> tuple[tuple[str, str], ...]:
    """So many hours of varied speech."""
    saying = speech(random.Random(3))  # noqa: S311  generated speech, no secrets
    return tuple(
        (who.lower(), text) for who, text in (next(saying) for _ in range(round(hours * 3600 / TURN_S)))
    )


async def current(meeting: Meeting) -> int:
    """How many sets of minutes there are."""
    rows = await fetch("SELECT count(*) FROM meeting_summaries WHERE room_id = $1", meeting.room.id)
    return int(rows[0][0])


async def stored(meeting: Meeting, said: tuple[tuple[str, str], ...]) -> None:
    """Store many segments at once."""
    await say(meeting, said[:1])
    people = {name: getattr(meeting, name) for name in ("alice", "bob", "gus")}
    await execute(
        """
        INSERT INTO transcript_segments (transcript_id, room_id, seq, participant_id, speaker, language,
               engine, start_ms, end_ms, text, raw_text, state)
        SELECT transcript_id, room_id, at, who, speaker, 'en', engine, at * 6000, at * 6000 + 5000,
               said, said, 'final'
          FROM (SELECT transcript_id, room_id, engine FROM transcript_segments WHERE room_id = $1) AS one,
               unnest($2::int[], $3::uuid[], $4::text[], $5::text[]) AS more (at, who, speaker, said)
        """,
        meeting.room.id,
        list(range(1, len(said))),
        [people[who].id for who, _ in said[1:]],
        [people[who].display_name for who, _ in said[1:]],
        [text for _, text in said[1:]],
    )


@pytest.mark.parametrize("hours", [4, 8])
async def test_long(meeting: Meeting, change_bus: ChangeBus, hours: int) -> None:
    """Minutes of many hours are short, rest on all that was said, and take bounded time and memory."""
    said = made_up(hours)
    await stored(meeting, said)
    await end_room(meeting.room.id, "host")
    before_kb, began = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    await draft_minutes(meeting.room.id, Extractor(), change_bus)
    assert time.process_time() - began < MOST_S
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before_kb < MOST_MB * 1024
    found = await minutes_of(meeting.room.id)
    assert found is not None
    assert found.provenance is not None
    assert (found.state, found.provenance.segments) == ("ready", len(said))
    assert len(found.executive_summary.split()) < 300
    assert 0 < len(found.decisions) < len(said) / 50
    assert 0 < len(found.topics) < 60
    assert await current(meeting) == 1


async def test_blocks_of_a_long_one(meeting: Meeting, change_bus: ChangeBus) -> None:
    """A meeting that nobody looked after for four hours is closed in blocks that each fit a prompt."""
    said = made_up(4)
    await stored(meeting, said)
    await close_blocks(meeting.room.id, is_over=True)
    blocks = await blocks_of(meeting.room.id)
    assert sum(each.to_seq - each.from_seq + 1 for each in blocks) == len(said)
    assert max(each.end_ms - each.start_ms for each in blocks) < 10 * 60_000
    await note_block(meeting.room.id, len(blocks) - 1, Extractor(), change_bus)
    assert (await blocks_of(meeting.room.id))[-1].state == "noted"


async def test_a_minute(meeting: Meeting, queue: Queue) -> None:
    """What was settled in a minute is in its minutes, and no more than was said."""
    await say(meeting, SAID)
    async with working(queue, Extractor()):
        found = await end_and_read(meeting)
    assert len(found.decisions) == 1
    assert len(found.executive_summary) < sum(len(text) for _, text in SAID)
    assert await current(meeting) == 1


@pytest.mark.parametrize("said", [SMALL_TALK, NOISE], ids=["small talk", "noise"])
async def test_nothing_to_note(meeting: Meeting, queue: Queue, said: tuple[tuple[str, str], ...]) -> None:
    """Small talk and noise words make neither decisions nor tasks."""
    await say(meeting, said)
    async with working(queue, Extractor()):
        found = await end_and_read(meeting)
    assert (found.state, found.decisions, found.actions) == ("ready", [], [])
    assert await current(meeting) == 1


async def test_noise_is_not_called_speech(meeting: Meeting, queue: Queue) -> None:
    """Where nothing but hesitation was heard no sentence is quoted as a summary."""
    await say(meeting, NOISE)
    async with working(queue, Extractor()):
        found = await end_and_read(meeting)
    assert not any(word in found.executive_summary.split() for word in ("uh", "um", "mhm"))


async def test_three_languages(meeting: Meeting, queue: Queue) -> None:
    """Each sentence is read in the language it was spoken in, and written in people's own words."""
    await say(meeting, tuple((who, text) for who, text, _ in IN_THREE))
    for seq, (_, _, language) in enumerate(IN_THREE):
        await execute(
            "UPDATE transcript_segments SET language = $3 WHERE room_id = $1 AND seq = $2",
            meeting.room.id,
            seq,
            language,
        )
    async with working(queue, Extractor()):
        found = await end_and_read(meeting)
    assert found.state == "ready"
    assert any("ticket shop" in each.text for each in found.decisions)
    assert await current(meeting) == 1


async def test_three_causes_at_once(meeting: Meeting, queue: Queue) -> None:
    """The host ends a meeting, the last one leaves and a sweep finds it over, twice: one set of minutes."""
    await say(meeting)
    causes: tuple[EndCause, ...] = ("host", "left", "sweeper", "host")
    ended = await asyncio.gather(*(end_room(meeting.room.id, cause) for cause in causes))
    await enqueue_minutes(meeting.room.id)
    async with working(queue, Extractor()):
        found = await end_and_read(meeting)
    assert ended.count(True) == 1
    assert (found.state, await current(meeting)) == ("ready", 1)


async def test_every_pass_at_once(meeting: Meeting, change_bus: ChangeBus) -> None:
    """Two workers that do everything at once to one meeting leave one set of minutes, and each block once."""
    await say(meeting, SAID * 8)
    author = Extractor()
    await asyncio.gather(close_live_blocks(), close_live_blocks())
    await end_room(meeting.room.id, "host")
    drafts = (draft_minutes(meeting.room.id, author, change_bus) for _ in range(2))
    await asyncio.gather(*drafts, close_blocks(meeting.room.id, is_over=True))
    await asyncio.gather(
        complete_minutes(meeting.room.id, author, change_bus),
        phrase_minutes(meeting.room.id, author, change_bus),
    )
    found: Minutes | None = await minutes_of(meeting.room.id)
    assert found is not None
    assert (found.state, await current(meeting)) == ("ready", 1)
    blocks = await blocks_of(meeting.room.id)
    assert sum(each.to_seq - each.from_seq + 1 for each in blocks) == len(SAID) * 8
