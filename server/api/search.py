"""Full-text search in the meetings that the person may read."""

from uuid import UUID

from aiohttp import web
from pydantic import AwareDatetime, Field

from server.api.endpoint import endpoint
from server.api.fields import Body, SearchText, View
from server.api.identity import require_account
from server.errors import Unauthenticated
from server.meeting import search
from server.meeting.audit import record
from server.meeting.cursors import next_cursor, read_cursor
from server.meeting.db import transaction

MAX_RESULTS = 50


class SearchFor(Body):
    """A query: `"…"` matches a phrase, `or` either word, and `-` excludes a word."""

    q: SearchText
    limit: int = Field(default=search.RESULTS, ge=1, le=MAX_RESULTS)
    after: str | None = Field(default=None, max_length=80)
    """`next` of the previous page."""


class RangeView(View):
    """A match to highlight: from `start` up to `end`, exclusive, in Unicode characters."""

    start: int
    end: int


class MatchView(View):
    """A segment that matches; `start_ms` is milliseconds on the meeting's clock."""

    segment_id: UUID
    seq: int
    start_ms: int
    speaker: str
    text: str
    marked: list[RangeView]


class FoundView(View):
    """A meeting, and its first matching segments."""

    slug: str
    name: str
    started_at: AwareDatetime | None
    rank: float
    matches: list[MatchView]


class SearchResults(View):
    """The best first; pass `next` as `after` to get the next page; null on the last page."""

    results: list[FoundView]
    next: str | None


@endpoint("Search my meetings", tag="search", refusals=(Unauthenticated,))
async def index(request: web.Request, query: SearchFor) -> SearchResults:
    """Search titles, tags and transcripts of the person's meetings; very common words are ignored."""
    person = require_account(request)
    async with transaction():
        if query.after is None:
            await record("user_action", "search", lasting=False)
        found = await search.search(person, query.q, limit=query.limit, after=_after(query.after))
    return SearchResults(
        results=[_view(each) for each in found],
        next=next_cursor(found, query.limit, lambda last: repr(last.rank)),
    )


def _after(text: str | None) -> search.After | None:
    found = read_cursor(text, float, "after")
    return search.After(*found) if found else None


def _view(found: search.Found) -> FoundView:
    return FoundView(
        slug=found.slug,
        name=found.name,
        started_at=found.started_at,
        rank=found.rank,
        matches=[
            MatchView(
                segment_id=each.segment_id,
                seq=each.seq,
                start_ms=each.start_ms,
                speaker=each.speaker,
                text=each.text,
                marked=[RangeView(start=start, end=end) for start, end in each.marked],
            )
            for each in found.matches
        ],
    )
