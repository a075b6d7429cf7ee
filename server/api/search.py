"""Full-text search in the meetings that the person may read."""

from typing import Literal
from uuid import UUID

from aiohttp import web
from pydantic import AwareDatetime, Field

from server.api.endpoint import endpoint
from server.api.fields import Body, Moment, SearchText, Tag, Term, View
from server.api.identity import require_account
from server.errors import Unauthenticated
from server.meeting import search
from server.meeting.accounts import Account
from server.meeting.audit import record
from server.meeting.cursors import next_cursor, read_cursor
from server.meeting.db import transaction
from server.meeting.search_claims import search_claims

MAX_RESULTS = 50


class SearchFor(Body):
    """A query: `"…"` matches a phrase, `or` either word, and `-` excludes a word."""

    q: SearchText
    limit: int = Field(default=search.RESULTS, ge=1, le=MAX_RESULTS)
    after: str | None = Field(default=None, max_length=80)
    """`next` of the previous page."""
    within: Literal["everything", "decisions", "actions", "open_questions"] = "everything"
    """Only decisions, action items or open questions; these are ordered by time."""
    person: Term | None = None
    """Part of the name of who said it, or whose action item it is."""
    tag: Tag | None = None
    since: Moment | None = None
    until: Moment | None = None
    """Of the meeting's start; `until` is exclusive."""

    @property
    def filters(self) -> search.Filters:
        """What the results are limited to."""
        return search.Filters(self.since, self.until, self.tag, self.person)


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
        found = await _page(person, query)
    return SearchResults(
        results=[_view(each) for each in found],
        next=next_cursor(found, query.limit, lambda last: repr(last.rank)),
    )


async def _page(person: Account, query: SearchFor) -> list[search.Found]:
    after = _after(query.after)
    if query.within == "everything":
        return await search.search(person, query.q, limit=query.limit, after=after, filters=query.filters)
    return await search_claims(
        person, query.q, query.within, limit=query.limit, after=after, filters=query.filters
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
