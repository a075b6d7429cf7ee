"""Invitations by e-mail address, with or without an account yet.

The host must not learn who has an account: until an invited person joins, the host sees the address as it
was given, and the participant's row of an account has its own identity for a display name. An invitation and
the participant's row it makes have the same id.
"""

from dataclasses import dataclass
from uuid import UUID, uuid4

from server.meeting.actor import presenting_credentials
from server.meeting.db import execute, fetch, fetch_one
from server.meeting.sealing.keyring import folded
from server.meeting.sealing.process_keys import process_keyring
from server.meeting.sealing.sealed_columns import INVITEE

INVITATION_DAYS = 30


@dataclass(frozen=True, slots=True)
class Invitation:
    """Somebody invited who has not joined; `address` is for the host alone."""

    id: UUID
    address: str


async def invite_members(room_id: UUID, host_id: UUID, members: list[str]) -> None:
    """Invite each address but the host's own; an account also becomes an invited participant."""
    keys = {folded(address): process_keyring().lookup_keys(address) for address in members}
    every = [key for of_one in keys.values() for key in of_one]
    with presenting_credentials(email_keys=every):
        rows = await fetch("SELECT id, email_key FROM users WHERE email_key = ANY($1::text[])", every)
        accounts = {row["email_key"]: row["id"] for row in rows}
        invited = [
            (uuid4(), address, next((accounts[key] for key in of_one if key in accounts), None))
            for address, of_one in keys.items()
        ]
        others = [each for each in invited if each[2] != host_id]
        await _add_participants(room_id, [(id, account) for id, _, account in others if account is not None])
    await _add_invitations(room_id, host_id, others)


async def _add_participants(room_id: UUID, accounts: list[tuple[UUID, UUID]]) -> None:
    """Insert rows without a name: pairs of an invitation's id and an account's."""
    await execute(
        """
        INSERT INTO participants (id, room_id, user_id, role, status, is_invited, display_name, identity)
        SELECT id, $1, user_id, 'participant', 'invited', true, id::text, id::text
        FROM unnest($2::uuid[], $3::uuid[]) AS invited(id, user_id)
        ON CONFLICT DO NOTHING
        """,
        room_id,
        [id for id, _ in accounts],
        [account for _, account in accounts],
    )


async def _add_invitations(
    room_id: UUID, host_id: UUID, invited: list[tuple[UUID, str, UUID | None]]
) -> None:
    sealed = [INVITEE.seal_address(address, row) for row, address, _ in invited]
    await execute(
        """
        INSERT INTO room_invitations
            (id, room_id, inviter_id, invitee_id, invitee_email, invitee_email_key, token, status, expires_at)
        SELECT id, $1, $2, account, address, key, gen_random_uuid()::text,
               CASE WHEN account IS NULL THEN 'pending' ELSE 'accepted' END, now() + make_interval(days => $7)
        FROM unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[]) AS invited(id, account, address, key)
        """,
        room_id,
        host_id,
        [row for row, _, _ in invited],
        [account for _, _, account in invited],
        [address for address, _ in sealed],
        [key for _, key in sealed],
        INVITATION_DAYS,
    )


async def take_up_invitations(person_id: UUID, email_keys: list[str]) -> None:
    """Make a new account an invited participant of the rooms that invited its address."""
    await execute(
        """
        WITH accepted AS (
            UPDATE room_invitations SET status = 'accepted', invitee_id = $1
            WHERE invitee_email_key = ANY($2::text[]) AND status = 'pending' AND expires_at > now()
            RETURNING id, room_id
        )
        INSERT INTO participants (id, room_id, user_id, role, status, is_invited, display_name, identity)
        SELECT id, room_id, $1, 'participant', 'invited', true, id::text, id::text FROM accepted
        ON CONFLICT DO NOTHING
        """,
        person_id,
        email_keys,
    )


async def open_invitations(room_id: UUID) -> list[Invitation]:
    """List who was invited and has not joined, to the host; accounts are treated as addresses are."""
    rows = await fetch(
        """
        SELECT i.id, i.invitee_email FROM room_invitations i
        WHERE i.room_id = $1 AND i.status IN ('pending', 'accepted') AND i.expires_at > now()
          AND NOT EXISTS (SELECT FROM participants p WHERE p.room_id = i.room_id AND p.user_id = i.invitee_id
                          AND p.display_name <> p.identity)
        ORDER BY i.created_at, i.id
        """,
        room_id,
    )
    found = [Invitation(row["id"], INVITEE.open(row["invitee_email"], row["id"])) for row in rows]
    return sorted(found, key=lambda each: each.address)


async def withdraw_invitation(room_id: UUID, invitation_id: UUID) -> bool:
    """Take back an invitation of who has not joined, for the host; False: there is none of this id."""
    row = await fetch_one("SELECT withdraw_invitation($1, $2) AS done", room_id, invitation_id)
    return row is not None and bool(row["done"])
