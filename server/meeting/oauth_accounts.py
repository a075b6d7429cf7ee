"""OAuth accounts and their sealed tokens."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from server.meeting.db import execute, fetch_one, transaction
from server.meeting.sealing.sealed_columns import ACCESS_TOKEN, REFRESH_TOKEN


@dataclass(frozen=True, slots=True, repr=False)
class Tokens:
    """A provider's tokens; never shown or logged."""

    access: str
    refresh: str | None = None
    expires_at: datetime | None = None
    """Expiry of the access token."""


async def keep_tokens(user_id: UUID, provider: str, subject: str, tokens: Tokens) -> UUID:
    """Store the tokens, replacing former ones; `subject` is the provider's id of the person.

    Returns the OAuth account's id. Raises UniqueViolationError when the subject is another person's.
    """
    async with transaction():
        row = await fetch_one(
            "SELECT id FROM oauth_accounts WHERE user_id = $1 AND provider = $2 AND subject = $3 FOR UPDATE",
            user_id,
            provider,
            subject,
        )
        account = row["id"] if row else uuid4()
        refresh = REFRESH_TOKEN.seal(tokens.refresh, account) if tokens.refresh is not None else None
        await execute(
            """
            INSERT INTO oauth_accounts
                (id, user_id, provider, subject, access_token, refresh_token, expires_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7)
            ON CONFLICT (id) DO UPDATE SET access_token = EXCLUDED.access_token,
                refresh_token = EXCLUDED.refresh_token, expires_at = EXCLUDED.expires_at
            """,
            account,
            user_id,
            provider,
            subject,
            ACCESS_TOKEN.seal(tokens.access, account),
            refresh,
            tokens.expires_at,
        )
    return UUID(str(account))


async def tokens_of(user_id: UUID, provider: str) -> Tokens | None:
    """Return a person's tokens at a provider, or None."""
    row = await fetch_one(
        "SELECT id, access_token, refresh_token, expires_at FROM oauth_accounts"
        " WHERE user_id = $1 AND provider = $2 ORDER BY updated_at DESC LIMIT 1",
        user_id,
        provider,
    )
    if row is None:
        return None
    refresh = row["refresh_token"]
    return Tokens(
        ACCESS_TOKEN.open(row["access_token"], row["id"]),
        REFRESH_TOKEN.open(refresh, row["id"]) if refresh is not None else None,
        row["expires_at"],
    )


async def forget_tokens(user_id: UUID, provider: str) -> bool:
    """Delete a person's account at a provider; returns whether there was one."""
    return bool(
        await execute("DELETE FROM oauth_accounts WHERE user_id = $1 AND provider = $2", user_id, provider)
    )
