"""Invitations to all of a series: one that its person gets, and a copy of it for each meeting."""

from uuid import UUID, uuid4

from asyncpg import UniqueViolationError

from server.errors import Conflict, Forbidden
from server.meeting.db import execute, fetch, fetch_one, transaction
from server.meeting.invitation_tokens import invitation_token
from server.meeting.invitations import InvitationRole, Offer, invite_members
from server.meeting.rooms import Room
from server.meeting.sealing.sealed_columns import INVITEE
from server.meeting.sessions import token_hash

INVITED_DAYS = 365
"""Each new meeting makes the invitation last so long again."""
INVITED_ALONE = (
    "Somebody of these is invited to a single meeting of the series. Withdraw that invitation first,"
    " or invite them to single meetings."
)


async def copy_invitations(series_id: UUID) -> None:
    """Invite everybody of a series to each of its open rooms that they are not invited to yet."""
    invited = await fetch("SELECT id, address FROM series_invited($1)", series_id)
    if not invited:
        return
    rooms = await fetch("SELECT room_id FROM uninvited_rooms($1)", series_id)
    opened = [(row["id"], INVITEE.open(row["address"], row["id"])) for row in invited]
    for room in rooms:
        new = [(uuid4(), whole, address) for whole, address in opened]
        sealed = [INVITEE.seal_address(address, copy) for copy, _, address in new]
        await execute(
            "SELECT invite_to_occurrence($1, $2, $3, $4, $5, $6)",
            room["room_id"],
            [copy for copy, _, _ in new],
            [whole for _, whole, _ in new],
            [address for address, _ in sealed],
            [key for _, key in sealed],
            [token_hash(invitation_token(copy, 0)) for copy, _, _ in new],
        )


async def invite_to_series(room: Room, host_id: UUID, members: list[str], role: InvitationRole) -> list[UUID]:
    """Invite people to all open meetings of a room's series, and to those that follow; returns the new ones.

    Who is invited to this meeting alone is left out. Raises Conflict where there is no series, or where
    somebody is invited to another of its meetings alone; Forbidden for who hosts this meeting alone.
    """
    if room.series_id is None or room.occurrence is None:
        raise Conflict("The meeting is not one of a series.")
    series = await fetch_one("SELECT host_id FROM room_series WHERE id = $1", room.series_id)
    if series is None or series["host_id"] != host_id:
        raise Forbidden("Only the host of the series invites people to all of it.")
    try:
        async with transaction():
            offer = Offer(role, INVITED_DAYS)
            new = await invite_members(room.id, host_id, members, offer, of_series=True)
            await copy_invitations(room.series_id)
    except UniqueViolationError as error:
        raise Conflict(INVITED_ALONE) from error
    return new
