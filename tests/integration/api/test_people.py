"""Accounts and sessions over HTTP."""

import asyncio
from dataclasses import replace
from http.cookies import SimpleCookie

import pytest

from server.api import people
from server.api.identity import SESSION_COOKIE
from server.api.known_devices import DEVICE_COOKIE
from server.api.limits import Limit
from server.config import Settings
from server.meeting.accounts import Account
from server.meeting.db import execute, fetch_one
from server.meeting.passwords import cost_of, hash_password
from tests.conftest import PASSWORD
from tests.integration.api.browser import Browser

DORA = {"email": "Dora@Example.org", "name": "  Dora  ", "password": "long enough"}


async def test_first_account_administers(nobody: Browser) -> None:
    """The first account is the administrator's."""
    assert (await nobody.post("/api/people", DORA)).status == 202
    assert (await nobody.get("/api/people/me")).status == 401
    await nobody.post("/api/sessions", {"email": DORA["email"], "password": DORA["password"]})
    assert (await nobody.get("/api/people/me")).json["role"] == "admin"


async def test_names_are_trimmed_and_addresses_lowered(nobody: Browser) -> None:
    """Spaces and capitals do not make a second account."""
    await nobody.post("/api/people", DORA)
    await nobody.post("/api/sessions", {"email": "dora@example.org", "password": DORA["password"]})
    me = (await nobody.get("/api/people/me")).json
    assert (me["name"], me["email"]) == ("Dora", "dora@example.org")


async def test_registering_does_not_reveal_accounts(nobody: Browser, alice: Account) -> None:
    """Known and new addresses get the same status, body, cookies and delay."""
    loop, answers = asyncio.get_running_loop(), []
    for email in (alice.email.upper(), "who@example.org"):
        began = loop.time()
        answers.append(await nobody.post("/api/people", {**DORA, "email": email}))
        assert loop.time() - began >= people.MIN_REGISTER_S
    known, new = answers
    assert (known.status, known.body) == (new.status, new.body)
    assert known.headers.keys() == new.headers.keys()


async def test_registering_again_changes_nothing(nobody: Browser, alice: Account) -> None:
    """The owner's password still works, and the other one does not."""
    await nobody.post("/api/people", {**DORA, "email": alice.email})
    mine, other = ({"email": alice.email, "password": each} for each in (PASSWORD, DORA["password"]))
    assert (await nobody.post("/api/sessions", other)).status == 401
    assert (await nobody.post("/api/sessions", mine)).status == 201
    assert (await nobody.get("/api/people/me")).json["name"] == "Alice"


async def test_sign_in_and_out(nobody: Browser, alice: Account) -> None:
    """A session ends at sign-out."""
    assert (await nobody.post("/api/sessions", {"email": alice.email, "password": PASSWORD})).status == 201
    assert (await nobody.get("/api/people/me")).json["name"] == "Alice"
    kept = nobody.cookies[SESSION_COOKIE]
    assert (await nobody.delete("/api/sessions/current")).status == 204
    nobody.cookies[SESSION_COOKIE] = kept
    assert (await nobody.get("/api/people/me")).status == 401


class TestDearerHash:
    """The bcrypt cost is raised above that of existing hashes."""

    @pytest.fixture
    def settings(self, settings: Settings) -> Settings:
        """Cost 5 instead of 4."""
        return replace(settings, bcrypt_cost=5)

    @pytest.mark.parametrize(("before", "after"), [(4, 5), (6, 6)])
    async def test_rehash_at_sign_in(self, nobody: Browser, alice: Account, before: int, after: int) -> None:
        """Signing in rehashes to a higher cost, never to a lower one."""
        await execute("UPDATE users SET password_hash = $1", await hash_password(PASSWORD, cost=before))
        sign_in = {"email": alice.email, "password": PASSWORD}
        for _ in range(2):
            assert (await nobody.post("/api/sessions", sign_in)).status == 201
            row = await fetch_one("SELECT password_hash FROM users WHERE id = $1", alice.id)
            assert row is not None
            assert cost_of(row["password_hash"]) == after


