"""Inviting people to a meeting, by its host: addresses, links, and what became of each."""

from typing import Annotated, Literal
from uuid import UUID

from aiohttp import web
from pydantic import AwareDatetime, ConfigDict, Field

from server.api.app_keys import LIMITER
from server.api.endpoint import endpoint
from server.api.fields import MAX_MEMBERS, Body, Mailboxes, View
from server.api.identity import require_account
from server.api.limits import Limit
from server.app_keys import CHANGE_BUS, SETTINGS, VIEWER
from server.errors import Conflict, Forbidden, RoomNotFound, TooMany, Unauthenticated
from server.invitation_links import link_of
from server.meeting import invitations
from server.meeting.access import Right, room_for
from server.meeting.audit import record
from server.meeting.change_bus import ChangeEvent
from server.meeting.db import transaction
from server.meeting.invitations import (
    INVITATION_DAYS,
    MOST_USES,
    Invitation,
    InvitationKind,
    InvitationNotFound,
    InvitationRole,
    InvitationStatus,
)
from server.meeting.rooms import Room
from server.meeting.series_invitations import invite_to_series

MOST_DAYS = 365
REFUSALS = (RoomNotFound, Forbidden, Unauthenticated, Conflict)
Days = Annotated[int, Field(ge=1, le=MOST_DAYS)]


class NewInvitations(Body):
    """People to ask; co-hosts need an account."""

    addresses: Mailboxes = Field(min_length=1, max_length=MAX_MEMBERS)
    role: InvitationRole = "participant"
    expires_in_days: Days = INVITATION_DAYS
    to_series: bool = Field(
        default=False, description="To all of the meeting's series; such an invitation does not expire."
    )


class NewInvitationLink(Body):
    """A link for whoever has it; `max_uses` people may come in by it."""

    model_config = ConfigDict(strict=True)

    max_uses: Annotated[int, Field(ge=1, le=MOST_USES)] = 1
    expires_in_days: Days = INVITATION_DAYS


class InvitationView(View):
    """One invitation; `address` is empty for a link.

    `url` is there for a link, and for an address where this server sends no e-mail: then the host sends it.
    """

    id: UUID
    kind: InvitationKind
    address: str
    role: InvitationRole
    status: InvitationStatus
    uses: int
    max_uses: int
    answered_at: AwareDatetime | None
    expires_at: AwareDatetime
    created_at: AwareDatetime
    series_of: UUID | None
    """The invitation to all of the series that this is part of; withdrawn by this id, all of it is."""
    url: str | None


class InvitationList(View):
    """A meeting's invitations; `delivery` says who sends them: this server, or the host."""

    delivery: Literal["mail", "self"]
    invitations: list[InvitationView]


@endpoint("List a meeting's invitations", tag="invitations", refusals=REFUSALS[:3])
async def index(request: web.Request, slug: str) -> InvitationList:
    """Return to the host who was invited, and what became of it."""
    async with transaction():
        room = await _room(request, slug)
        found = await invitations.invitations_of(room.id)
    return _listed(request, found)


@endpoint("Invite people by address", tag="invitations", status=201, refusals=(*REFUSALS, TooMany))
async def create(request: web.Request, slug: str, body: NewInvitations) -> InvitationList:
    """Invite each address that has no invitation yet; returns the new ones."""
    async with transaction():
        room = await _open_room(request, slug)
        host = require_account(request)
        offer, people = invitations.Offer(body.role, body.expires_in_days), list(body.addresses)
        if body.to_series:
            new = await invite_to_series(room, host.id, people, body.role)
        else:
            new = await invitations.invite_members(room.id, host.id, people, offer)
        await record("room_access", "invitation.send", room.id, invitations=len(new))
        found = [each for each in await invitations.invitations_of(room.id) if each.id in new]
    await _tell(request, room)
    return _listed(request, found)


@endpoint("Make an invitation link", tag="invitations", status=201, refusals=(*REFUSALS, TooMany))
async def create_link(request: web.Request, slug: str, body: NewInvitationLink) -> InvitationView:
    """Make a link by which so many people come in, whoever has it, also where only invited people may."""
    async with transaction():
        room = await _open_room(request, slug)
        host = require_account(request)
        made = await invitations.invite_by_link(room.id, host.id, body.expires_in_days, body.max_uses)
        await record("room_access", "invitation.link", room.id, link=str(made.id))
    return _view(request, made)


@endpoint(
    "Send an invitation again",
    tag="invitations",
    refusals=(*REFUSALS, InvitationNotFound, TooMany),
)
async def renew(request: web.Request, slug: str, invitation_id: UUID) -> InvitationView:
    """Renew an invitation for another thirty days, with another link; the one before ends."""
    async with transaction():
        room = await _open_room(request, slug)
        made = await invitations.renew_invitation(room.id, invitation_id)
        await record("room_access", "invitation.renew", room.id, link=str(made.id))
    return _view(request, made)


@endpoint("Withdraw an invitation", tag="invitations", refusals=(*REFUSALS[:3], InvitationNotFound))
async def withdraw(request: web.Request, slug: str, invitation_id: UUID) -> None:
    """End an invitation at once; who has come in by it stays."""
    async with transaction():
        room = await _room(request, slug)
        if not await invitations.withdraw_invitation(room.id, invitation_id):
            raise InvitationNotFound
        await record("room_access", "withdraw_invitation", room.id, link=str(invitation_id))
    await _tell(request, room)


async def _room(request: web.Request, slug: str) -> Room:
    return (await room_for(request[VIEWER], slug, Right.INVITE)).room


async def _open_room(request: web.Request, slug: str) -> Room:
    """The host's room, if people may still come in; counts against the limit."""
    room = await _room(request, slug)
    await request.app[LIMITER].hit(Limit.INVITE, str(require_account(request).id))
    if not room.is_open:
        raise Conflict("The meeting is over, so nobody can be invited to it.")
    return room


async def _tell(request: web.Request, room: Room) -> None:
    await request.app[CHANGE_BUS].publish(ChangeEvent("participants", room.id))


def _listed(request: web.Request, found: list[Invitation]) -> InvitationList:
    delivery: Literal["mail", "self"] = "mail" if request.app[SETTINGS].mail_from else "self"
    return InvitationList(delivery=delivery, invitations=[_view(request, each) for each in found])


def _view(request: web.Request, found: Invitation) -> InvitationView:
    return InvitationView(
        **{name: getattr(found, name) for name in InvitationView.model_fields if name != "url"},
        url=link_of(request.app[SETTINGS], found),
    )
