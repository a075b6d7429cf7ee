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
    return bcrypt.checkpw(_prehashed(password), kept) and password_hash is not None


async def hash_password(password: str, cost: int = DEFAULT_COST) -> str:
    """`cost` is bcrypt's: two to that power rounds."""
    return (await asyncio.to_thread(bcrypt.hashpw, _prehashed(password), bcrypt.gensalt(cost))).decode()


async def check_password(password: str, password_hash: str | None, cost: int = DEFAULT_COST) -> bool:
    """Say whether they match; None (no such account) takes as long and never does."""
    return await asyncio.to_thread(_matches, password, password_hash, cost)
