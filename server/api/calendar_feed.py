"""The calendar feed of one's action items: its private link, and what calendars fetch by it."""

from aiohttp import web
from pydantic import AwareDatetime

from server.api.endpoint import endpoint
from server.api.fields import View
from server.api.identity import require_account
from server.app_keys import SETTINGS
from server.calendar_document import MEDIA_TYPE, calendar_document
from server.errors import NotFound, Unauthenticated
from server.meeting import calendar_feeds


class FeedView(View):
    """Whether there is a link, and since when; the link itself is shown only when it is made."""

    since: AwareDatetime | None


class NewFeed(View):
    """Private links: whoever has them reads the titles of one's action items, and of one's meetings."""

    url: str
    meetings_url: str


@endpoint("Read whether I have a calendar feed", tag="action-items", refusals=(Unauthenticated,))
async def show_feed(request: web.Request) -> FeedView:
    """Say whether the signed-in person has a link, and since when."""
    return FeedView(since=await calendar_feeds.feed_since(require_account(request).id))


@endpoint("Make a calendar feed", tag="action-items", status=201, refusals=(Unauthenticated,))
async def make_feed(request: web.Request) -> NewFeed:
    """Make a private link for calendars in place of the one before, which ends."""
    token = await calendar_feeds.open_feed(require_account(request).id)
    calendar = f"{request.app[SETTINGS].url}/api/calendar/{token}"
    return NewFeed(url=f"{calendar}/action-items.ics", meetings_url=f"{calendar}/meetings.ics")


@endpoint("End my calendar feed", tag="action-items", refusals=(Unauthenticated,))
async def end_feed(request: web.Request) -> None:
    """End the link; calendars get nothing by it any more."""
    await calendar_feeds.close_feed(require_account(request).id)


@endpoint("Fetch a calendar of action items", tag="action-items", refusals=(NotFound,), media_type=MEDIA_TYPE)
async def feed(request: web.Request, token: str) -> web.Response:
    """Return a person's open items, and those finished within 90 days, as VTODOs (RFC 5545)."""
    items = await calendar_feeds.items_of_feed(token)
    if items is None:
        raise NotFound
    document = calendar_document(items, request.app[SETTINGS].url)
    headers = {"Content-Disposition": 'attachment; filename="action-items.ics"'}
    return web.Response(body=document, content_type=MEDIA_TYPE, charset="utf-8", headers=headers)
