"""Accounts, passwords and sessions."""

import asyncio
from datetime import timedelta

import pytest

from server.errors import EmailTaken
from server.meeting.accounts import Account, person, person_with_hash, register
from server.meeting.db import execute, fetch_one
from server.meeting.passwords import check_password, hash_password
from server.meeting.sessions import open_session, revoke, session_of, sessions_of


async def test_first_is_admin_however_many_come(database: str) -> None:
    """Of twenty who register at once exactly one becomes the administrator."""
    people = await asyncio.gather(*(register(f"p{n}@example.org", f"P {n}", "hash") for n in range(20)))
    assert [p.role for p in people].count("admin") == 1


async def test_nobody_s_address_is_no_administrator(database: str) -> None:
    """Accounts of a demo come first and still leave the server to whoever registers after them."""
    demo = await register("anna@demo.invalid", "Anna", "hash")
    owner = await register("olga@example.org", "Olga", "hash")
    assert (demo.role, owner.role) == ("member", "admin")


async def test_email_is_taken_in_any_case(alice: Account) -> None:
    """One address has one account, however it is written."""
    with pytest.raises(EmailTaken):
        await register("Alice@Example.ORG", "Another", "hash")


async def test_same_address_at_once(database: str) -> None:
    """Of two who register one address at once, one gets it."""
    results = await asyncio.gather(
        *(register("one@example.org", "One", "hash") for _ in range(5)), return_exceptions=True
    )
    assert sum(isinstance(result, Account) for result in results) == 1
    assert sum(isinstance(result, EmailTaken) for result in results) == 4


async def test_found_by_email(alice: Account, password_hash: str) -> None:
    """The address finds the person and their hash."""
    assert await person_with_hash("ALICE@example.org") == (alice, password_hash)


async def test_switched_off(alice: Account) -> None:
    """An account that is switched off is not found, and its sessions end."""
    token, _ = await open_session(alice.id, {}, None)
    await execute("UPDATE users SET is_active = false WHERE id = $1", alice.id)
    assert await person(alice.id) is None
    assert await session_of(token) is None
    assert await person_with_hash(alice.email) is None


async def test_password() -> None:
    """The right password matches, another does not, and nobody's never does."""
    kept = await hash_password("long enough", cost=4)
    assert await check_password("long enough", kept)
    assert not await check_password("long enougH", kept)
    assert not await check_password("nobody has this password", None, cost=4)


async def test_long_password() -> None:
    """All of a password counts, also after bcrypt's 72 bytes and a NUL."""
    kept = await hash_password("a" * 80 + "\0b", cost=4)
    assert await check_password("a" * 80 + "\0b", kept)
    assert not await check_password("a" * 80 + "\0c", kept)


async def test_session(alice: Account) -> None:
    """The token finds its session and whose it is; the database holds only the hash."""
    token, session = await open_session(alice.id, {"browser": "Firefox"}, "2001:db8::1")
    assert await session_of(token) == (session, alice)
    assert (session.ip_address, session.device_info) == ("2001:db8::1", {"browser": "Firefox"})
    row = await fetch_one("SELECT token_hash FROM sessions")
    assert row is not None
    assert token not in row["token_hash"]


async def test_revoked_session(alice: Account, bob: Account) -> None:
    """Only its owner revokes a session, and then it is over."""
    token, session = await open_session(alice.id, {}, None)
    assert not await revoke(session.id, bob.id)
    assert await session_of(token) is not None
    assert await revoke(session.id, alice.id)
    assert await session_of(token) is None
    assert not await sessions_of(alice.id)


async def test_expired_session(alice: Account) -> None:
    """A session past its time is none."""
    token, session = await open_session(alice.id, {}, None, lifetime=timedelta(days=30))
    await execute("UPDATE sessions SET created_at = now() - interval '31 days', expires_at = now()")
    assert await session_of(token) is None
    assert session not in await sessions_of(alice.id)
