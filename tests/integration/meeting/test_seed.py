"""A seeded year is what the product itself would have written, and its pages are answered by indexes."""

# ruff: noqa: S311  chance, not secrets

import re
from collections.abc import AsyncIterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from random import Random
from types import SimpleNamespace
from typing import Any

import asyncpg
import pytest

from server.meeting.actor import AS_CONNECTED, Actor, acting_as
from server.meeting.db import fetch, fetch_one, open_database
from server.meeting.search import search
from server.meeting.transcripts import close_transcript
from server.seed.bulk_load import strip
from server.seed.load import NotSeededError, load
from server.seed.rows import COLUMNS
from server.seed.scale import Scale, Year
from tests.bench.database_pages import Pages, visitors
from tests.bench.database_plans import plans_of
from tests.conftest import cloned

TINY = Scale("tiny", people=120, rooms=150, segments=3_000, well_met=30, live=2)
YEAR = Year(TINY, 1, datetime(2026, 3, 1, tzinfo=UTC), "no hash at all")
LIVE_SEGMENTS = 60


class NoBoard:
    """Shows nothing."""

    @contextmanager
    def step(self, name: str, total: float | None = None) -> Any:
        """Nothing to see."""
        yield SimpleNamespace(advance=lambda by: None)


SOMEBODY_REAL = """
INSERT INTO users (email, email_key, name) VALUES ('v1.test.' || repeat('0', 64), repeat('0', 64), 'Real')
"""
ALL_WORDS = "SELECT md5(string_agg(id::text || text, '' ORDER BY id)) FROM transcript_segments"
CATALOGUE = """
SELECT indexdef FROM pg_indexes WHERE schemaname = 'public'
UNION ALL SELECT conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) || convalidated
          FROM pg_constraint WHERE connamespace = 'public'::regnamespace
UNION ALL SELECT tgrelid::regclass || ' ' || tgname || tgenabled::text FROM pg_trigger WHERE NOT tgisinternal
UNION ALL SELECT oid::regclass || ' ' || relrowsecurity || relforcerowsecurity FROM pg_class
          WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')
ORDER BY 1
"""


CASTS = re.compile(r"::(?:character varying|text)(?:\[\])?|[()]")
"""PostgreSQL writes the same list of states in another way once it has read it back."""


async def catalogue(url: str) -> list[str]:
    """Every index, constraint and switch."""
    connection = await asyncpg.connect(url)
    try:
        return sorted(CASTS.sub("", row[0]) for row in await connection.fetch(CATALOGUE))
    finally:
        await connection.close()


async def asked(url: str, sql: str) -> Any:
    """The one value of a question to another database."""
    connection = await asyncpg.connect(url)
    try:
        return await connection.fetchval(sql)
    finally:
        await connection.close()


@pytest.fixture(scope="module")
async def seeded(postgres_url: str) -> AsyncIterator[str]:
    """A database with the tiny year; what tests write they take back."""
    async with cloned(postgres_url) as url:
        before = await catalogue(url)
        await load(url, YEAR, NoBoard())
        assert await catalogue(url) == before
        with acting_as(AS_CONNECTED):
            async with open_database(url, pool_size=4):
                yield url


async def one(sql: str, *args: object) -> Any:
    """The one value of a question."""
    row = await fetch_one(sql, *args)
    assert row is not None
    return row[0]


async def test_there_is_as_much_as_was_asked_for(seeded: str) -> None:
    """People, meetings and segments are counted; the first person is in as many meetings as promised."""
    assert await one("SELECT count(*) FROM users") == TINY.people
    assert await one("SELECT count(*) FROM rooms WHERE status = 'ended'") == TINY.rooms
    assert await one("SELECT count(*) FROM transcript_segments") == TINY.segments + TINY.live * LIVE_SEGMENTS
    cast = await visitors(YEAR, Random(1))
    assert (
        await one("SELECT count(DISTINCT room_id) FROM participants WHERE user_id = $1", cast[0].person.id)
        == TINY.well_met
    )


