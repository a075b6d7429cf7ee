"""Share links: who has one reads a meeting's minutes without an account. Only a token's hash is stored."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

from server.errors import Conflict, NotFound
from server.meeting.audit import record
from server.meeting.db import execute, fetch, fetch_one, transaction
from server.meeting.sessions import token_hash

Scope = Literal["summary", "transcript"]
"""`summary`: summary, decisions, action items and topics; `transcript`: all minutes, and what was said."""
TOKEN_BYTES = 32
MOST_LINKS = 20
"""That hold at the same time, of one meeting."""
MOST_LISTED = 100
COLUMNS = "id, scope, expires_at, revoked_at, last_used_at, uses, created_at"
INSERT = f"""
INSERT INTO share_links (room_id, created_by, scope, token_hash, expires_at)
VALUES ($1, $2, $3, $4, now() + $5) RETURNING {COLUMNS}
"""  # noqa: S608  columns of ours
LIST = f"""
SELECT {COLUMNS} FROM share_links WHERE room_id = $1
ORDER BY (revoked_at IS NULL AND expires_at > now()) DESC, created_at DESC, id LIMIT $2
"""  # noqa: S608


class ShareLinkNotFound(NotFound):
    """There is no such link of this meeting."""

    title = "No such link"


@dataclass(frozen=True, slots=True)
class ShareLink:
    """A link as its meeting's host sees it."""

    id: UUID
    scope: Scope
    expires_at: datetime
    revoked_at: datetime | None
    last_used_at: datetime | None
    uses: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class SharedMeeting:
    """What a token opens, read with the rights of who made the link."""

    slug: str
    scope: Scope
    created_by: UUID
    expires_at: datetime


async def make_link(room_id: UUID, person_id: UUID, scope: Scope, lasts: timedelta) -> tuple[ShareLink, str]:
    """Make a link; returns it with its token, which is not stored. Raises Conflict at too many."""
    token = secrets.token_urlsafe(TOKEN_BYTES)
    async with transaction():
        held = await fetch_one(
            "SELECT count(*) AS links FROM share_links"
            " WHERE room_id = $1 AND revoked_at IS NULL AND expires_at > now()",
            room_id,
        )
        if held is not None and held["links"] >= MOST_LINKS:
            raise Conflict(f"This meeting has {MOST_LINKS} links. End one of them first.")
        row = await fetch_one(
            INSERT,
            room_id,
            person_id,
            scope,
            token_hash(token),
            lasts,
        )
        assert row is not None  # noqa: S101  it was just inserted
        await record("user_action", "share.create", room_id, link=str(row["id"]), shows=scope)
    return ShareLink(**dict(row)), token


async def links_of(room_id: UUID) -> list[ShareLink]:
    """List a meeting's links, those that hold first, the newest first."""
    rows = await fetch(
        LIST,
        room_id,
        MOST_LISTED,
    )
    return [ShareLink(**dict(row)) for row in rows]


async def end_link(room_id: UUID, link_id: UUID) -> None:
    """End a link at once; a second time changes nothing. Raises ShareLinkNotFound."""
    async with transaction():
        row = await fetch_one(
            "SELECT revoked_at FROM share_links WHERE room_id = $1 AND id = $2", room_id, link_id
        )
        if row is None:
            raise ShareLinkNotFound
        if row["revoked_at"] is None:
            await execute("UPDATE share_links SET revoked_at = now() WHERE id = $1", link_id)
            await record("user_action", "share.end", room_id, link=str(link_id))


async def use_link(token: str) -> SharedMeeting | None:
    """Open a link and count it; None if it never was, has ended, or its maker is no longer the host."""
    row = await fetch_one(
        "SELECT slug, scope, created_by, expires_at FROM use_share_link($1)", token_hash(token)
    )
    return SharedMeeting(**dict(row)) if row else None
