"""What the holder of an invitation does: read it, answer it, and enter, with an account or without."""

from typing import Literal

from aiohttp import web
from pydantic import AwareDatetime, Field

from server.api.app_keys import LIMITER
from server.api.endpoint import endpoint
from server.api.fields import Body, Name, View
from server.api.identity import client_network, set_guest_cookie
from server.api.limits import Limit
from server.api.meeting_calendar import invited_date
from server.app_keys import CHANGE_BUS, VIEWER
from server.calendar_links import google_link, outlook_link
from server.errors import Conflict, Invalid, TooMany
from server.mail.invitation_contents import time_words
from server.meeting import invitation_answers
from server.meeting.accounts import Account
from server.meeting.change_bus import ChangeEvent
from server.meeting.invitation_answers import (
    AccountNeeded,
    Answer,
    InvitationUsed,
    NoInvitation,
    OpenedInvitation,
    OtherAccount,
    TooEarly,
)
from server.meeting.invitations import InvitationKind, InvitationRole, InvitationStatus
from server.meeting.participants import Guest
from server.meeting.rooms import RoomStatus
from server.pages.templating import render

HEADERS = {
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow, noarchive",
}


class OpenedInvitationView(View):
    """An invitation as its holder sees it, and the meeting's name and time."""

    kind: InvitationKind
    role: InvitationRole
    status: InvitationStatus
    expires_at: AwareDatetime
    name: str
    host_name: str | None
    room_status: RoomStatus
    scheduled_start_time: AwareDatetime | None
    time_zone: str


class InvitationAnswer(Body):
    """Whether one comes."""

    answer: Answer


class EntryBody(Body):
    """A guest's name; left out by who is signed in."""

    name: Name | None = Field(default=None)


class Entered(View):
    """The meeting's code; its page is `/r/{slug}`."""

    slug: str


@endpoint("Read an invitation", tag="invitations", refusals=(NoInvitation, TooMany))
async def show(request: web.Request, token: str) -> OpenedInvitationView:
    """Return what an invitation is to, and what was answered, to whoever has its token."""
    return OpenedInvitationView.model_validate(await _open(request, token))


@endpoint("Answer an invitation", tag="invitations", refusals=(NoInvitation, Conflict, TooMany))
async def answer(request: web.Request, token: str, body: InvitationAnswer) -> OpenedInvitationView:
    """Accept, decline, or say maybe; until it expires, one may change one's mind."""
    await request.app[LIMITER].hit(Limit.INVITED_BY_ADDRESS, client_network(request))
    answered = await invitation_answers.answer_invitation(token, body.answer)
    await request.app[CHANGE_BUS].publish(ChangeEvent("participants", answered.room_id))
    return OpenedInvitationView.model_validate(answered)


@endpoint(
    "Use an invitation",
    tag="invitations",
    refusals=(NoInvitation, InvitationUsed, AccountNeeded, OtherAccount, TooEarly, Invalid, TooMany),
)
async def enter(request: web.Request, token: str, body: EntryBody) -> Entered:
    """Take the place that the invitation gives; then join the meeting, whose doors decide as ever."""
    opened, viewer = await _open(request, token), request[VIEWER]
    if isinstance(viewer, Guest) and viewer.room_id == opened.room_id:
        return Entered(slug=opened.slug)
    is_guest = not isinstance(viewer, Account)
    if is_guest and body.name is None:
        raise Invalid(problems=[{"field": "name", "message": "Enter your name."}])
    entry = await invitation_answers.enter_by_invitation(token, body.name if is_guest else None)
    if entry.guest_token is not None:
        set_guest_cookie(request, entry.guest_token)
    await request.app[CHANGE_BUS].publish(ChangeEvent("participants", opened.room_id))
    return Entered(slug=entry.slug)


async def page(request: web.Request) -> web.StreamResponse:
    """Show an invitation; opening it changes nothing, because mail servers open links to look at them."""
    opened, viewer = await _open(request, request.match_info["token"]), request[VIEWER]
    date = await invited_date(request, request.match_info["token"])
    wanted = request.query.get("answer", "")
    response = render(
        request,
        "invitation.html",
        entry="src/pages/invitation.ts",
        invitation=opened,
        wanted=wanted if wanted in invitation_answers.CAUSES else "",
        needs=_needs(opened, viewer),
        back=request.path,
        token=request.match_info["token"],
        time=time_words(date.starts, date.minutes, date.time_zone) if date else "",
        google=google_link(date) if date else "",
        outlook=outlook_link(date) if date else "",
    )
    response.headers.update(HEADERS)
    return response


def _needs(opened: OpenedInvitation, viewer: object) -> Literal["nothing", "name", "account"]:
    if isinstance(viewer, Account) or (isinstance(viewer, Guest) and viewer.room_id == opened.room_id):
        return "nothing"
    if opened.has_account or opened.role == "cohost" or not opened.guests:
        return "account"
    return "name"


async def _open(request: web.Request, token: str) -> OpenedInvitation:
    await request.app[LIMITER].hit(Limit.INVITED_BY_ADDRESS, client_network(request))
    return await invitation_answers.open_invitation(token)
