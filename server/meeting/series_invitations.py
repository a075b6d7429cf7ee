"""Invitations to all of a series: one that its person gets, and a copy of it for each meeting.

Who was invited to single meetings before keeps these invitations as copies, with their links and answers:
what somebody says to one meeting says nothing about the series.
"""

from uuid import UUID, uuid4

from server.errors import Conflict, Forbidden
from server.meeting.db import execute, fetch, fetch_one, transaction
from server.meeting.invitation_tokens import invitation_token
from server.meeting.invitations import (
    MOST_INVITATIONS,
    TO_ALL,
    Invitation,
    InvitationRole,
    Offer,
    invitation_from,
    invite_members,
)
from server.meeting.rooms import SELECT_ROOM, Room, room_of
from server.meeting.sealing.process_keys import process_keyring
from server.meeting.sealing.sealed_columns import INVITEE
from server.meeting.sessions import token_hash

INVITED_DAYS = 365
"""Each new meeting makes the invitation last so long again."""
HOLDING = """
SELECT i.id, i.room_id, i.invitee_email_key AS key, i.series_of IS NOT NULL AS is_to_all
FROM room_invitations i JOIN rooms r ON r.id = i.room_id JOIN room_series s ON s.id = r.series_id
WHERE s.root_id = (SELECT root_id FROM room_series WHERE id = $1) AND i.kind = 'address'
  AND i.invitee_email_key = ANY($2::text[]) AND i.status IN ('pending', 'accepted', 'tentative', 'declined')
"""
"""Invitations to meetings of a series, as far as its host also hosts them."""
OPEN_ROOMS = """
SELECT r.id FROM rooms r WHERE r.series_id = $1 AND r.status IN ('scheduled', 'waiting', 'live')
  AND (r.host_id = $3 OR r.id = $2)
ORDER BY r.id <> $2, r.scheduled_start_time
"""
"""Of a series, as far as its host also hosts them; one of them first."""


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
    """Invite people to all open meetings of a room's series, and to those that follow.

    Returns new invitations to all, and those to single meetings that became part of them; who is invited to
    all already is left out. Raises Conflict where there is no series; Forbidden for who hosts this meeting
    alone.
    """
    if room.series_id is None or room.occurrence is None:
        raise Conflict("The meeting is not one of a series.")
    series = await fetch_one("SELECT host_id FROM room_series WHERE id = $1", room.series_id)
    if series is None or series["host_id"] != host_id:
        raise Forbidden("Only the host of the series invites people to all of it.")
    keys = [process_keyring().lookup_keys(each) for each in members]
    async with transaction():
        room, series_id = await _held(room)
        where, new = await _kept_where(room, host_id, keys)
        for room_id in set(where.values()):
            there = [
                each for each, of_one in zip(members, keys, strict=True) if where.get(of_one[0]) == room_id
            ]
            new += await invite_members(room_id, host_id, there, Offer(role, INVITED_DAYS), of_series=True)
        adopted = await _adopt(new, keys)
        await copy_invitations(series_id)
    return [*new, *adopted]


async def invitations_to_all(room_id: UUID) -> list[Invitation]:
    """List those to all of a meeting's series that are kept at another meeting, to the host of the series."""
    rows = await fetch(f"{TO_ALL} ORDER BY created_at, id LIMIT $2", room_id, MOST_INVITATIONS)
    return [invitation_from(row) for row in rows]


async def _held(room: Room) -> tuple[Room, UUID]:
    """Lock the series of a meeting, and read where a change before has put it; raises Conflict."""
    assert room.series_id is not None  # noqa: S101  its caller has asked
    await execute("SELECT hold_series($1)", room.series_id)
    row = await fetch_one(f"{SELECT_ROOM} WHERE r.id = $1", room.id)
    now = room_of(row) if row else room
    if now.series_id is None or now.occurrence is None or not now.is_open:
        raise Conflict("The meeting has just been cancelled. Load the page again.")
    return now, now.series_id


async def _kept_where(room: Room, host_id: UUID, keys: list[list[str]]) -> tuple[dict[str, UUID], list[UUID]]:
    """By key: the meeting where the invitation to all is kept, the first they are not invited to alone.

    Who is invited to each of the open meetings alone is invited to all by the last of these invitations,
    which are returned with it.
    """
    holding = await fetch(HOLDING, room.series_id, [key for of_one in keys for key in of_one])
    open_rooms = await fetch(OPEN_ROOMS, room.series_id, room.id, host_id)
    found: dict[str, UUID] = {}
    widened: list[UUID] = []
    for of_one in keys:
        theirs = [row for row in holding if row["key"] in of_one]
        if any(row["is_to_all"] for row in theirs):
            continue
        alone = {row["room_id"]: row["id"] for row in theirs}
        free = next((row["id"] for row in open_rooms if row["id"] not in alone), None)
        if free is not None:
            found[of_one[0]] = free
        else:
            widened.append(alone[open_rooms[-1]["id"]])
            await execute("SELECT widen_invitation($1)", widened[-1])
    return found, widened


async def _adopt(wholes: list[UUID], keys: list[list[str]]) -> list[UUID]:
    """Make the invitations to single meetings copies of new ones to all; returns them."""
    rows = await fetch("SELECT id, invitee_email_key AS key FROM room_invitations WHERE id = ANY($1)", wholes)
    every = {key: of_one for of_one in keys for key in of_one}
    pairs = [(row["id"], key) for row in rows for key in every[row["key"]]]
    adopted = await fetch(
        "SELECT adopt_invitations($1, $2) AS id", [whole for whole, _ in pairs], [key for _, key in pairs]
    )
    return [row["id"] for row in adopted]
