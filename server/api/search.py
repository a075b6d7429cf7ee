"""Search: words found again in the meetings one may read."""

from uuid import UUID

from aiohttp import web
from pydantic import AwareDatetime, Field

from server.api.endpoint import endpoint
from server.api.fields import Body, Searched, View
from server.api.identity import the_person
from server.errors import Invalid, Unauthenticated
from server.meeting import search
from server.meeting.audit import record
from server.meeting.db import transaction

MAX_RESULTS = 50


class SearchFor(Body):
    """What to look for; `"…"` finds words side by side, `or` either, and `-` leaves out."""

    q: Searched
    limit: int = Field(default=search.RESULTS, ge=1, le=MAX_RESULTS)
    after: str | None = Field(default=None, max_length=80)
    """`next` of the answer before."""


class RangeView(View):
    """Letters to mark: from `start` up to `end`, counted in Unicode characters."""

    start: int
    end: int


class MatchView(View):
    """One utterance with searched words; its time in milliseconds on the meeting's clock."""

    segment_id: UUID
    seq: int
    start_ms: int
    speaker: str
    text: str
    marked: list[RangeView]


class FoundView(View):
    """One meeting, and the first places in it."""

    slug: str
    name: str
    started_at: AwareDatetime | None
    rank: float
    matches: list[MatchView]


class SearchResults(View):
    """The best first; `next` is the `after` to go on with, null at the end."""

    results: list[FoundView]
    next: str | None


@endpoint("Search my meetings", tag="search", refusals=(Unauthenticated,))
async def index(request: web.Request, query: SearchFor) -> SearchResults:
    """Find words in the transcripts one may read; words everybody says all the time find nothing."""
    person = the_person(request)
    async with transaction():
        if query.after is None:
            await record("user_action", "search", lasting=False)
        found = await search.search(person, query.q, limit=query.limit, after=_after(query.after))
    last = found[-1] if len(found) == query.limit else None
    return SearchResults(
        results=[_view(each) for each in found],
        next=f"{last.rank!r}_{last.id}" if last else None,
    )


def _after(text: str | None) -> search.After | None:
    if text is None:
        return None
    rank, _, found_id = text.partition("_")
    try:
        return search.After(float(rank), UUID(found_id))
    except ValueError:
        raise Invalid(
            problems=[{"field": "after", "message": "Send the `next` value of the previous response."}]
        ) from None


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
