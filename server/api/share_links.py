"""Links by which the host lets others read a meeting's minutes without an account."""

from datetime import timedelta
from typing import Annotated
from uuid import UUID

from aiohttp import web
from pydantic import AwareDatetime, ConfigDict, Field

from server.api.endpoint import endpoint
from server.api.fields import Body, View
from server.api.identity import require_account
from server.app_keys import SETTINGS, VIEWER
from server.errors import Conflict, Forbidden, MinutesNotFound, RoomNotFound, Unauthenticated
from server.meeting import share_links
from server.meeting.access import Right, room_for
from server.meeting.db import transaction
from server.meeting.minutes import minutes_of
from server.meeting.share_links import Scope, ShareLinkNotFound
from server.meeting.states import READABLE_SUMMARY

DEFAULT_DAYS, MOST_DAYS = 7, 365
REFUSALS = (RoomNotFound, Forbidden, Unauthenticated)


class NewShareLink(Body):
    """`summary` shows summary, decisions, action items and topics; `transcript` all, and what was said."""

    model_config = ConfigDict(strict=True)

    scope: Scope = "summary"
    expires_in_days: Annotated[int, Field(ge=1, le=MOST_DAYS)] = DEFAULT_DAYS


class ShareLinkView(View):
    """A link; the address itself is shown only when it is made."""

    id: UUID
    scope: Scope
    created_at: AwareDatetime
    expires_at: AwareDatetime
    revoked_at: AwareDatetime | None
    last_used_at: AwareDatetime | None
    uses: int


class MadeShareLink(ShareLinkView):
    """A new link with its address: whoever has it reads the minutes."""

    url: str


class ShareLinkList(View):
    """A meeting's links, those that hold first."""

    links: list[ShareLinkView]


@endpoint("List a meeting's share links", tag="share-links", refusals=REFUSALS)
async def index(request: web.Request, slug: str) -> ShareLinkList:
    """Return the links of a meeting to its host, with when and how often each was used."""
    async with transaction():
        standing = await room_for(request[VIEWER], slug, Right.SHARE_MINUTES)
        found = await share_links.links_of(standing.room.id)
    return ShareLinkList(links=[ShareLinkView.model_validate(each) for each in found])


@endpoint(
    "Share the minutes by a link",
    tag="share-links",
    status=201,
    refusals=(*REFUSALS, MinutesNotFound, Conflict),
)
async def create(request: web.Request, slug: str, body: NewShareLink) -> MadeShareLink:
    """Make a link that shows the minutes, as they are whenever it is opened, to whoever has it.

    It never shows recordings, chat or private reports, and ends by itself, when the host ends it, or with the
    minutes.
    """
    async with transaction():
        standing = await room_for(request[VIEWER], slug, Right.SHARE_MINUTES)
        person, minutes = require_account(request), await minutes_of(standing.room.id)
        if minutes is None or minutes.state not in READABLE_SUMMARY:
            raise MinutesNotFound
        lasts = timedelta(days=body.expires_in_days)
        link, token = await share_links.make_link(standing.room.id, person.id, body.scope, lasts)
    view = ShareLinkView.model_validate(link)
    return MadeShareLink(**view.model_dump(), url=f"{request.app[SETTINGS].url}/s/{token}")


@endpoint("End a share link", tag="share-links", refusals=(*REFUSALS, ShareLinkNotFound))
async def end(request: web.Request, slug: str, link_id: UUID) -> None:
    """End a link at once: it is answered like one that never was."""
    async with transaction():
        standing = await room_for(request[VIEWER], slug, Right.SHARE_MINUTES)
        await share_links.end_link(standing.room.id, link_id)
