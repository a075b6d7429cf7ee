"""Moderation: what the host and co-hosts may change of a participant."""

# ruff: noqa: S608  only a constant name of a column is put into a statement; values go by $1

from datetime import datetime
from uuid import UUID

from asyncpg import InsufficientPrivilegeError

from server.errors import Forbidden
from server.meeting import admission_queries, states
from server.meeting.db import execute, fetch, fetch_one, transaction
from server.meeting.display_names import distinct_names
from server.meeting.names import MAX_NAME
from server.meeting.participants import Participant, ParticipantRole, lock_room, participant
from server.meeting.permissions import ON, Right, has_power_over


async def set_role(room_id: UUID, participant_id: UUID, role: ParticipantRole) -> Participant:
    """Make a co-host or a participant; raises Forbidden for the host and for guests."""
    known = await participant(room_id, participant_id)
    if known.user_id is None:
        raise Forbidden("Only people with an account can be co-hosts.")
    if not {known.role, role} <= {*ON[Right.GIVE_ROLES]}:
        raise Forbidden("The host's role cannot be changed.")
    return await _change(room_id, participant_id, "role", role)


async def set_may_speak(room_id: UUID, participant_id: UUID, may_speak: bool) -> Participant:
    """Allow or forbid the microphone; raises Forbidden for the host."""
    known = await participant(room_id, participant_id)
    if not has_power_over(Right.SILENCE_OTHERS, known.role):
        raise Forbidden("The host can always speak.")
    return await _change(room_id, participant_id, "may_speak", may_speak)


async def set_muted(room_id: UUID, participant_id: UUID, muted: bool) -> Participant:
    """Record whether the microphone is off."""
    return await _change(room_id, participant_id, "is_muted", muted)


async def shine_on(room_id: UUID, participant_id: UUID | None) -> dict[str, datetime | None]:
    """Store whom everybody sees large, None for nobody.

    Returns the identities of those inside whom it changed, with since when they
    are; None: no more. Raises Forbidden.
    """
    try:
        rows = await fetch("SELECT who, since, inside FROM shine_on($1, $2)", room_id, participant_id)
    except InsufficientPrivilegeError as error:
        raise Forbidden from error
    return {row["who"]: row["since"] for row in rows if row["inside"]}


async def remove(room_id: UUID, participant_id: UUID, *, block: bool = False) -> Participant:
    """Remove somebody for good: a ticket they still hold does not admit them.

    At a permanent room's later meetings who is blocked is still removed, and everybody else
    waits, for thirty days.
    """
    async with transaction():
        await lock_room(room_id)
        known = await participant(room_id, participant_id)
        if not has_power_over(Right.REMOVE, known.role):
            raise Forbidden("The host cannot be removed.")
        if known.status != "removed":
            states.next_state(states.PARTICIPANT, known.status, "remove")
            known = await _change(room_id, participant_id, "status", "removed")
        if block and not known.is_blocked:
            known = await _change(room_id, participant_id, "is_blocked", True)
        return known


async def revoke_invitation(place_id: UUID) -> bool:
    """End what invitations a removed person has to this meeting, for hosts; False: they have none."""
    row = await fetch_one("SELECT revoke_of_removed($1) AS done", place_id)
    return row is not None and bool(row["done"])


async def let_in(room_id: UUID, participant_id: UUID) -> Participant:
    """Admit somebody who waits or was removed; they count as invited from now on."""
    async with transaction():
        await lock_room(room_id)
        known = await participant(room_id, participant_id)
        status = states.next_state(states.PARTICIPANT, known.status, "let_in")
        await fetch_one("SELECT turn_away($1, false)", participant_id)
        if known.is_blocked:
            await _change(room_id, participant_id, "is_blocked", False)
        await _change(room_id, participant_id, "status", status)
        return await _change(room_id, participant_id, "is_invited", True)


async def turn_away(room_id: UUID, participant_id: UUID) -> Participant:
    """Refuse somebody who waits, who may ask again a minute later; raises IllegalStep for others."""
    async with transaction():
        await lock_room(room_id)
        known = await participant(room_id, participant_id)
        states.next_state(states.PARTICIPANT, known.status, "turn_away")
        row = await fetch_one("SELECT turn_away($1, true) AS done", participant_id)
        if row is None or not row["done"]:
            raise Forbidden
        return await participant(room_id, participant_id)


async def waiting_in(room_id: UUID) -> list[UUID]:
    """List who waits and was not turned away, who knocked first first; not who has left the door."""
    rows = await fetch(
        "SELECT id FROM participants WHERE room_id = $1 AND status = 'waiting' AND denied_at IS NULL"
        " AND left_at IS NULL ORDER BY created_at, id",
        room_id,
    )
    return [row["id"] for row in rows]


async def rename(room_id: UUID, participant_id: UUID, name: str) -> Participant:
    """Give somebody another name in this meeting, also when they return; raises Forbidden for the host."""
    known = await participant(room_id, participant_id)
    if not has_power_over(Right.RENAME_OTHERS, known.role):
        raise Forbidden("The host chooses their own name.")
    others = await admission_queries.names_there(room_id, but=participant_id)
    async with transaction():
        await _change(room_id, participant_id, "is_renamed", True)
        return await _change(
            room_id, participant_id, "display_name", distinct_names([*others, name])[-1][:MAX_NAME]
        )


async def set_may_share(room_id: UUID, participant_id: UUID, may_share: bool) -> Participant:
    """Allow or forbid sharing the screen; raises Forbidden for the host."""
    known = await participant(room_id, participant_id)
    if not has_power_over(Right.SILENCE_OTHERS, known.role):
        raise Forbidden("The host can always share.")
    return await _change(room_id, participant_id, "can_share_screen", may_share)


async def hand_over(room_id: UUID, participant_id: UUID) -> Participant:
    """Make somebody with an account the host, and the host a co-host; raises Forbidden for anybody else."""
    async with transaction():
        await lock_room(room_id)
        await participant(room_id, participant_id)
        row = await fetch_one("SELECT hand_over($1) AS done", participant_id)
        if row is None or not row["done"]:
            raise Forbidden("Only people with an account, who have been in the meeting, can be the host.")
        return await participant(room_id, participant_id)


async def succeed(room_id: UUID) -> Participant | None:
    """Make who is longest there a co-host if host and co-hosts have been gone for a minute; runs as media."""
    row = await fetch_one("SELECT succeed($1) AS id", room_id)
    return await participant(room_id, row["id"]) if row is not None and row["id"] is not None else None


async def _change(room_id: UUID, participant_id: UUID, column: str, value: object) -> Participant:
    """Update one column; raises Forbidden if the policies do not let the actor."""
    changed = await execute(
        f"UPDATE participants SET {column} = $3 WHERE room_id = $1 AND id = $2",
        room_id,
        participant_id,
        value,
    )
    if not changed:
        await participant(room_id, participant_id)
        raise Forbidden
    return await participant(room_id, participant_id)
