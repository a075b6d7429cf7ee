"""The page on which a meeting's host invites people, and sees what became of it."""

from dataclasses import dataclass

from aiohttp import web

from server.app_keys import SETTINGS, VIEWER
from server.errors import Forbidden
from server.invitation_links import link_of
from server.mail.invitation_contents import invitation_text, plain_text, time_words
from server.meeting.access import Right, room_for
from server.meeting.accounts import Account
from server.meeting.db import transaction
from server.meeting.invitation_mails import LoggedMail, mails_of
from server.meeting.invitations import INVITATION_DAYS, Invitation, invitations_of
from server.meeting.rooms import Room
from server.meeting.series_invitations import invitations_to_all
from server.pages.auth import redirect_to_sign_in
from server.pages.links import slug_of
from server.pages.templating import render

STATUS_WORDS = {
    "pending": "No answer yet",
    "accepted": "Coming",
    "tentative": "Maybe",
    "declined": "Not coming",
    "revoked": "Withdrawn",
    "expired": "Expired",
}
DAYS = {1: "1 day", 7: "7 days", 30: "30 days", 90: "90 days", 365: "1 year"}
USES = {1: "1 person", 5: "5 people", 20: "20 people", 100: "100 people", 1000: "1000 people"}
MAIL_WORDS = {
    "waiting": "E-mail waits to be sent",
    "sent": "E-mail sent",
    "failed": "E-mail failed",
    "dropped": "E-mail not needed any more",
}


@dataclass(frozen=True, slots=True)
class InvitedRow:
    """One invitation on the page."""

    invitation: Invitation
    url: str | None
    status: str
    mail: LoggedMail | None
    """The last one about it."""
    text: str
    """What the host sends by themselves; empty where this server does."""


async def invitations(request: web.Request) -> web.StreamResponse:
    """Show who is invited, and the forms; raises RoomNotFound and Forbidden."""
    viewer = request.get(VIEWER)
    if not isinstance(viewer, Account):
        return redirect_to_sign_in(request)
    settings = request.app[SETTINGS]
    async with transaction():
        room = (await room_for(viewer, slug_of(request), Right.INVITE)).room
        if room.type == "external":
            raise Forbidden("Another application invites people to this meeting.")
        found = await invitations_of(room.id)
        to_all = await invitations_to_all(room.id)
        mails = await mails_of(room.id)
    last = {each.invitation_id: each for each in reversed(mails)}
    time = time_words(room.scheduled_start_time, room.scheduled_minutes, room.time_zone)

    def rows_of(given: list[Invitation]) -> list[InvitedRow]:
        return [
            InvitedRow(
                each,
                url := link_of(settings, each),
                status_words(each),
                last.get(each.id),
                _own_text(room, viewer.name, time, url, each) if url and each.kind == "address" else "",
            )
            for each in given
        ]

    return render(
        request,
        "invitations.html",
        entry="src/pages/invitations.ts",
        room=room,
        is_of_series=room.series_id is not None and room.occurrence is not None,
        rows=rows_of(found),
        rows_to_all=rows_of(to_all),
        mail_words=MAIL_WORDS,
        sends_mail=bool(settings.mail_from),
        days=DAYS,
        usual_days=INVITATION_DAYS,
        uses=USES,
    )


def _own_text(room: Room, host: str, time: str, url: str, found: Invitation) -> str:
    is_cohost, guests = found.role == "cohost", room.settings.guests
    return plain_text(
        invitation_text("invitation", room.name, host, time, url, guests=guests, is_cohost=is_cohost)
    )


def status_words(found: Invitation) -> str:
    """What became of an invitation; of a link, how many have used it."""
    if found.kind == "link" and found.status in ("pending", "accepted"):
        return f"Used by {found.uses} of {found.max_uses}"
    return STATUS_WORDS[found.status]
