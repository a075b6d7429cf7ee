"""Access control for rooms: who may do what. A stranger cannot tell a refusal from an absent room."""

from dataclasses import dataclass
from enum import Enum
from typing import Literal

from server.errors import Forbidden, RoomNotFound
from server.meeting.accounts import Account
from server.meeting.db import transaction
from server.meeting.entry_errors import AwaitingAdmission, GuestsNotAllowed, NotInvited, Removed
from server.meeting.participants import Guest, Participant, place_of
from server.meeting.rooms import Room, room_by_slug

Viewer = Account | Guest | None
"""Who makes the request; None: neither signed in nor with a guest's cookie."""
Role = Literal["host", "cohost", "participant", "guest", "admin", "stranger"]


class Right(Enum):
    """A permission on a room."""

    ENTER = "enter"
    """See that it exists, and its pre-join page."""
    ATTEND = "attend"
    """Take part: chat, raise a hand. Requires being in the meeting."""
    READ = "read"
    """Read transcript, chat, people and minutes: those inside during the meeting, all attendees after it."""
    MODERATE = "moderate"
    """Mute and remove people; the host and co-hosts."""
    OWN = "own"
    """Change, cancel and end it; the host."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A room, and the viewer's relation to it."""

    room: Room
    participant: Participant | None
    role: Role


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
        raise Forbidden(_ADVICE.get(right))
    return standing


def check_door(room: Room, place: Participant | None, *, is_guest: bool, is_host: bool = False) -> None:
    """Check the room's present access settings, also for people who had a seat; the host always passes.

    Raises Removed, AwaitingAdmission, GuestsNotAllowed, NotInvited.
    """
    if is_host or (place is not None and place.role == "host"):
        return
    if place is not None and place.status == "removed":
        raise Removed
    if place is not None and place.status == "waiting":
        raise AwaitingAdmission
    if place is not None and (place.role == "cohost" or place.is_invited or place.status == "invited"):
        return
    if is_guest and not room.settings.guests:
        raise GuestsNotAllowed
    if room.settings.access != "link":
        raise NotInvited


_ADVICE = {
    Right.ATTEND: "Join the meeting first.",
    Right.READ: "Only people who were in the meeting can read it.",
    Right.MODERATE: "Only the host and co-hosts can do that.",
    Right.OWN: "Only the host can do that.",
}


def _role(viewer: Viewer, room: Room, place: Participant | None) -> Role:
    if isinstance(viewer, Account) and viewer.id == room.host_id:
        return "host"
    if isinstance(viewer, Account) and viewer.role == "admin" and room.type == "external":
        return "admin"
    if place is not None:
        return place.role
    return "stranger"


def _is_out(standing: Standing) -> bool:
    place = standing.participant
    return place is not None and place.status == "removed" and standing.role != "host"


def _was_there(place: Participant | None) -> bool:
    return place is not None and place.joined_at is not None


def _may_know(standing: Standing, viewer: Viewer) -> bool:
    """Before the end: holders of the link or a seat. After it: who attended. Cancelled: who was expected."""
    room, place = standing.room, standing.participant
    if standing.role in ("host", "admin"):
        return True
    if room.is_over:
        return _was_there(place) and place is not None and place.status != "removed"
    if place is not None:
        return True
    if room.status == "cancelled" or room.settings.access != "link":
        return False
    return isinstance(viewer, Account) or room.settings.guests


def _may(standing: Standing, right: Right) -> bool:
    room, place, role = standing.room, standing.participant, standing.role
    if right is Right.ENTER:
        return True
    if right is Right.OWN:
        return role in ("host", "admin")
    if right is Right.MODERATE:
        return role in ("host", "cohost", "admin")
    if right is Right.READ and role in ("host", "admin"):
        return True
    if room.is_over:
        return _was_there(place) and place is not None and place.status != "removed"
    return place is not None and place.status == "joined"