async def test_session_cookie_attributes(nobody: Browser, alice: Account) -> None:
    """The cookie is Secure, HttpOnly, SameSite=Lax and bound to this host."""
    answer = await nobody.post("/api/sessions", {"email": alice.email, "password": PASSWORD})
    cookie = SimpleCookie(answer.headers["Set-Cookie"])[SESSION_COOKIE]
    assert cookie["secure"]
    assert cookie["httponly"]
    assert (cookie["samesite"], cookie["path"], cookie["domain"]) == ("Lax", "/", "")


async def test_unknown_address_and_wrong_password_look_alike(nobody: Browser, alice: Account) -> None:
    """Signing in does not reveal who has an account."""
    wrong = await nobody.post("/api/sessions", {"email": alice.email, "password": "not it"})
    unknown = await nobody.post("/api/sessions", {"email": "who@example.org", "password": "not it"})
    assert wrong.status == 401
    assert wrong.body == unknown.body


async def test_guessing_is_rate_limited(nobody: Browser, alice: Account) -> None:
    """After ten attempts on one account from one network the next gets 429 with a waiting time."""
    guess = {"email": alice.email, "password": "a guess"}
    for _ in range(Limit.SIGN_IN.value.amount):
        assert (await nobody.post("/api/sessions", guess)).status == 401
    answer = await nobody.post("/api/sessions", {**guess, "password": PASSWORD})
    assert answer.status == 429
    assert 0 < int(answer.headers["Retry-After"]) <= 300


async def test_guessing_with_other_spellings(nobody: Browser, alice: Account) -> None:
    """Other spellings of the address count for the same account."""
    spellings = ("alice", "\uff41lice", "a\uff4cice", "al\uff49ce", "ali\uff43e", "alic\uff45") * 2
    answers = [
        (await nobody.post("/api/sessions", {"email": f"{each}@example.org", "password": "a guess"})).status
        for each in spellings[:11]
    ]
    assert answers == [401] * 10 + [429]


async def test_session_ended_in_another_browser(alices: Browser, nobody: Browser, alice: Account) -> None:
    """A person can end their session in another browser."""
    await nobody.post("/api/sessions", {"email": alice.email, "password": PASSWORD})
    listed = (await alices.get("/api/sessions")).json["sessions"]
    other = next(each["id"] for each in listed if not each["current"])
    assert (await alices.delete(f"/api/sessions/{other}")).status == 204
    assert (await nobody.get("/api/people/me")).status == 401


async def test_nobody_ends_anothers_session(alices: Browser, bobs: Browser) -> None:
    """Another person's session is 404."""
    theirs = (await alices.get("/api/sessions")).json["sessions"][0]["id"]
    assert (await bobs.delete(f"/api/sessions/{theirs}")).status == 404
    assert (await alices.get("/api/people/me")).status == 200


async def test_expired_session(alices: Browser) -> None:
    """An expired session is no longer valid."""
    await execute(
        "UPDATE sessions SET created_at = now() - interval '31 days', expires_at = now() - interval '1 s'"
    )
    assert (await alices.get("/api/people/me")).status == 401


async def test_malformed_cookie(nobody: Browser) -> None:
    """A malformed cookie is ignored, never an error."""
    for value in ("x", "%00", "é" * 40, "a" * 5000, "'; DROP TABLE users; --"):
        nobody.cookies[SESSION_COOKIE] = value
        assert (await nobody.get("/api/people/me")).status == 401


async def test_guessing_elsewhere_locks_nobody_out(nobody: Browser, alice: Account) -> None:
    """Guesses from another network do not keep the owner from signing in."""
    sign_in = {"email": alice.email, "password": "a guess"}
    for last in range(Limit.SIGN_IN_BY_EMAIL.value.amount + 2):  # one network of 64 bits: any last half
        elsewhere = {"X-Forwarded-For": f"192.0.2.1, 2001:db8::{last}"}
        refused = await nobody.request("POST", "/api/sessions", json=sign_in, headers=elsewhere)
    assert refused.status == 429
    here = {"X-Forwarded-For": "203.0.113.9"}
    right = {"email": alice.email, "password": PASSWORD}
    assert (await nobody.request("POST", "/api/sessions", json=right, headers=here)).status == 201


