"""The search page: the meetings found, with links to matching segments."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from aiohttp import web

from server.app_keys import SETTINGS, VIEWER
from server.errors import Unauthenticated
from server.meeting.accounts import Account
from server.meeting.audit import record
from server.meeting.db import transaction
from server.meeting.names import shown
from server.meeting.search import Filters, Found, Match
from server.meeting.search import search as find
from server.meeting.search_claims import CLAIM_KINDS, search_claims
from server.pages.templating import render
from server.time_zones import zone_of

MAX_RESULTS = 20
FIRST, LAST = 1970, 9998
"""Years of dates that can be filtered by."""


async def search(request: web.Request) -> web.Response:
    """Show the search box, and the results of a query."""
    person = request.get(VIEWER)
    if not isinstance(person, Account):
        raise Unauthenticated
    words = shown(request.query.get("q", ""), "")
    asked = _asked(request)
    async with transaction():
        found = await _find(person, words, asked, request.app[SETTINGS].time_zone) if words else []
        if words:
            await record("user_action", "search", lasting=False)
    return render(
        request,
        "search.html",
        entry="src/pages/search.ts",
        words=words,
        asked=asked,
        found=[(each, [(match, list(marked_pieces(match))) for match in each.matches]) for each in found],
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """The filters as they stand in the form; dates as in `2026-03-02`."""

    within: str
    person: str
    tag: str
    since: str
    until: str

    @property
    def is_filtered(self) -> bool:
        """Whether any filter is set."""
        return any((self.within, self.person, self.tag, self.since, self.until))

    def filters(self, zone: str) -> Filters:
        """Return the filters; days begin at midnight in this zone, and `until` is included."""
        since, until = _day(self.since, zone), _day(self.until, zone)
        return Filters(
            since, until + timedelta(days=1) if until else None, self.tag or None, self.person or None
        )


def _asked(request: web.Request) -> Asked:
    def text(name: str) -> str:
        return shown(request.query.get(name, ""), "")

    within = text("within")
    days = {name: text(name) if _day(text(name), "UTC") else "" for name in ("since", "until")}
    return Asked(within if within in CLAIM_KINDS else "", text("person"), text("tag"), **days)


def _day(text: str, zone: str) -> datetime | None:
    """Parse a date; None for anything else, since browsers send what they checked."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return datetime(day.year, day.month, day.day, tzinfo=zone_of(zone)) if FIRST <= day.year <= LAST else None


async def _find(person: Account, words: str, asked: Asked, zone: str) -> list[Found]:
    filters = asked.filters(zone)
    for kind in CLAIM_KINDS:
        if asked.within == kind:
            return await search_claims(person, words, kind, limit=MAX_RESULTS, filters=filters)
    return await find(person, words, limit=MAX_RESULTS, filters=filters)


def marked_pieces(match: Match) -> Iterator[tuple[str, bool]]:
    """Split a text at its highlighted ranges: each piece, and whether it is highlighted."""
    at = 0
    for start, end in match.marked:
        yield match.text[at:start], False
        yield match.text[start:end], True
        at = end
    yield match.text[at:], False
