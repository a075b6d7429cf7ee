"""Sessions: an opaque token in the person's cookie, of which only the hash is stored."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from asyncpg import Record

from server.meeting.accounts import Account
from server.meeting.actor import presenting_credentials
from server.meeting.db import execute, fetch, fetch_one, from_json, to_json
from server.meeting.sealing.sealed_columns import EMAIL

LIFETIME = timedelta(days=30)
TOKEN_BYTES = 32


@dataclass(frozen=True, slots=True)
class Session:
    """A browser somebody is signed in with."""

    id: UUID
    user_id: UUID
    device_info: dict[str, Any]
    ip_address: str | None
    created_at: datetime
    expires_at: datetime


def new_token() -> str:
    """Return 256 random bits in URL-safe base64."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def token_hash(token: str) -> str:
    """SHA-256, which suffices for random tokens."""
    return sha256(token.encode()).hexdigest()


def _session(row: Record) -> Session:
    return Session(
        row["id"],
        row["user_id"],
        from_json(row["device_info"]),
        str(row["ip_address"]) if row["ip_address"] is not None else None,
        row["created_at"],
        row["expires_at"],
    )


async def open_session(
    person_id: UUID, device_info: dict[str, Any], ip: str | None, *, lifetime: timedelta = LIFETIME
) -> tuple[str, Session]:
    """Create a session; returns the token for the cookie, which is not stored, and the session."""
    token = new_token()
    row = await fetch_one(
        """
        INSERT INTO sessions (user_id, token_hash, device_info, ip_address, expires_at)
        VALUES ($1, $2, $3, $4, now() + $5)
        RETURNING id, user_id, device_info, ip_address, created_at, expires_at
        """,
        person_id,
        token_hash(token),
        to_json(device_info),
        ip,
        lifetime,
    )
    assert row is not None  # noqa: S101  an INSERT … RETURNING gives its row
    return token, _session(row)


async def session_of(token: str) -> tuple[Session, Account] | None:
    """Return the live session of this token and its account."""
    shown = token_hash(token)
    with presenting_credentials(token_hash=shown):
        row = await fetch_one(
            """
            SELECT s.id, s.user_id, s.device_info, s.ip_address, s.created_at, s.expires_at,
                   u.email, u.name, u.role
            FROM sessions s JOIN users u ON u.id = s.user_id
            WHERE s.token_hash = $1 AND s.revoked_at IS NULL AND s.expires_at > now() AND u.is_active
            """,
            shown,
        )
    if row is None:
        return None
    email = EMAIL.open(row["email"], row["user_id"])
    return _session(row), Account(row["user_id"], email, row["name"], row["role"])


async def revoke(session_id: UUID, person_id: UUID) -> bool:
    """End a session of this person; False if they have no such live session."""
    return bool(
        await execute(
            "UPDATE sessions SET revoked_at = now() WHERE id = $1 AND user_id = $2 AND revoked_at IS NULL",
            session_id,
            person_id,
        )
    )


async def sessions_of(person_id: UUID) -> list[Session]:
    """List the live sessions, newest first."""
    rows = await fetch(
        """
        SELECT id, user_id, device_info, ip_address, created_at, expires_at FROM sessions
        WHERE user_id = $1 AND revoked_at IS NULL AND expires_at > now() ORDER BY created_at DESC
        """,
        person_id,
    )
    return [_session(row) for row in rows]
