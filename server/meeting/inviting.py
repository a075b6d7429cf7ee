"""Who is named for a meeting by e-mail, with or without an account yet."""

from uuid import UUID

from server.meeting.db import execute

INVITATION_DAYS = 30


async def let_in(room_id: UUID, host_id: UUID, members: list[str]) -> None:
    """An account becomes an invited participant; an address without one waits as an invitation."""
    addresses = sorted({address.strip().lower() for address in members})
    await execute(
        """
        INSERT INTO participants (id, room_id, user_id, role, status, display_name, identity)
        SELECT id, $1, user_id, 'participant', 'invited', name, id::text
        FROM (
            SELECT gen_random_uuid() AS id, id AS user_id, name FROM users
            WHERE email = ANY($2::text[]) AND id <> $3
        ) AS known
        ON CONFLICT DO NOTHING
        """,
        room_id,
        addresses,
        host_id,
    )
    await execute(
        """
        INSERT INTO room_invitations (room_id, inviter_id, invitee_email, token, status, expires_at)
        SELECT $1, $2, address, gen_random_uuid()::text, 'pending', now() + make_interval(days => $4)
        FROM unnest($3::text[]) AS address WHERE NOT EXISTS (SELECT FROM users WHERE email = address)
        """,
        room_id,
        host_id,
        addresses,
        INVITATION_DAYS,
    )


async def take_up_invitations(person_id: UUID, email: str, name: str) -> None:
    """Rooms that named this address before there was an account now know the person."""
    await execute(
        """
        WITH accepted AS (
            UPDATE room_invitations SET status = 'accepted', invitee_id = $1
            WHERE invitee_email = $2 AND status = 'pending' AND expires_at > now() RETURNING room_id
        )
        INSERT INTO participants (id, room_id, user_id, role, status, display_name, identity)
        SELECT id, room_id, $1, 'participant', 'invited', $3, id::text
        FROM (SELECT room_id, gen_random_uuid() AS id FROM accepted) AS invited
        ON CONFLICT DO NOTHING
        """,
        person_id,
        email,
        name,
    )
