"""Full-text search in the transcripts and titles of the meetings a person may read."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from asyncpg import Record

from server.meeting.accounts import Account
from server.meeting.db import fetch
from server.meeting.search_words import SearchWords, joined, marks_in, search_words

RESULTS = 10
MATCHES = 3
"""Matches shown of one meeting."""
ON, OFF = "\x02", "\x03"
"""Delimiters of a match in PostgreSQL's headline."""

MINE = """r.host_id = $9 OR ($10 AND r.type = 'external') OR EXISTS (
    SELECT FROM participants p WHERE p.room_id = r.id AND p.user_id = $9 AND p.status <> 'removed'
      AND (p.joined_at IS NOT NULL OR r.status NOT IN ('ended', 'archived')))"""
MARKS = "format('HighlightAll=true, StartSel=%s, StopSel=%s', left($7, 1), right($7, 1))"
SEARCH = f"""
SELECT f.id AS found, r.slug, r.name, r.started_at, f.rank,
       s.id, s.seq, s.start_ms, s.speaker, s.marked, s.marked_plainly
FROM search_meetings($1, $2, $3, $4, $5, $6) AS f JOIN rooms r ON r.id = f.room_id
LEFT JOIN LATERAL (
    SELECT s.id, s.seq, s.start_ms, s.speaker,
           coalesce(ts_headline(l.configuration, l.text, f.marks, {MARKS}), l.text) AS marked,
           CASE WHEN octet_length(s.text) > char_length(s.text)
               THEN ts_headline(l.configuration, search_spaced(l.text), f.marks, {MARKS})
           END AS marked_plainly
    FROM transcript_segments s,
    LATERAL (SELECT search_configuration(s.language), translate(s.text, $7, '')) AS l (configuration, text)
    WHERE s.room_id = f.room_id AND s.transcript_id = f.transcript_id
      AND (to_tsvector(l.configuration, s.text) @@ f.marks
           OR (octet_length(s.text) > char_length(s.text)
               AND (to_tsvector(l.configuration, search_spaced(s.text)) @@ f.marks
                    OR search_plain(s.text) LIKE ANY ($11::text[]))))
    ORDER BY s.seq LIMIT $8
) AS s ON true
WHERE {MINE}
ORDER BY f.rank DESC, f.id DESC, s.seq
"""  # noqa: S608  a constant condition; values go by $1


@dataclass(frozen=True, slots=True)
class Match:
    """An utterance with matching words; `marked` holds their start and end offsets in `text`."""

    segment_id: UUID
    seq: int
    start_ms: int
    speaker: str
    text: str
    marked: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A meeting and its first matches."""

    id: UUID
    """The transcript's id, or the room's if it has no transcript."""
    slug: str
    name: str
    started_at: datetime | None
    rank: float
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True)
class After:
    """Cursor: the last result of the page before."""

    rank: float
    id: UUID


async def search(
    person: Account, words: str, *, limit: int = RESULTS, after: After | None = None
) -> list[Found]:
    """Return results by rank; none for a query of stop words only.

    The SQL function finds only what the actor may read; its rooms and segments are then read under the
    policies again.
    """
    asked = search_words(words)
    rows = await fetch(
        SEARCH,
        asked.typed,
        asked.plain,
        asked.parts,
        after.rank if after else None,
        after.id if after else None,
        limit,
        ON + OFF,
        MATCHES,
        person.id,
        person.role == "admin",
        asked.patterns,
    )
    return _found(rows, asked)


def _found(rows: list[Record], asked: SearchWords) -> list[Found]:
    """Group the sorted rows by meeting."""
    by_meeting: dict[UUID, list[Record]] = {}
    for row in rows:
        by_meeting.setdefault(row["found"], []).append(row)
    return [
        Found(
            first["found"], first["slug"], first["name"], first["started_at"], first["rank"],
            tuple(_match(row, asked) for row in places if row["id"] is not None),
        )
        for places in by_meeting.values() for first in places[:1]
    ]  # fmt: skip


def _match(row: Record, asked: SearchWords) -> Match:
    text, marked = unmarked(row["marked"])
    plain, places = unmarked(row["marked_plainly"] or "")
    words = {plain[start:end].casefold() for start, end in places}
    if not words and not asked.runs:
        return Match(row["id"], row["seq"], row["start_ms"], row["speaker"], text, marked)
    marks = joined([*marked, *marks_in(text, words, asked.runs)])
    return Match(row["id"], row["seq"], row["start_ms"], row["speaker"], text, marks)


def unmarked(headline: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return the text without delimiters, and the offsets they marked."""
    text, places = "", []
    for part in headline.split(ON):
        word, end, rest = part.partition(OFF)
        if end:
            places.append((len(text), len(text) + len(word)))
        text += word + rest
    return text, tuple(places)
