"""Accounts: registration, credentials, and the first account, which is the administrator's."""

from dataclasses import dataclass
from typing import Literal, cast
from uuid import UUID, uuid4

from asyncpg import Record

from server.errors import EmailTaken
from server.meeting.actor import acting_also_as, presenting_credentials
from server.meeting.advisory_locks import AdvisoryLock
from server.meeting.db import execute, fetch_one, transaction
from server.meeting.passwords import cost_of, hash_password, hash_with
from server.meeting.sealing.keyring import folded
from server.meeting.sealing.process_keys import process_keyring
from server.meeting.sealing.sealed_columns import EMAIL

Role = Literal["admin", "member"]
FICTIONAL = ".invalid"
"""A top-level domain in which no address exists (RFC 2606)."""


@dataclass(frozen=True, slots=True)
class Account:
    """A registered person."""

    id: UUID
    email: str
    name: str
    role: Role = "member"


def _person(row: Record) -> Account:
    return Account(row["id"], EMAIL.open(row["email"], row["id"]), row["name"], cast(Role, row["role"]))


async def register(email: str, name: str, password_hash: str) -> Account:
    """Create an account; the first one is the administrator's. Raises EmailTaken.

    An account with a FICTIONAL address never becomes administrator, so that a demo run before the owner
    registers does not take the administrator's place.
    """
    person_id = uuid4()
    with acting_also_as(user_id=person_id):
        async with transaction():
            await execute("SELECT pg_advisory_xact_lock($1)", AdvisoryLock.REGISTRATION)
            return await _register(person_id, email, name, password_hash)


async def _register(person_id: UUID, email: str, name: str, password_hash: str) -> Account:
    """Register under the lock, so that these keys find every earlier registration."""
    sealed, key = EMAIL.seal_address(email.lower(), person_id)
    keys = process_keyring().lookup_keys(email)
    with presenting_credentials(email_keys=keys):
        row = await fetch_one(
            """
            INSERT INTO users (id, email, email_key, name, password_hash, role)
            SELECT $1, $2, $3, $4, $5, CASE WHEN $6 OR has_administrator() THEN 'member' ELSE 'admin' END
            WHERE NOT EXISTS (SELECT FROM users WHERE email_key = ANY($7::text[]))
            ON CONFLICT (email_key) DO NOTHING RETURNING id, email, name, role
            """,
            person_id,
            sealed,
            key,
            name,
            password_hash,
            folded(email).endswith(FICTIONAL),
            keys,
        )
        if row is None:
            raise EmailTaken
    return _person(row)


async def account_of(email: str) -> Account | None:
    """Return the active account of this address."""
    keys = process_keyring().lookup_keys(email)
    with presenting_credentials(email_keys=keys):
        row = await fetch_one(
            "SELECT id, email, name, role FROM users WHERE email_key = ANY($1::text[]) AND is_active", keys
        )
    return _person(row) if row else None


async def check_credentials(email: str, password: str, cost: int) -> tuple[Account | None, str | None]:
    """Return the active account of this address, if any, and its hash if the password matches.

    The database returns the salt, and compares a hash made with it: it shows no hash to who cannot make it.
    A stored hash that is cheaper than `cost`, or of an older form of the password, is renewed.
    """
    keys = process_keyring().lookup_keys(email)
    with presenting_credentials(email_keys=keys):
        row = await fetch_one(
            "SELECT id, email, name, role, sign_in_salt($1) AS salt FROM users"
            " WHERE email_key = ANY($1::text[]) AND is_active",
            keys,
        )
        hashes = await hash_with(password, row["salt"] if row else None, cost)
        found = await fetch_one("SELECT sign_in_with($1, $2) AS hash", keys, hashes)
    known = _person(row) if row else None
    kept = found["hash"] if found else None
    if known is None or kept is None:
        return known, None
    if kept != hashes[0] or cost_of(kept) < cost:
        kept = await _renew_hash(known.id, kept, await hash_password(password, cost))
    return known, kept


async def _renew_hash(person_id: UUID, before: str, after: str) -> str:
    """Replace the hash by another one of the same password, unless the password has changed since."""
    with acting_also_as(user_id=person_id):
        row = await fetch_one("SELECT renew_password_hash($1, $2) AS renewed", before, after)
    return after if row is not None and row["renewed"] else before


async def person(person_id: UUID) -> Account | None:
    """Return the active account with this id."""
    row = await fetch_one("SELECT id, email, name, role FROM users WHERE id = $1 AND is_active", person_id)
    return _person(row) if row else None
