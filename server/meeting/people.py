"""Accounts: who has one, and the one race that matters, who is first."""

from dataclasses import dataclass
from typing import Literal, cast
from uuid import UUID, uuid4

from asyncpg import Record

from server.errors import EmailTaken
from server.meeting.acting import acting_also
from server.meeting.db import execute, fetch_one, transaction
from server.meeting.inviting import take_up_invitations

Role = Literal["admin", "member"]
REGISTRATION_LOCK = 0x70656F70  # "peop": registrations take turns, so exactly one is first


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account."""

    id: UUID
    email: str
    name: str
    role: Role = "member"


def _person(row: Record) -> Person:
    return Person(row["id"], row["email"], row["name"], cast(Role, row["role"]))


async def register(email: str, name: str, password_hash: str) -> Person:
    """Make an account; the first one is the administrator's. Raises EmailTaken.

    Nobody has an address under `.invalid` (RFC 2606), so such an account is nobody's to administer with:
    a demo held before the owner registers takes nothing from them.
    """
    person_id = uuid4()
    with acting_also(user_id=person_id):
        return await _register(person_id, email, name, password_hash)


async def _register(person_id: UUID, email: str, name: str, password_hash: str) -> Person:
    async with transaction():
        await execute("SELECT pg_advisory_xact_lock($1)", REGISTRATION_LOCK)
        row = await fetch_one(
            """
            INSERT INTO users (id, email, name, password_hash, role)
            VALUES ($4, lower($1), $2, $3, CASE WHEN lower($1) LIKE '%.invalid' OR EXISTS (
                SELECT FROM users WHERE email NOT LIKE '%.invalid') THEN 'member' ELSE 'admin' END)
            ON CONFLICT (email) DO NOTHING RETURNING id, email, name, role
            """,
            email,
            name,
            password_hash,
            person_id,
        )
        if row is None:
            raise EmailTaken
        await take_up_invitations(row["id"], row["email"], row["name"])
    return _person(row)


async def person_with_hash(email: str) -> tuple[Person, str] | None:
    """The active account of this address and its password hash, for signing in."""
    row = await fetch_one(
        "SELECT id, email, name, role, password_hash FROM users"
        " WHERE email = lower($1) AND is_active AND password_hash IS NOT NULL",
        email,
    )
    return (_person(row), row["password_hash"]) if row else None


async def person(person_id: UUID) -> Person | None:
    """The active account with this id."""
    row = await fetch_one("SELECT id, email, name, role FROM users WHERE id = $1 AND is_active", person_id)
    return _person(row) if row else None