BROKEN = {
    "seats": "SELECT count(*) FROM rooms r WHERE current_participants <> (SELECT count(*) FROM participants p"
    " WHERE p.room_id = r.id AND p.status = 'joined')",
    "room lengths": "SELECT count(*) FROM rooms"
    " WHERE duration <> extract(epoch FROM ended_at - started_at)::int",
    "stays": "SELECT count(*) FROM participants p WHERE duration <> (SELECT coalesce(sum(extract(epoch FROM"
    " a.left_at - a.joined_at)), 0)::int FROM attendance a WHERE a.participant_id = p.id)",
    "sequences": "SELECT count(*) FROM transcripts t WHERE next_seq <> (SELECT count(*)"
    " FROM transcript_segments s WHERE s.transcript_id = t.id)",
    "hosts": "SELECT count(*) FROM rooms r WHERE NOT EXISTS (SELECT FROM participants p"
    " WHERE p.room_id = r.id AND p.user_id = r.host_id AND p.role = 'host')",
    "tasks": "SELECT count(*) FROM action_items WHERE (status = 'done') <> (completed_at IS NOT NULL)",
    "search": "SELECT count(*) FROM transcripts"
    " WHERE search <> to_tsvector(search_configuration(language), text)",
}


@pytest.mark.parametrize("rule", BROKEN)
async def test_no_rule_is_broken(seeded: str, rule: str) -> None:
    """What the database keeps by itself comes out the same."""
    assert await one(BROKEN[rule]) == 0


async def test_transcripts_are_as_closing_leaves_them(seeded: str) -> None:
    """Closed once more by the product, nothing of one changes."""
    kept = "SELECT text, segments, words, round(confidence_score::numeric, 9), speaker_count FROM transcripts"
    room_id = await one("SELECT room_id FROM transcripts WHERE status = 'closed' ORDER BY id LIMIT 1")
    before = await fetch(f"{kept} WHERE room_id = $1", room_id)
    await close_transcript(room_id)
    assert await fetch(f"{kept} WHERE room_id = $1", room_id) == before


async def test_search_finds_only_readable_meetings(seeded: str) -> None:
    """Something is found, and nothing of a meeting one was not in."""
    cast = await visitors(YEAR, Random(1))
    rows = await fetch(
        "SELECT r.slug FROM rooms r JOIN participants p ON p.room_id = r.id WHERE p.user_id = $1",
        cast[0].person.id,
    )
    own = {row["slug"] for row in rows}
    with acting_as(Actor("web", user_id=cast[0].person.id)):
        found = await search(cast[0].person, "budget or Haushalt or presupuesto or 예산 or need", limit=50)
    assert found
    assert {each.slug for each in found} <= own


@pytest.mark.parametrize("page", Pages([], 1).all())
async def test_no_page_reads_a_table_whole(seeded: str, page: str) -> None:
    """Each is answered by indexes where there are any."""
    pages = Pages(await visitors(YEAR, Random(1)), 1)
    plans = await plans_of(seeded, pages.all()[page], enable_seqscan="off")
    assert plans.indexes
    assert not plans.whole


async def test_a_killed_load_is_mended_by_the_next(postgres_url: str) -> None:
    """Tables left without their indexes and policies get them back before anything is written."""
    small = replace(YEAR, scale=replace(TINY, people=20, rooms=10, segments=200, well_met=5))
    async with cloned(postgres_url) as url:
        before = await catalogue(url)
        connection = await asyncpg.connect(url)
        await strip(connection, list(COLUMNS))
        await connection.close()
        assert await catalogue(url) != before
        await load(url, small, NoBoard(), processes=1)
        assert await catalogue(url) == before


async def test_takes_the_place_of_a_seeded_year_only(postgres_url: str) -> None:
    """Loaded again, a year is the same; a person who was not seeded keeps the database as it is."""
    small = replace(YEAR, scale=replace(TINY, people=20, rooms=10, segments=200, well_met=5))
    async with cloned(postgres_url) as url:
        rows = []
        for _ in range(2):
            await load(url, small, NoBoard(), processes=1)
            rows.append(await asked(url, ALL_WORDS))
        assert rows[0] == rows[1]
        await asked(url, SOMEBODY_REAL)
        with pytest.raises(NotSeededError):
            await load(url, small, NoBoard())
