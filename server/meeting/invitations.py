"""Invitations to a meeting by e-mail address, with or without an account."""

from uuid import UUID, uuid4

from server.meeting.actor import presenting_credentials
from server.meeting.db import execute, fetch
from server.meeting.sealing.keyring import folded
from server.meeting.sealing.process_keys import process_keyring
from server.meeting.sealing.sealed_columns import INVITEE

INVITATION_DAYS = 30


async def invite_members(room_id: UUID, host_id: UUID, members: list[str]) -> None:
    """Invite people: those with an account as participants; other addresses are stored as invitations."""
    keys = {folded(address): process_keyring().lookup_keys(address) for address in members}
    every = [key for of_one in keys.values() for key in of_one]
    with presenting_credentials(email_keys=every):
        rows = await fetch("SELECT email_key FROM users WHERE email_key = ANY($1::text[])", every)
        known = {row["email_key"] for row in rows}
        await execute(
            """
            INSERT INTO participants (id, room_id, user_id, role, status, is_invited, display_name, identity)
            SELECT id, $1, user_id, 'participant', 'invited', true, name, id::text
            FROM (
                SELECT gen_random_uuid() AS id, id AS user_id, name FROM users
                WHERE email_key = ANY($2::text[]) AND id <> $3
            ) AS known
            ON CONFLICT DO NOTHING
            """,
            room_id,
            every,
            host_id,
        )
    strangers = [address for address, of_one in keys.items() if known.isdisjoint(of_one)]
    await _invite(room_id, host_id, strangers)


async def _invite(room_id: UUID, host_id: UUID, addresses: list[str]) -> None:
    ids = [uuid4() for _ in addresses]
    sealed = [INVITEE.seal_address(address, row) for address, row in zip(addresses, ids, strict=True)]
    await execute(
        """
        INSERT INTO room_invitations
            (id, room_id, inviter_id, invitee_email, invitee_email_key, token, status, expires_at)
        SELECT id, $1, $2, address, key, gen_random_uuid()::text, 'pending', now() + make_interval(days => $6)
        FROM unnest($3::uuid[], $4::text[], $5::text[]) AS invited(id, address, key)
        """,
        room_id,
        host_id,
        ids,
        [address for address, _ in sealed],
        [key for _, key in sealed],
        INVITATION_DAYS,
    )


async def take_up_invitations(person_id: UUID, email_keys: list[str], name: str) -> None:
    """Turn the invitations of this address into participants, when its account is created."""
    await execute(
        """
        WITH accepted AS (
            UPDATE room_invitations SET status = 'accepted', invitee_id = $1
            WHERE invitee_email_key = ANY($2::text[]) AND status = 'pending' AND expires_at > now()
            RETURNING room_id
        )
        INSERT INTO participants (id, room_id, user_id, role, status, is_invited, display_name, identity)
        SELECT id, room_id, $1, 'participant', 'invited', true, $3, id::text
        FROM (SELECT room_id, gen_random_uuid() AS id FROM accepted) AS invited
        ON CONFLICT DO NOTHING
        """,
        person_id,
        email_keys,
        name,
    )
