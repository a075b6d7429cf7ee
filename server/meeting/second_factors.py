"""The second factor: TOTP codes of six digits (RFC 6238) from a sealed secret.

A code is valid in its own 30 seconds and in those before and after it, and is accepted once.
"""

import base64
import hmac
import secrets
from datetime import UTC, datetime
from uuid import UUID

from server.meeting.db import execute, fetch_one, transaction
from server.meeting.sealing.sealed_columns import SECRET

STEP_S = 30
DIGITS = 6
SECRET_BYTES = 20
"""The output length of SHA-1 (RFC 4226, section 4)."""
NEIGHBOURS = (0, -1, 1)


async def begin_second_factor(user_id: UUID) -> str:
    """Create a secret, returned in base32 for the authenticator; a first valid code confirms it."""
    secret = base64.b32encode(secrets.token_bytes(SECRET_BYTES)).decode()
    await execute(
        """
        INSERT INTO second_factors (user_id, secret) VALUES ($1, $2)
        ON CONFLICT (user_id) DO UPDATE
            SET secret = EXCLUDED.secret, confirmed_at = NULL, last_used_step = NULL
        """,
        user_id,
        SECRET.seal(secret, user_id),
    )
    return secret


async def take_code(user_id: UUID, code: str, now: datetime | None = None) -> bool:
    """Whether the code is valid now and was not used before; the first one confirms the secret."""
    step = int((now or datetime.now(UTC)).timestamp()) // STEP_S
    async with transaction():
        row = await fetch_one(
            "SELECT secret, last_used_step FROM second_factors WHERE user_id = $1 FOR UPDATE", user_id
        )
        if row is None:
            return False
        secret = SECRET.open(row["secret"], user_id)
        used = row["last_used_step"] if row["last_used_step"] is not None else -1
        fitting = [each for each in (step + by for by in NEIGHBOURS) if _is_code(code, secret, each)]
        if not fitting or fitting[0] <= used:
            return False
        await execute(
            "UPDATE second_factors SET last_used_step = $2, confirmed_at = coalesce(confirmed_at, now())"
            " WHERE user_id = $1",
            user_id,
            fitting[0],
        )
    return True


async def has_second_factor(user_id: UUID) -> bool:
    """Whether the person has a confirmed second factor."""
    row = await fetch_one(
        "SELECT FROM second_factors WHERE user_id = $1 AND confirmed_at IS NOT NULL", user_id
    )
    return row is not None


async def forget_second_factor(user_id: UUID) -> bool:
    """Delete it; returns whether there was one."""
    return bool(await execute("DELETE FROM second_factors WHERE user_id = $1", user_id))


def _is_code(code: str, secret: str, step: int) -> bool:
    return code.isascii() and hmac.compare_digest(code, code_at(secret, step))


def code_at(secret: str, step: int) -> str:
    """Return the code of a 30-second step since 1970 (RFC 4226, section 5.3)."""
    digest = hmac.digest(base64.b32decode(secret), step.to_bytes(8, "big", signed=True), "sha1")
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return str(number % 10**DIGITS).zfill(DIGITS)
