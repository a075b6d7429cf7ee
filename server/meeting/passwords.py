"""Passwords: bcrypt in a thread, the same work whether or not the account exists."""

import asyncio
import base64
import unicodedata
from functools import cache
from hashlib import sha256

import bcrypt

DEFAULT_COST = 12


def normalized(password: str) -> str:
    """Return the form that is hashed (NFKC): keyboards write the same letters as different characters."""
    return unicodedata.normalize("NFKC", password)


def _forms(password: str) -> list[bytes]:
    """List the normal form first, then the forms in which older passwords were hashed."""
    older = (password, unicodedata.normalize("NFC", password), unicodedata.normalize("NFD", password))
    return [_prehashed(form) for form in dict.fromkeys((normalized(password), *older))]


def _prehashed(password: str) -> bytes:
    """Return 44 characters for any length: bcrypt reads only 72 bytes and stops at a NUL."""
    return base64.b64encode(sha256(password.encode()).digest())


@cache
def _dummy_salt(cost: int) -> bytes:
    return bcrypt.gensalt(cost)


def cost_of(salt: str) -> int:
    """Return the bcrypt cost in a salt or hash; a hash begins with its salt."""
    return int(salt.split("$")[2])


async def hash_password(password: str, cost: int = DEFAULT_COST) -> str:
    """`cost` is bcrypt's: 2^cost rounds."""
    prehashed = _prehashed(normalized(password))
    return (await asyncio.to_thread(bcrypt.hashpw, prehashed, bcrypt.gensalt(cost))).decode()


async def hash_with(password: str, salt: str | None, cost: int = DEFAULT_COST) -> list[str]:
    """Hash an entered password, in each form, with an account's salt; None: there is no account.

    It takes the time of `cost`, whether or not there is an account, and however cheap its hash is.
    """
    return await asyncio.to_thread(_hash_with, password, salt, cost)


def _hash_with(password: str, salt: str | None, cost: int) -> list[str]:
    own = salt.encode() if salt is not None else _dummy_salt(cost)
    forms = _forms(password)
    hashes = [bcrypt.hashpw(form, own).decode() for form in forms]
    for missing in range(cost_of(own.decode()), cost):  # 2^k + 2^k + … + 2^(cost - 1) rounds are 2^cost
        for form in forms:
            bcrypt.hashpw(form, _dummy_salt(missing))
    return hashes if salt is not None else []
