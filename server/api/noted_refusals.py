"""Refusals in the audit log: of invitations, and of what a person's role does not let them do.

Of each kind only so many from one network are noted, so that nobody fills the log; all are refused.
"""

from contextlib import suppress

from aiohttp import web
from aiohttp.typedefs import Handler

from server.api.app_keys import LIMITER
from server.api.identity import client_network
from server.api.limits import Limit
from server.api.operation_rights import ASKS
from server.api.problems import route_of
from server.api.routes import OPERATIONS
from server.errors import Conflict, Forbidden
from server.meeting.audit import record
from server.meeting.invitation_answers import AccountNeeded, NoInvitation, OtherAccount, open_invitation
from server.meeting.permissions import Right, When, when
from server.meeting.rooms import room_by_slug

BY_INVITATION = ("/api/invitations/{token}", "/i/{token}")
MODERATES = frozenset(
    ask.name for ask in ASKS if ask.method != "GET" and when("participant", ask.right) is When.NO
)
"""The writes that are, by what is sent, not for everybody inside."""
SUMMARIES = {f"{each.method} {each.path}": each.endpoint.summary for each in OPERATIONS}


@web.middleware
async def note_refusals(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Note what the handler refuses; its transaction is rolled back by then."""
    try:
        return await handler(request)
    except (NoInvitation, AccountNeeded, OtherAccount, Conflict) as refusal:
        if route_of(request).startswith(BY_INVITATION):
            await _note_invitation(request, refusal)
        raise
    except Forbidden as refusal:
        if f"{request.method} {route_of(request)}" in MODERATES and not _is_everybodys(refusal):
            await _note_right(request, refusal)
        raise


async def _is_noted(request: web.Request, kind: str) -> bool:
    return await request.app[LIMITER].is_within(Limit.REFUSED_BY_ADDRESS, client_network(request), kind)


def _is_everybodys(refusal: Forbidden) -> bool:
    """Whether everybody inside has the right: they are not inside, or a switch is off."""
    return refusal.right is not None and when("participant", Right(refusal.right)) is not When.NO


async def _note_invitation(request: web.Request, refusal: Exception) -> None:
    if await _is_noted(request, "invitation"):
        known = None
        with suppress(NoInvitation):
            known = await open_invitation(request.match_info["token"])
        room_id, link = (known.room_id, str(known.id)) if known else (None, None)
        await record("room_access", "invitation.refuse", room_id, why=type(refusal).__name__, link=link)


async def _note_right(request: web.Request, refusal: Forbidden) -> None:
    if await _is_noted(request, "right"):
        room = await room_by_slug(request.match_info["slug"])
        tried = SUMMARIES[f"{request.method} {route_of(request)}"]
        await record(
            "room_access",
            "right.refuse",
            room.id if room else None,
            tried=tried,
            right=refusal.right,
            why=type(refusal).__name__,
        )
