"""Search within one meeting: every form of a word, parts of unspaced scripts, and what is typed so far."""

import unicodedata
from dataclasses import dataclass
from uuid import UUID

from asyncpg import Record

from server.meeting.db import fetch
from server.meeting.search import OFF, ON, unmarked
from server.meeting.search_words import SearchWords, joined, liked, marks_in, plainly, search_words

MAX_FOUND = 2000
"""Segments; more of a meeting are counted and not listed."""
MARKS = "'HighlightAll=true, StartSel=' || left($4, 1) || ', StopSel=' || right($4, 1)"
FIND = f"""
SELECT s.id, s.seq, s.start_ms, s.revision, s.text,
       CASE WHEN said THEN ts_headline(configuration, bare, websearch_to_tsquery(configuration, $2), {MARKS})
       END AS marked,
       CASE WHEN said_plainly THEN ts_headline(configuration, search_spaced(bare),
           websearch_to_tsquery(configuration, $3), {MARKS}) END AS marked_plainly
FROM transcript_segments s,
LATERAL (SELECT search_configuration(s.language), translate(s.text, $4, ''),
                octet_length(s.text) > char_length(s.text)) AS l (configuration, bare, is_wide),
LATERAL (SELECT $7 AND to_tsvector(configuration, bare) @@ websearch_to_tsquery(configuration, $2),
                $3 <> '' AND (is_wide OR $2 <> $3) AND (NOT $7 OR is_wide)
                AND to_tsvector(configuration, search_spaced(bare)) @@ websearch_to_tsquery(configuration, $3)
         OFFSET 0) AS m (said, said_plainly)
WHERE s.room_id = $1 AND s.text <> ''
  AND (said OR (cardinality($5::text[]) > 0 OR said_plainly) AND ($3 = '' OR said_plainly)
               AND search_plain(s.text) LIKE ALL ($5::text[])
       OR lower(search_plain(s.text)) LIKE $6)
ORDER BY s.start_ms, s.seq LIMIT $8
"""  # noqa: S608  a constant; values go by $1
_OF_WORDS = frozenset("\"'’“”-")
"""Signs that a query of words may have."""


@dataclass(frozen=True, slots=True)
class FoundSegment:
    """A segment with the query in it; `marked` holds start and end offsets in its text, of this revision."""

    segment_id: UUID
    seq: int
    start_ms: int
    revision: int
    marked: tuple[tuple[int, int], ...]


async def find_in_meeting(room_id: UUID, query: str) -> list[FoundSegment]:
    """Return the segments with a query, in the order of speech, at most MAX_FOUND.

    Found are all forms of its words by the rules of the segment's language, also where accents or width
    differ, runs of unspaced letters inside of longer ones, and the letters themselves, so that a word half
    typed is found. Quotes, `or` and `-` mean what they do in search; with other signs only letters count.
    """
    asked = search_words(query)
    letters = " ".join(plainly(asked.typed).lower().replace('"', " ").split())
    has_signs = any(unicodedata.category(each)[0] in "SP" for each in set(asked.typed) - _OF_WORDS)
    words = "" if has_signs else _without_runs(asked)
    rows = await fetch(
        FIND,
        room_id,
        asked.typed,
        words,
        ON + OFF,
        [] if has_signs else asked.patterns,
        f"%{liked(letters)}%" if letters else None,
        not asked.runs and not has_signs,
        MAX_FOUND,
    )
    return [found for row in rows if (found := _found(row, asked, letters)).marked]


def _without_runs(asked: SearchWords) -> str:
    text = plainly(asked.typed)
    for run in sorted(asked.runs, key=len, reverse=True):
        text = text.replace(run, " ")
    return " ".join(text.split())


def _found(row: Record, asked: SearchWords, letters: str) -> FoundSegment:
    text: str = row["text"]
    marks = list(unmarked(row["marked"])[1]) if row["marked"] else []
    if row["marked_plainly"]:
        plain, places = unmarked(row["marked_plainly"])
        marks += marks_in(text, {plain[start:end].casefold() for start, end in places}, ())
    marks += [*marks_in(text, set(), asked.runs), *places_of(text, letters)]
    return FoundSegment(row["id"], row["seq"], row["start_ms"], row["revision"], joined(marks))


def places_of(text: str, letters: str) -> list[tuple[int, int]]:
    """Return where plain small letters stand in a text, whatever its case, accents and width."""
    if not letters:
        return []
    folded = [plainly(letter).lower() for letter in text]
    origin = [place for place, part in enumerate(folded) for _ in part]
    whole, found, at = "".join(folded), [], 0
    while (at := whole.find(letters, at)) >= 0:
        found.append((origin[at], origin[at + len(letters) - 1] + 1))
        at += len(letters)
    return found
