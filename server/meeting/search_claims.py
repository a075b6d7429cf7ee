"""Search in the statements of the meetings a person may read, newest meetings first."""

from itertools import groupby
from typing import Literal, get_args

from asyncpg import Record

from server.meeting.accounts import Account
from server.meeting.db import fetch
from server.meeting.search import (
    MATCHES,
    MINE,
    NO_FILTERS,
    OFF,
    ON,
    RESULTS,
    WANTED,
    After,
    Filters,
    Found,
    Match,
    unmarked,
)
from server.meeting.search_words import joined, liked, plainly, search_words
from server.meeting.segment_search import places_of

ClaimKind = Literal["decisions", "actions", "open_questions"]
CLAIM_KINDS: tuple[ClaimKind, ...] = get_args(ClaimKind)
MOST = 1000
"""Statements that are looked through for one page."""
CLAIMS = f"""
SELECT r.id AS found, r.slug, r.name, r.started_at, r.rank, s.id, s.seq, s.start_ms, s.speaker, c.text,
       ts_headline(r.configuration, translate(c.text, $4, ''), websearch_to_tsquery(r.configuration, $1),
           'HighlightAll=true, StartSel=' || left($4, 1) || ', StopSel=' || right($4, 1)) AS marked
FROM (
    SELECT r.id, r.slug, r.name, r.started_at,
           extract(epoch FROM coalesce(r.started_at, r.created_at))::float8 AS rank,
           search_configuration((SELECT t.language FROM transcripts t WHERE t.room_id = r.id LIMIT 1))
               AS configuration
    FROM unnest(ARRAY(SELECT DISTINCT readable_rooms())) AS readable (id) JOIN rooms r ON r.id = readable.id
    WHERE ({MINE}) AND {WANTED}
) AS r
CROSS JOIN LATERAL (
    SELECT claim->>'text' AS text, claim->'evidence'->>0 AS segment, NULL AS assignee, position
    FROM meeting_summaries m, jsonb_array_elements(
        CASE $8 WHEN 'decisions' THEN m.decisions WHEN 'open_questions' THEN m.open_questions END
    ) WITH ORDINALITY AS d (claim, position)
    WHERE m.room_id = r.id
    UNION ALL
    SELECT a.title, a.evidence->>0, a.assignee, a.position FROM action_items a
    WHERE a.room_id = r.id AND a.deleted_at IS NULL AND $8 = 'actions' AND $11
) AS c
JOIN transcript_segments s ON s.id = c.segment::uuid AND s.room_id = r.id
CROSS JOIN LATERAL (SELECT octet_length(c.text) > char_length(c.text) AS wide) AS l
WHERE (to_tsvector(r.configuration, c.text) @@ websearch_to_tsquery(r.configuration, $1)
       OR ((wide OR $1 <> $2) AND to_tsvector(r.configuration, search_spaced(c.text))
                                  @@ websearch_to_tsquery(r.configuration, $2))
       OR lower(CASE WHEN wide THEN search_plain(c.text) ELSE c.text END) LIKE $3)
  AND ($15::text IS NULL OR lower(search_plain(coalesce(c.assignee, s.speaker))) LIKE $15)
  AND ($6::float8 IS NULL OR (r.rank, r.id) < ($6, $7::uuid))
ORDER BY r.rank DESC, r.id DESC, c.position LIMIT $5
"""  # noqa: S608  constant conditions; values go by $1


async def search_claims(
    person: Account,
    words: str,
    kind: ClaimKind,
    *,
    limit: int = RESULTS,
    after: After | None = None,
    filters: Filters = NO_FILTERS,
) -> list[Found]:
    """Return the meetings with such a statement, each with the segment it rests on; `rank` is the time.

    With `filters.person` those that this person said, or the action items that are theirs.
    """
    asked = search_words(words)
    letters = " ".join(plainly(asked.typed).lower().replace('"', " ").split())
    rows = await fetch(
        CLAIMS,
        asked.typed,
        plainly(asked.typed),
        f"%{liked(letters)}%" if letters else None,
        ON + OFF,
        MOST,
        after.rank if after else None,
        after.id if after else None,
        kind,
        person.id,
        person.role == "admin",
        True,
        filters.since,
        filters.until,
        filters.tag,
        filters.name_pattern,
    )
    found = [_found(list(group), letters) for _, group in groupby(rows, lambda row: row["found"])]
    return found[:limit]


def _found(rows: list[Record], letters: str) -> Found:
    first = rows[0]
    matches = tuple(_match(row, letters) for row in rows[:MATCHES])
    return Found(first["found"], first["slug"], first["name"], first["started_at"], first["rank"], matches)


def _match(row: Record, letters: str) -> Match:
    text, marked = unmarked(row["marked"])
    marks = joined([*marked, *places_of(text, letters)])
    return Match(row["id"], row["seq"], row["start_ms"], row["speaker"], text, marks)
