"""Invitations to an address, with or without an account, and by a link: made and withdrawn by the host.

The host must not learn who has an account: until an invited person joins, the host sees the address as it
was given, and the participant's row of an account has its own identity for a display name. An invitation and
the participant's row it makes have the same id. An address without an account becomes a member by nothing but
the token that is sent to it (`server/meeting/invitation_answers.py`).
"""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Literal
from uuid import UUID, uuid4

from asyncpg import Record, UniqueViolationError

from server.errors import Conflict, NotFound
from server.meeting.accounts import FICTIONAL
from server.meeting.actor import presenting_credentials
from server.meeting.db import execute, fetch, fetch_one, transaction
from server.meeting.invitation_tokens import invitation_token
from server.meeting.sealing.keyring import folded
from server.meeting.sealing.process_keys import process_keyring
from server.meeting.sealing.sealed_columns import INVITEE
from server.meeting.sessions import token_hash

InvitationStatus = Literal["pending", "accepted", "tentative", "declined", "revoked", "expired"]
InvitationKind = Literal["address", "link"]
InvitationRole = Literal["participant", "cohost"]
INVITATION_DAYS = 30
MOST_INVITATIONS = 500
"""Of one meeting, in every state."""
MOST_USES = 1000
SELECT = """
SELECT id, kind, role, invitee_email, token, token_version, uses, max_uses, answered_at, event_series,
       event_occurrence, expires_at, created_at, series_of, coalesce(series_of = id, false) AS is_of_series,
       CASE WHEN status = 'pending' AND expires_at <= now() THEN 'expired' ELSE status END AS status
FROM room_invitations
"""
TO_ALL = SELECT.replace("FROM room_invitations", "FROM invitations_to_all($1)")
"""Those to all of a meeting's series that are kept at another meeting, for the host of the series."""
INSERT = """
INSERT INTO room_invitations (id, room_id, inviter_id, invitee_id, invitee_email, invitee_email_key, token,
                              status, expires_at, kind, role, max_uses, series_of)
SELECT id, $1, $2, account, address, key, hash, 'pending', now() + make_interval(days => $8), $9, $10, $11,
       CASE WHEN $12 THEN id END
FROM unnest($3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::text[])
     AS invited(id, account, address, key, hash)
"""


class InvitationNotFound(NotFound):
    """There is no such invitation of this meeting, or its person has joined."""

    title = "No such invitation"
    detail = "It was withdrawn, or the person has joined. Reload the page."


@dataclass(frozen=True, slots=True)
class Offer:
    """What an invitation gives: a role, and for how long; only an address may be a co-host's."""

    role: InvitationRole = "participant"
    days: int = INVITATION_DAYS


@dataclass(frozen=True, slots=True)
class Invitation:
    """An invitation as the meeting's host sees it; `address` is empty for a link."""

    id: UUID
    kind: InvitationKind
    address: str
    role: InvitationRole
    status: InvitationStatus
    uses: int
    max_uses: int
    token_version: int
    stored_hash: str
    answered_at: datetime | None
    expires_at: datetime
    created_at: datetime
    is_of_series: bool = False
    """Whether it is to all of a series, and this the copy that is sent."""
    series_of: UUID | None = None
    event_series: UUID | None = None
    event_occurrence: datetime | None = None


async def invite_members(
    room_id: UUID, host_id: UUID, members: list[str], offer: Offer | None = None, *, of_series: bool = False
) -> list[UUID]:
    """Invite each address but the host's own; an account also becomes an invited participant.

    An address that is already asked keeps its invitation. With `of_series` it is to all of the room's series.
    Returns the ids of the new ones; raises Conflict at too many.
    """
    offer = offer or Offer()
    keys = {folded(address): process_keyring().lookup_keys(address) for address in members}
    every = [key for of_one in keys.values() for key in of_one]
    async with transaction():
        asked = await _asked(room_id, every, len(keys))
        with presenting_credentials(email_keys=every):
            rows = await fetch("SELECT id, email_key FROM users WHERE email_key = ANY($1::text[])", every)
            accounts = {row["email_key"]: row["id"] for row in rows}
            invited = [
                (uuid4(), address, next((accounts[key] for key in of_one if key in accounts), None))
                for address, of_one in keys.items()
                if not asked.intersection(of_one)
            ]
            others = [each for each in invited if each[2] != host_id]
            places = [(id, account) for id, _, account in others if account is not None]
            await _add_participants(room_id, places, offer.role)
        await _add_invitations(room_id, host_id, others, offer, "address", 1, of_series=of_series)
    return [id for id, _, _ in others]


async def _asked(room_id: UUID, keys: list[str], more: int) -> set[str]:
    """The keys of addresses that have an invitation that holds; raises Conflict at too many."""
    rows = await fetch(
        "SELECT invitee_email_key, status IN ('pending', 'accepted', 'tentative', 'declined')"
        " AND (status <> 'pending' OR expires_at > now()) AS holds FROM room_invitations WHERE room_id = $1",
        room_id,
    )
    if len(rows) + more > MOST_INVITATIONS:
        raise Conflict(f"A meeting has at most {MOST_INVITATIONS} invitations. Make a link for the others.")
    return {row["invitee_email_key"] for row in rows if row["holds"]}.intersection(keys)