async def test_guesses_do_not_lock_a_known_browser_out(nobody: Browser, alice: Account) -> None:
    """A known browser has its own limit, even in the guesser's network."""
    right = {"email": alice.email, "password": PASSWORD}
    assert (await nobody.post("/api/sessions", right)).status == 201
    await nobody.delete("/api/sessions/current")
    device = nobody.cookies.pop(DEVICE_COOKIE)
    guess = {"email": alice.email, "password": "a guess"}
    while (await nobody.post("/api/sessions", guess)).status != 429:
        pass
    assert (await nobody.post("/api/sessions", right)).status == 429
    nobody.cookies[DEVICE_COOKIE] = device
    assert (await nobody.post("/api/sessions", right)).status == 201


async def test_known_browser_guesses_no_more_than_others(nobody: Browser, alice: Account) -> None:
    """A known browser is limited too, and counts as unknown for other accounts."""
    await nobody.post("/api/sessions", {"email": alice.email, "password": PASSWORD})
    await nobody.delete("/api/sessions/current")
    for email, most in ((alice.email, Limit.SIGN_IN_KNOWN_DEVICE), ("bob@example.org", Limit.SIGN_IN)):
        tries = 0
        while (await nobody.post("/api/sessions", {"email": email, "password": "a guess"})).status == 401:
            tries += 1
        assert most.value.amount - 1 <= tries <= most.value.amount


@pytest.mark.parametrize("device", ["x", "v1.test." + "00" * 40, "a" * 5000])
async def test_forged_device_cookie(nobody: Browser, alice: Account, device: str) -> None:
    """A forged device cookie is ignored."""
    nobody.cookies[DEVICE_COOKIE] = device
    guess = {"email": alice.email, "password": "a guess"}
    answers = [(await nobody.post("/api/sessions", guess)).status for _ in range(11)]
    assert answers == [401] * 10 + [429]


async def test_many_networks_are_slowed_on_one_account(nobody: Browser, alice: Account) -> None:
    """Guesses from all networks share a limit, which excludes known browsers."""
    guess = {"email": alice.email, "password": "a guess"}
    most = Limit.SIGN_IN_BY_EMAIL.value.amount
    answers = [
        (await nobody.request("POST", "/api/sessions", json=guess, headers=_from(number))).status
        for number in range(most + 1)
    ]
    assert answers == [401] * most + [429]


def _from(number: int) -> dict[str, str]:
    return {"X-Forwarded-For": f"198.51.{number // 256}.{number % 256}"}


@pytest.mark.parametrize("forwarded", ["", "nonsense", "203.0.113.9, ", "::1%eth0\u0000"[:-1], "a" * 5000])
async def test_invalid_client_address_is_not_stored(nobody: Browser, alice: Account, forwarded: str) -> None:
    """An invalid X-Forwarded-For is stored as no address."""
    headers = {"X-Forwarded-For": forwarded}
    right = {"email": alice.email, "password": PASSWORD}
    assert (await nobody.request("POST", "/api/sessions", json=right, headers=headers)).status == 201


async def test_browser_has_one_session(alices: Browser, bob: Account) -> None:
    """Signing in again revokes the browser's previous session."""
    before = alices.cookies[SESSION_COOKIE]
    await alices.post("/api/sessions", {"email": bob.email, "password": PASSWORD})
    assert (await alices.get("/api/people/me")).json["name"] == "Bob"
    alices.cookies[SESSION_COOKIE] = before
    assert (await alices.get("/api/people/me")).status == 401


async def test_one_address_written_two_ways_is_one_network(nobody: Browser, alice: Account) -> None:
    """IPv4-mapped IPv6 addresses count as IPv4, since they would all share one /64."""
    for seen in ("::ffff:192.0.2.1", "192.0.2.1"):
        headers = {"X-Forwarded-For": seen}
        right = {"email": alice.email, "password": PASSWORD}
        answer = await nobody.request("POST", "/api/sessions", json=right, headers=headers)
        assert answer.json["ip_address"] == "192.0.2.1"
