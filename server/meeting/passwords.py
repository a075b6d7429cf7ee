"""Passwords: bcrypt in a thread, the same time whether or not the account exists."""

import asyncio
import base64
from functools import cache
from hashlib import sha256

import bcrypt

DEFAULT_COST = 12


def _prehashed(password: str) -> bytes:
    """44 characters whatever the length: bcrypt reads only 72 bytes and stops at a NUL."""
    return base64.b64encode(sha256(password.encode()).digest())


@cache
def _nobodys_hash(cost: int) -> bytes:
    return bcrypt.hashpw(_prehashed("nobody has this password"), bcrypt.gensalt(cost))


def _matches(password: str, password_hash: str | None, cost: int) -> bool:
    kept = password_hash.encode() if password_hash is not None else _nobodys_hash(cost)
    if bcrypt.checkpw(_prehashed(password), kept):
        return password_hash is not None
    for missing in range(cost_of(kept.decode()), cost):  # 2^k + 2^k + … + 2^(cost - 1) rounds are 2^cost
        bcrypt.checkpw(_prehashed(password), _nobodys_hash(missing))
    return False


def cost_of(password_hash: str) -> int:
    """Say how much work went into it."""
    return int(password_hash.split("$")[2])


async def hash_password(password: str, cost: int = DEFAULT_COST) -> str:
    """`cost` is bcrypt's: two to that power rounds."""
    return (await asyncio.to_thread(bcrypt.hashpw, _prehashed(password), bcrypt.gensalt(cost))).decode()


async def check_password(password: str, password_hash: str | None, cost: int = DEFAULT_COST) -> bool:
    """Say whether they match; None (no such account) never does.

    What does not match takes as long as `cost` makes it, whether or not there is an account, and however
    cheap its hash is.
    """
    return await asyncio.to_thread(_matches, password, password_hash, cost)
