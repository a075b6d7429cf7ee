"""Benchmark of writes: finals of many rooms at once, and the WAL volume of a long meeting."""

# ruff: noqa: S311  random choices, no secrets

import asyncio
import json
import time
from random import Random
from uuid import UUID, uuid4

from server.meeting.actor import Actor, acting_as
from server.meeting.db import execute, fetch, fetch_one
from server.meeting.leases import take_lease
from server.meeting.transcripts import close_transcript, finish_segment, open_segment, update_segment
from server.seed.speech import Talk

ROOMS, FINALS_A_SECOND = 40, 200
LONG_MEETING_FINALS = 1_400
"""Two hours of speech: one utterance about every five seconds."""
INTERIMS = 2
"""Updates of each segment before its final."""
NAIVE = """
UPDATE transcripts SET segments = segments || jsonb_build_array(jsonb_build_object(
    'id', $2::uuid, 'seq', $3::int, 'participant_id', $4::uuid, 'speaker', 'Alice', 'start_ms', $5::int,
    'end_ms', $6::int, 'text', $7::text, 'state', 'final')) WHERE id = $1
"""


async def live_transcripts() -> list[tuple[UUID, UUID]]:
    """Running rooms with their transcripts; read as the database's owner."""
    rows = await fetch(
        "SELECT t.room_id, t.id FROM transcripts t JOIN rooms r ON r.id = t.room_id"
        " WHERE r.status = 'live' AND t.status = 'open' ORDER BY t.id LIMIT $1",
        ROOMS,
    )
    return [(row["room_id"], row["id"]) for row in rows]


async def finals(where: list[tuple[UUID, UUID]], seconds: float) -> tuple[list[float], list[float], float]:
    """Write finals at an even rate in all rooms; return ms of each begin and final, and finals per second."""
    begun: list[float] = []
    stored: list[float] = []
    start = time.perf_counter() + 0.5
    every = len(where) / FINALS_A_SECOND

    async def room(number: int, room_id: UUID, transcript_id: UUID) -> None:
        rng, holder = Random(number), f"AJ_bench_{number}"
        talk = Talk(rng, "en", 2 + int(seconds / every))
        with acting_as(Actor("agent", holder=holder)):
            assert await take_lease(room_id, holder, seconds=seconds + 60)
            due, said = start + every * number / len(where), 0
            while due < start + seconds:
                await asyncio.sleep(max(0.0, due - time.perf_counter()))
                await _final(talk, said, transcript_id, begun, stored)
                due, said = due + every, said + 1

    await asyncio.gather(*(room(number, *each) for number, each in enumerate(where)))
    return begun, stored, len(stored) / (time.perf_counter() - start)


async def _final(
    talk: Talk, number: int, transcript_id: UUID, begun: list[float], stored: list[float]
) -> None:
    sentence, text, words = talk.said(number, number * 5_000)
    begin = time.perf_counter()
    segment = await open_segment(
        transcript_id,
        participant_id=None,
        speaker="Alice",
        language="en",
        engine="vosk",
        start_ms=number * 5_000,
    )
    between = time.perf_counter()
    noted = json.loads(f"[{words}]")
    await finish_segment(segment.id, text, noted, sentence.confidence, number * 5_000 + sentence.length_ms)
    begun.append((between - begin) * 1000)
    stored.append((time.perf_counter() - between) * 1000)


async def _scratch_meeting(name: str) -> tuple[UUID, UUID]:
    """A running room with an empty transcript."""
    room_id, transcript_id = uuid4(), uuid4()
    await execute(
        "INSERT INTO rooms (id, name, slug, type, status, livekit_room_name, started_at)"
        " VALUES ($1, $2, $2, 'external', 'live', $2, now())",
        room_id,
        name,
    )
    await execute(
        "INSERT INTO transcripts (id, room_id, language, engine) VALUES ($1, $2, 'en', 'vosk')",
        transcript_id,
        room_id,
    )
    return room_id, transcript_id


async def _wal() -> int:
    row = await fetch_one("SELECT pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')::bigint AS bytes")
    assert row is not None
    return int(row["bytes"])


async def _spoken(transcript_id: UUID) -> None:
    """Write a meeting as the transcriber does: each segment opened, updated INTERIMS times, finished."""
    talk = Talk(Random(7), "en", LONG_MEETING_FINALS)
    for number in range(LONG_MEETING_FINALS):
        start = number * 5_000
        sentence, text, words = talk.said(number, start)
        segment = await open_segment(
            transcript_id, participant_id=None, speaker="Alice", language="en", engine="vosk", start_ms=start
        )
        for part in range(1, INTERIMS + 1):
            await update_segment(segment.id, text[: len(text) * part // (INTERIMS + 1)], start + 500 * part)
        noted = json.loads(f"[{words}]")
        await finish_segment(segment.id, text, noted, sentence.confidence, start + sentence.length_ms)


async def _appended(transcript_id: UUID) -> None:
    """Write the same meeting naively, as in the schema document: each final appended to the JSON."""
    talk = Talk(Random(7), "en", LONG_MEETING_FINALS)
    for number in range(LONG_MEETING_FINALS):
        start = number * 5_000
        sentence, text, _ = talk.said(number, start)
        end = start + sentence.length_ms
        await execute(NAIVE, transcript_id, uuid4(), number, uuid4(), start, end, text)


async def wal_of_a_long_meeting() -> dict[str, int]:
    """WAL bytes of a two-hour meeting, of its closing, and of the naive way; as the owner.

    Both start after a checkpoint, so that PostgreSQL logs full pages at first. The naive way omits the words'
    times, which are two thirds of the bytes of the other way.
    """
    room_id, transcript_id = await _scratch_meeting("kept")
    naive_room, naive_id = await _scratch_meeting("naive")
    await execute("CHECKPOINT")
    zero = await _wal()
    await _spoken(transcript_id)
    said = await _wal()
    await close_transcript(room_id)
    closed = await _wal()
    await execute("CHECKPOINT")
    before = await _wal()
    await _appended(naive_id)
    naive = await _wal() - before
    await execute("DELETE FROM rooms WHERE id = ANY($1::uuid[])", [room_id, naive_room])
    return {"segments": said - zero, "closing": closed - said, "naive": naive}
