"""Split the year into independent chunks that any process can write."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random
from typing import Literal

from server.seed.meetings import meeting, write_members, write_room, write_segments, write_transcript
from server.seed.minutes import write_minutes
from server.seed.people import write_people
from server.seed.rows import Rows
from server.seed.scale import PEOPLE_A_CHUNK, ROOMS_A_CHUNK, Year

LIVE_SEGMENTS = 60
WORK_BEGINS_H, WORK_H = 7, 10


@dataclass(frozen=True, slots=True)
class Chunk:
    kind: Literal["people", "held", "open"]
    number: int


def chunks(year: Year) -> Iterator[Chunk]:
    """List the chunks; people first, because the others refer to them."""
    yield from (Chunk("people", number) for number in range(-(-year.scale.people // PEOPLE_A_CHUNK)))
    yield from (Chunk("held", number) for number in range(-(-year.scale.rooms // ROOMS_A_CHUNK)))
    yield Chunk("open", 0)


def rows_of(year: Year, chunk: Chunk) -> tuple[Rows, int]:
    """Generate a chunk; returns its rows and count of segments."""
    rows = Rows()
    if chunk.kind == "people":
        write_people(rows, year, chunk.number)
        return rows, 0
    if chunk.kind == "open":
        _write_open(rows, year)
        return rows, year.scale.live * LIVE_SEGMENTS
    return rows, _write_held(rows, year, chunk.number)


def _write_held(rows: Rows, year: Year, number: int) -> int:
    """Generate past meetings: few long, most short, together the scale's count of segments."""
    rng = Random(f"{year.seed}:held:{number}")  # noqa: S311  nothing is secret here
    first = number * ROOMS_A_CHUNK
    last = min(first + ROOMS_A_CHUNK, year.scale.rooms)
    total = year.scale.segments_before(last) - year.scale.segments_before(first)
    shares = [rng.lognormvariate(0, 0.7) for _ in range(first, last)]
    counts = [max(3, int(total * share / sum(shares))) for share in shares]
    counts[0] = max(3, counts[0] + total - sum(counts))
    for room, count in zip(range(first, last), counts, strict=True):
        day = year.begins(room).replace(hour=WORK_BEGINS_H, minute=0)
        held = meeting(rng, year, room, day - timedelta(days=1) + timedelta(hours=WORK_H * rng.random()))
        words = write_segments(rows, rng, held, count)
        held.ended = held.started + timedelta(seconds=held.spoken[-1].end_ms // 1000 + 100)
        write_room(rows, rng, year, held, "ended")
        write_members(rows, rng, year, held)
        write_transcript(rows, year, held, words)
        write_minutes(rows, rng, year, held)
    return sum(counts)


def _write_open(rows: Rows, year: Year) -> None:
    """Generate live and scheduled meetings."""
    rng = Random(f"{year.seed}:open")  # noqa: S311  nothing is secret here
    for number in range(year.scale.live):
        live = meeting(rng, year, year.scale.rooms + number, year.until - timedelta(minutes=30))
        words = write_segments(rows, rng, live, LIVE_SEGMENTS)
        write_room(rows, rng, year, live, "live")
        write_members(rows, rng, year, live)
        write_transcript(rows, year, live, words)
    for number in range(year.scale.coming):
        when = year.until + timedelta(minutes=15 * rng.randrange(1, 2_880))
        coming = meeting(rng, year, year.scale.rooms + year.scale.live + number, when)
        coming.members = [replace(each, came=False) for each in coming.members if each.number is not None]
        write_room(rows, rng, year, coming, "scheduled")
        write_members(rows, rng, year, coming)