async def _add_participants(room_id: UUID, accounts: list[tuple[UUID, UUID]], role: str) -> None:
    """Insert rows without a name: pairs of an invitation's id and an account's."""
    await execute(
        """
        INSERT INTO participants (id, room_id, user_id, role, status, is_invited, display_name, identity)
        SELECT id, $1, user_id, $4, 'invited', true, id::text, id::text
        FROM unnest($2::uuid[], $3::uuid[]) AS invited(id, user_id)
        ON CONFLICT DO NOTHING
        """,
        room_id,
        [id for id, _ in accounts],
        [account for _, account in accounts],
        role,
    )


async def _add_invitations(
    room_id: UUID,
    host_id: UUID,
    invited: list[tuple[UUID, str, UUID | None]],
    offer: Offer,
    kind: InvitationKind,
    max_uses: int,
    *,
    of_series: bool = False,
) -> None:
    sealed = [INVITEE.seal_address(address, row) for row, address, _ in invited]
    await execute(
        INSERT,
        room_id,
        host_id,
        [row for row, _, _ in invited],
        [account for _, _, account in invited],
        [address for address, _ in sealed],
        [key for _, key in sealed],
        [token_hash(invitation_token(row, 0)) for row, _, _ in invited],
        offer.days,
        kind,
        offer.role,
        max_uses,
        of_series,
    )


async def invite_by_link(room_id: UUID, host_id: UUID, days: int, max_uses: int) -> Invitation:
    """Make a link by which so many people may come in; raises Conflict at too many invitations."""
    link_id = uuid4()  # with a fictional address, every row is sealed and found alike
    async with transaction():
        await _asked(room_id, [], 1)
        row = (link_id, f"{link_id.hex}@link{FICTIONAL}", None)
        await _add_invitations(room_id, host_id, [row], Offer(days=days), "link", max_uses)
    return await invitation_of(room_id, link_id)


async def invitation_of(room_id: UUID, invitation_id: UUID) -> Invitation:
    """Return one invitation to the host, also one to all of the series; raises InvitationNotFound."""
    for places in (f"{SELECT} WHERE room_id = $1 AND id = $2", f"{TO_ALL} WHERE id = $2"):
        if row := await fetch_one(places, room_id, invitation_id):
            return invitation_from(row)
    raise InvitationNotFound


async def invitations_of(room_id: UUID) -> list[Invitation]:
    """List a meeting's invitations to the host, those that were not withdrawn first, in their order."""
    rows = await fetch(
        f"{SELECT} WHERE room_id = $1 ORDER BY status = 'revoked', created_at, id LIMIT $2",
        room_id,
        MOST_INVITATIONS,
    )
    return [invitation_from(row) for row in rows]


async def renew_invitation(room_id: UUID, invitation_id: UUID, days: int = INVITATION_DAYS) -> Invitation:
    """Give an invitation a new token and expiry; the token before opens nothing any more.

    One to all of a series is its host's, from any of its meetings that they host.
    Raises InvitationNotFound, also if it was withdrawn, and Conflict if the address was invited again.
    """
    before = await invitation_of(room_id, invitation_id)
    version = before.token_version + 1
    key = token_hash(invitation_token(invitation_id, version))
    try:
        row = await fetch_one(
            "SELECT renew_invitation($1, $2, $3, $4, $5) AS done", room_id, invitation_id, version, key, days
        )
    except UniqueViolationError as error:
        raise Conflict("This address has a newer invitation. Send that one again.") from error
    if row is None or not row["done"]:
        raise InvitationNotFound
    return await invitation_of(room_id, invitation_id)


async def withdraw_invitation(room_id: UUID, invitation_id: UUID) -> bool:
    """Take back an invitation of who has neither joined nor knocked, for the host; False: there is none.

    One to all of a series is its host's, from any of its meetings that they host.
    """
    row = await fetch_one("SELECT withdraw_invitation($1, $2) AS done", room_id, invitation_id)
    return row is not None and bool(row["done"])


async def open_invitations(room_id: UUID) -> list[Invitation]:
    """List the addresses that were invited and have not joined, to the host; accounts are treated alike."""
    rows = await fetch(
        f"""
        {SELECT} i WHERE i.room_id = $1 AND i.kind = 'address'
          AND i.status IN ('pending', 'accepted', 'tentative') AND i.expires_at > now()
          AND NOT EXISTS (SELECT FROM participants p WHERE p.room_id = i.room_id
                          AND (p.user_id = i.invitee_id OR p.id = i.id)
                          AND p.display_name <> p.identity)
        ORDER BY i.created_at, i.id
        """,
        room_id,
    )
    return sorted(map(invitation_from, rows), key=lambda each: each.address)


def invitation_from(row: Record) -> Invitation:
    """Read a row of SELECT."""
    values = {field.name: row[field.name] for field in fields(Invitation) if field.name in row.keys()}  # noqa: SIM118
    address = "" if row["kind"] == "link" else INVITEE.open(row["invitee_email"], row["id"])
    return Invitation(**values, address=address, stored_hash=row["token"])
