"""Accounts, passwords and sessions."""

import asyncio
import base64
from datetime import timedelta
from hashlib import sha256

import bcrypt
import pytest

from server.errors import EmailTaken
from server.meeting.accounts import Account, account_of, check_credentials, person, register
from server.meeting.actor import WEB, Actor, acting_as
from server.meeting.db import execute, fetch_one
from server.meeting.passwords import cost_of, hash_password, hash_with
from server.meeting.sessions import open_session, revoke, session_of, sessions_of
from tests.conftest import PASSWORD


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


async def test_found_by_email(alice: Account) -> None:
    """The address finds the person."""
    assert await account_of("ALICE@example.org") == alice


async def test_switched_off(alice: Account) -> None:
    """An account that is switched off is not found, and its sessions end."""
    token, _ = await open_session(alice.id, {}, None)
    await execute("UPDATE users SET is_active = false WHERE id = $1", alice.id)
    assert await person(alice.id) is None
    assert await session_of(token) is None
    assert await account_of(alice.email) is None


async def is_right(email: str, password: str) -> bool:
    """Sign in as the web process does, without its session."""
    with acting_as(Actor(WEB)):
        return (await check_credentials(email, password, cost=4))[1] is not None


async def test_password(alice: Account) -> None:
    """The right password is one's own, another is not, and nobody's never is."""
    assert await is_right("Alice@Example.org", PASSWORD)
    assert not await is_right(alice.email, PASSWORD.upper())
    assert not await is_right("who@example.org", PASSWORD)


async def test_long_password(admin: Account) -> None:
    """All of a password counts, also after bcrypt's 72 bytes and a NUL."""
    await register("long@example.org", "Long", await hash_password("a" * 80 + "\0b", cost=4))
    assert await is_right("long@example.org", "a" * 80 + "\0b")
    assert not await is_right("long@example.org", "a" * 80 + "\0c")


FORMS = ("Zo\u00eb \ufb01ve caf\u00e9s", "Zoe\u0308 five cafe\u0301s", "\uff3ao\u00eb \ufb01ve cafe\u0301s")


@pytest.mark.parametrize("chosen", FORMS)
@pytest.mark.parametrize("typed", FORMS)
async def test_password_in_another_form(chosen: str, typed: str, admin: Account) -> None:
    """However a keyboard writes the letters, it is one password."""
    await register("zoe@example.org", "Zo\u00eb", await hash_password(chosen, cost=4))
    assert await is_right("zoe@example.org", typed)


async def test_password_from_before_there_was_a_form(admin: Account) -> None:
    """A hash of the letters as they were typed signs in as before, and is made anew in the one form."""
    raw = base64.b64encode(sha256(FORMS[0].encode()).digest())
    old = bcrypt.hashpw(raw, bcrypt.gensalt(4)).decode()
    await register("zoe@example.org", "Zo\u00eb", old)
    assert await is_right("zoe@example.org", FORMS[0])
    assert await is_right("zoe@example.org", FORMS[1])


async def test_same_work_without_an_account(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody's password takes as many rounds as somebody's, whose hash is a cheaper one of before."""
    costs: list[int] = []

    def counted(_: bytes, salt: bytes) -> bytes:
        costs.append(cost_of(salt.decode()))
        return salt

    monkeypatch.setattr(bcrypt, "hashpw", counted)
    await hash_with(FORMS[0], "$2b$04$" + "." * 22, cost=6)
    somebodys, costs[:] = sum(2**cost for cost in costs), []
    await hash_with(FORMS[0], None, cost=6)
    assert somebodys == sum(2**cost for cost in costs)


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
