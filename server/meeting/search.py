"""Words found again in the meetings one may read: which, where in them, and what letters to mark."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from asyncpg import Record

from server.meeting.accounts import Account
from server.meeting.db import fetch
from server.meeting.names import storable

RESULTS = 10
MATCHES = 3
"""How many places of one meeting are shown."""
ON, OFF = "\x02", "\x03"
"""Around a marked word, on the way from PostgreSQL."""

MINE = """r.host_id = $7 OR ($8 AND r.type = 'external') OR EXISTS (
    SELECT FROM participants p WHERE p.room_id = r.id AND p.user_id = $7 AND p.status <> 'removed'
      AND (p.joined_at IS NOT NULL OR r.status NOT IN ('ended', 'archived')))"""
SEARCH = f"""
SELECT f.transcript_id, r.slug, r.name, r.started_at, f.rank,
       s.id, s.seq, s.start_ms, s.speaker, s.marked
FROM search_transcripts($1, $2, $3, $4) AS f JOIN rooms r ON r.id = f.room_id
LEFT JOIN LATERAL (
    SELECT s.id, s.seq, s.start_ms, s.speaker, ts_headline(
               search_configuration(s.language), translate(s.text, $5, ''), f.parts,
               format('HighlightAll=true, StartSel=%s, StopSel=%s', left($5, 1), right($5, 1))
           ) AS marked
    FROM transcript_segments s
    WHERE s.room_id = f.room_id AND s.transcript_id = f.transcript_id
      AND to_tsvector(search_configuration(s.language), s.text) @@ f.parts
    ORDER BY s.seq LIMIT $6
) AS s ON true
WHERE {MINE}
ORDER BY f.rank DESC, f.transcript_id DESC, s.seq
"""  # noqa: S608  a constant condition; values go by $1


@dataclass(frozen=True, slots=True)
class Match:
    """One utterance with searched words; `marked` are their begins and ends in `text`."""

    segment_id: UUID
    seq: int
    start_ms: int
    speaker: str
    text: str
    marked: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """One meeting, and its first places with searched words."""

    transcript_id: UUID
    slug: str
    name: str
    started_at: datetime | None
    rank: float
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class After:
    """The last result one has, to go on behind it."""

    rank: float
    transcript_id: UUID


async def search(
    person: Account, words: str, *, limit: int = RESULTS, after: After | None = None
) -> list[Found]:
    """The best first; nothing for words too common to be looked for.

    The function finds only what the transaction's person may read; its rooms and segments are then read under
    the policies once more.
    """
    rows = await fetch(
        SEARCH,
        storable(words),
        after.rank if after else None,
        after.transcript_id if after else None,
        limit,
        ON + OFF,
        MATCHES,
        person.id,
        person.role == "admin",
    )
    return _found(rows)


def _found(rows: list[Record]) -> list[Found]:
    """Gather the places by meeting; the rows are in order."""
    by_meeting: dict[UUID, list[Record]] = {}
    for row in rows:
        by_meeting.setdefault(row["transcript_id"], []).append(row)
    return [
        Found(
            first["transcript_id"], first["slug"], first["name"], first["started_at"], first["rank"],
            tuple(_match(row) for row in places if row["id"] is not None),
        )
        for places in by_meeting.values() for first in places[:1]
    ]  # fmt: skip


def _match(row: Record) -> Match:
    text, marked = unmarked(row["marked"])
    return Match(row["id"], row["seq"], row["start_ms"], row["speaker"], text, marked)


def unmarked(headline: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Give the text without the marks, and the places that were marked."""
    text, places = "", []
    for part in headline.split(ON):
        word, end, rest = part.partition(OFF)
        if end:
            places.append((len(text), len(text) + len(word)))
        text += word + rest
    return text, tuple(places)
