"""Laws of the demo as a client: it writes as a browser does, and remembers its people."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from server.demo.client import Client, Refused, client
from server.demo.demo_accounts import DemoAccounts
from server.errors import Unavailable


class Office:
    """A server that keeps accounts in a dict and notes each write's headers."""

    def __init__(self) -> None:
        self.passwords: dict[str, str] = {}
        self.wrote: list[web.Request] = []

    async def me(self, _: web.Request) -> web.Response:
        """Set the token against forged writes, as every page does."""
        answer = web.json_response({"detail": "nobody"}, status=401)
        answer.set_cookie("parley_csrf", "the-token", secure=True)
        return answer

    async def page(self, _: web.Request) -> web.Response:
        """Answer as a web site does."""
        return web.Response(text="<p>Welcome", content_type="text/html")

    async def register(self, request: web.Request) -> web.Response:
        """Take anybody."""
        self.wrote.append(request)
        body = await request.json()
        self.passwords[body["email"]] = body["password"]
        return web.json_response({"name": body["name"]}, status=201)

    async def sign_in(self, request: web.Request) -> web.Response:
        """Check the password."""
        body = await request.json()
        right = self.passwords.get(body["email"]) == body["password"]
        return web.json_response({"detail": "wrong"}, status=201 if right else 401)


@pytest.fixture
async def office() -> AsyncIterator[tuple[Office, str]]:
    """The office and its URL."""
    at_work, app = Office(), web.Application()
    app.router.add_get("/api/people/me", at_work.me)
    app.router.add_post("/api/people", at_work.register)
    app.router.add_get("/page", at_work.page)
    app.router.add_post("/api/sessions", at_work.sign_in)
    async with TestServer(app) as server:
        yield at_work, str(server.make_url("/")).rstrip("/")


@pytest.fixture
async def alice(office: tuple[Office, str]) -> AsyncIterator[Client]:
    """A fresh client."""
    async with client(office[1]) as own:
        yield own


def kept(file: Path) -> dict[str, Any]:
    """Read the file of people."""
    return dict(json.loads(file.read_text()))


async def test_a_write_echoes_the_token(office: tuple[Office, str], alice: Client) -> None:
    """The secure cookie is kept on plain http to this machine, and sent back as the header."""
    await alice.call("POST", "/api/people", {"email": "a@example.com", "password": "x", "name": "Alice"})
    headers = office[0].wrote[0].headers
    assert (headers["X-CSRF-Token"], headers["Origin"]) == ("the-token", office[1])


async def test_a_refusal_keeps_status_and_words(alice: Client) -> None:
    """What the server says reaches the person."""
    with pytest.raises(Refused, match="wrong") as refused:
        await alice.call("POST", "/api/sessions", {"email": "a@example.com", "password": "x"})
    assert refused.value.status == 401


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_no_server_is_one_clear_line(method: str) -> None:
    """A closed port is named, not traced."""
    async with client("http://127.0.0.1:9") as nobody:
        with pytest.raises(Unavailable, match=r"127\.0\.0\.1:9"):
            await nobody.call(method, "/api/people/me")


async def test_another_kind_of_server_is_told(alice: Client) -> None:
    """Pages instead of JSON are somebody else's."""
    with pytest.raises(Unavailable, match="No Parley"):
        await alice.call("GET", "/page")


async def test_no_address_of_anybody(office: tuple[Office, str], alice: Client, tmp_path: Path) -> None:
    """The demo's people live under a domain nobody has, so none of them becomes the administrator."""
    await DemoAccounts(tmp_path / "demo.json").sign_in(alice, "Anna")
    assert all(email.endswith(".invalid") for email in office[0].passwords)


async def test_people_come_again(office: tuple[Office, str], alice: Client, tmp_path: Path) -> None:
    """A second demo makes no second account."""
    await DemoAccounts(tmp_path / "demo.json").sign_in(alice, "Anna")
    await DemoAccounts(tmp_path / "demo.json").sign_in(alice, "Anna")
    assert len(office[0].passwords) == 1


async def test_a_lost_account_is_made_anew(office: tuple[Office, str], alice: Client, tmp_path: Path) -> None:
    """The file may outlive the database it belongs to."""
    await DemoAccounts(tmp_path / "demo.json").sign_in(alice, "Anna")
    office[0].passwords.clear()
    await DemoAccounts(tmp_path / "demo.json").sign_in(alice, "Anna")
    assert kept(tmp_path / "demo.json")["Anna"]["email"] in office[0].passwords


async def test_passwords_are_the_owners_alone(alice: Client, tmp_path: Path) -> None:
    """The file is not readable by others."""
    await DemoAccounts(tmp_path / "demo.json").sign_in(alice, "Anna")
    assert (tmp_path / "demo.json").stat().st_mode & 0o077 == 0
