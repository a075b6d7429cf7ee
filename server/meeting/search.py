"""Full-text search in the transcripts and titles of the meetings a person may read."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from asyncpg import Record

from server.meeting.accounts import Account
from server.meeting.db import fetch
from server.meeting.search_words import SearchWords, joined, liked, marks_in, plainly, search_words

RESULTS = 10
RANKED = 500
"""Meetings that search_meetings() weighs (migration m0017); filters choose among them."""
MATCHES = 3
"""Matches shown of one meeting."""
ON, OFF = "\x02", "\x03"
"""Delimiters of a match in PostgreSQL's headline."""

MINE = """r.host_id = $9 OR ($10 AND r.type = 'external') OR EXISTS (
    SELECT FROM participants p WHERE p.room_id = r.id AND p.user_id = $9 AND p.status <> 'removed'
      AND (p.joined_at IS NOT NULL OR r.status NOT IN ('ended', 'archived')))"""
MARKS = "format('HighlightAll=true, StartSel=%s, StopSel=%s', left($7, 1), right($7, 1))"
WANTED = """($12::timestamptz IS NULL OR r.started_at >= $12)
  AND ($13::timestamptz IS NULL OR r.started_at < $13)
  AND ($14::text IS NULL OR lower($14) IN (SELECT lower(tag) FROM unnest(r.tags) AS tag))
  AND ($15::text IS NULL OR EXISTS (SELECT FROM participants p WHERE p.room_id = r.id
                                    AND lower(search_plain(p.display_name)) LIKE $15))"""
SEARCH = f"""
SELECT f.found, f.slug, f.name, f.started_at, f.rank,
       s.id, s.seq, s.start_ms, s.speaker, s.marked, s.marked_plainly
FROM (
    SELECT m.id AS found, m.room_id, m.transcript_id, m.marks, m.rank, r.slug, r.name, r.started_at
    FROM search_meetings($1, $2, $3, $4, $5, CASE WHEN $16 THEN {RANKED} ELSE $6 END) AS m
    JOIN rooms r ON r.id = m.room_id WHERE ({MINE}) AND {WANTED} ORDER BY m.rank DESC, m.id DESC LIMIT $6
) AS f
LEFT JOIN LATERAL (
    SELECT s.id, s.seq, s.start_ms, s.speaker,
           coalesce(ts_headline(l.configuration, l.text, f.marks, {MARKS}), l.text) AS marked,
           CASE WHEN octet_length(s.text) > char_length(s.text)
               THEN ts_headline(l.configuration, search_spaced(l.text), f.marks, {MARKS})
           END AS marked_plainly
    FROM transcript_segments s,
    LATERAL (SELECT search_configuration(s.language), translate(s.text, $7, '')) AS l (configuration, text)
    WHERE s.room_id = f.room_id AND s.transcript_id = f.transcript_id
      AND ($15::text IS NULL OR lower(search_plain(s.speaker)) LIKE $15)
      AND (to_tsvector(l.configuration, s.text) @@ f.marks
           OR (octet_length(s.text) > char_length(s.text)
               AND (to_tsvector(l.configuration, search_spaced(s.text)) @@ f.marks
                    OR search_plain(s.text) LIKE ANY ($11::text[]))))
    ORDER BY s.start_ms, s.seq LIMIT $8
) AS s ON true
ORDER BY f.rank DESC, f.found DESC, s.start_ms, s.seq
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
class Filters:
    """What results are limited to; None: no limit."""

    since: datetime | None = None
    until: datetime | None = None
    """Of the meeting's start; `until` is exclusive."""
    tag: str | None = None
    person: str | None = None
    """Part of the name of somebody who was there and said it."""

    @property
    def name_pattern(self) -> str | None:
        """The LIKE pattern of the person."""
        return f"%{liked(plainly(self.person).lower())}%" if self.person else None


NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True)
class After:
    """Cursor: the last result of the page before."""

    rank: float
    id: UUID


async def search(
    person: Account,
    words: str,
    *,
    limit: int = RESULTS,
    after: After | None = None,
    filters: Filters = NO_FILTERS,
) -> list[Found]:
    """Return results by rank; none for a query of stop words only.

    With `filters.person` only meetings in which that person said it; several pages may be read for one.
    The SQL function finds only what the actor may read; its rooms and segments are then read under the
    policies again.
    """
    found: list[Found] = []
    while True:
        page = await _page(person, words, limit, after, filters)
        kept = [each for each in page if each.matches or not filters.person]
        found += kept
        if len(page) < limit or len(found) >= limit:
            return found[:limit]
        after = After(page[-1].rank, page[-1].id)


async def _page(
    person: Account, words: str, limit: int, after: After | None, filters: Filters
) -> list[Found]:
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
        filters.since,
        filters.until,
        filters.tag,
        filters.name_pattern,
        filters != NO_FILTERS,
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
