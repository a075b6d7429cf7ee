"""Access control for rooms: who may do what. A stranger cannot tell a refusal from an absent room."""

from dataclasses import dataclass

from server.errors import Forbidden, RoomNotFound
from server.meeting.accounts import Account
from server.meeting.admission_queries import host_awaited, may_be_in_breakout, must_knock
from server.meeting.db import transaction
from server.meeting.entry_errors import (
    AwaitingAdmission,
    GuestsNotAllowed,
    HostAwaited,
    Locked,
    NotAssigned,
    NotInvited,
    Removed,
    TurnedAway,
)
from server.meeting.participants import Guest, Participant, place_of
from server.meeting.permissions import Right as Right
from server.meeting.permissions import Role as Role
from server.meeting.permissions import When, advice, is_switched_off, when
from server.meeting.rooms import Room, room_by_slug

Viewer = Account | Guest | None
"""Who makes the request; None: neither signed in nor with a guest's cookie."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A room, and the viewer's relation to it."""

    room: Room
    participant: Participant | None
    role: Role

    def may(self, right: Right) -> bool:
        """Whether the viewer has the right now; what is only for their own counts, its owner checks whose."""
        now = when(self.role, right)
        if now is When.YES:
            return True
        if now is When.DOOR:
            return right is Right.ENTER or self.room.is_open
        is_off = not self.room.is_over and is_switched_off(self.role, right, self.room.settings)
        return now is not When.NO and not is_off and _is_inside(self)

    def may_everywhere(self, right: Right) -> bool:
        """Whether they have it on everybody's, not only on what is their own."""
        return when(self.role, right) is When.YES


async def room_for(viewer: Viewer, slug: str, right: Right) -> Standing:
    """Return the room if the viewer has the right.

    Raises RoomNotFound if they may not know that the room exists, Forbidden if they may know but not do
    this, Removed if the host removed them.
    """
    async with transaction():
        room = await room_by_slug(slug)
        if room is None:
            raise RoomNotFound
        place = await place_of(room.id, viewer)
    standing = Standing(room, place, _role(viewer, room, place))
    if not _may_know(standing, viewer):
        raise RoomNotFound
    if _is_out(standing):
        raise Removed
    if not _may(standing, right):
        raise Forbidden(refusal(standing, right), right=right.value)
    return standing


def refusal(standing: Standing, right: Right) -> str:
    """Return why somebody may not: a switch of the room, their role, or not being in the meeting."""
    if _is_inside(standing) and is_switched_off(standing.role, right, standing.room.settings):
        return "The host has turned this off."
    return advice(right)


async def check_door(room: Room, place: Participant | None, *, is_guest: bool, is_host: bool = False) -> None:
    """Check the room's present doors, also for people who had a seat; the host always passes.

    Raises Removed, AwaitingAdmission, TurnedAway, NotAssigned, GuestsNotAllowed, NotInvited, Locked,
    HostAwaited.
    """
    role: Role = "host" if is_host else place.role if place is not None else "stranger"
    stops = ("removed",) if role == "host" else ("removed", "waiting")
    if when(role, Right.JOIN) is When.YES and (place is None or place.status not in stops):
        return
    if place is not None and place.status == "removed":
        raise Removed
    if place is not None and place.status == "waiting" and await must_knock(place.id):
        raise TurnedAway if place.denied_at is not None else AwaitingAdmission
    if room.parent_room_id is not None and (place is None or not await may_be_in_breakout(place.id)):
        raise NotAssigned
    if place is None or not (place.is_invited or place.status == "invited"):
        _check_link(room, place, is_guest=is_guest)
    if room.settings.wait_for_host and await host_awaited(room.id):
        raise HostAwaited


def _check_link(room: Room, place: Participant | None, *, is_guest: bool) -> None:
    """Check what holds for who comes by the link alone."""
    if is_guest and not room.settings.guests:
        raise GuestsNotAllowed
    if not _opens_by_link(room, is_guest=is_guest):
        raise NotInvited
    if room.settings.locked and not _was_there(place):
        raise Locked


def _opens_by_link(room: Room, *, is_guest: bool) -> bool:
    """Whether the link leads to the door, as the policy of `rooms` has it, too (migration m0054)."""
    if room.settings.access == "link":
        return not is_guest or room.settings.guests
    return room.settings.access == "members" and not is_guest


def _role(viewer: Viewer, room: Room, place: Participant | None) -> Role:
    if isinstance(viewer, Account) and viewer.id == room.host_id:
        return "host"
    if isinstance(viewer, Account) and viewer.role == "admin" and room.type == "external":
        return "admin"
    if place is None or place.status == "removed":
        return "stranger"
    return "waiting" if place.status == "waiting" else place.role


def _may(standing: Standing, right: Right) -> bool:
    """The check of `room_for`, apart from what pages show."""
    return standing.may(right)


def _is_out(standing: Standing) -> bool:
    place = standing.participant
    return place is not None and place.status == "removed" and not standing.may_everywhere(Right.JOIN)


def _was_there(place: Participant | None) -> bool:
    return place is not None and place.joined_at is not None


def _may_know(standing: Standing, viewer: Viewer) -> bool:
    """Before the end: holders of the link or a seat. After it: who attended. Cancelled: who was expected."""
    room, place = standing.room, standing.participant
    if standing.may_everywhere(Right.READ):
        return True
    if room.is_over:
        return _was_there(place) and place is not None and place.status != "removed"
    if place is not None:
        return True
    return room.status != "cancelled" and _opens_by_link(room, is_guest=not isinstance(viewer, Account))


def _is_inside(standing: Standing) -> bool:
    """Whether they are in the meeting; after its end, whether they were."""
    place = standing.participant
    if standing.room.is_over:
        return _was_there(place) and place is not None and place.status != "removed"
    return place is not None and place.status == "joined"
