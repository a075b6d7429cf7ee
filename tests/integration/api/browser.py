"""A test client that acts like a browser: it keeps cookies and sends `Origin` and the CSRF header."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientResponse, ClientSession, DummyCookieJar, hdrs
from yarl import URL

from server.api.identity import CSRF_COOKIE, SESSION_COOKIE
from server.api.security import CSRF_HEADER
from server.meeting.accounts import Account
from server.meeting.sessions import open_session


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete response."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    json: Any


@dataclass(slots=True)
class Browser:
    """`Secure` cookies go over plain HTTP here, as they do to localhost in real browsers."""

    session: ClientSession
    origin: str
    cookies: dict[str, str] = field(default_factory=dict)

    async def get(self, path: str, **headers: str) -> Answer:
        return await self.request("GET", path, headers=headers)

    async def post(self, path: str, body: object = None, **headers: str) -> Answer:
        """Send a write as our pages do."""
        return await self.request("POST", path, json=body, headers=headers)

    async def patch(self, path: str, body: object) -> Answer:
        return await self.request("PATCH", path, json=body)

    async def put(self, path: str, body: object) -> Answer:
        return await self.request("PUT", path, json=body)

    async def delete(self, path: str) -> Answer:
        return await self.request("DELETE", path)

    async def request(
        self,
        method: str,
        path: str,
        *,
        json: object = None,
        data: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send a request; `headers` override the browser's own."""
        async with self.open(method, path, json=json, data=data, headers=headers) as response:
            body = await response.read()
            is_json = "json" in response.content_type
            return Answer(
                response.status,
                dict(response.headers),
                body,
                await response.json(content_type=None) if is_json else None,
            )

    @asynccontextmanager
    async def open(
        self,
        method: str,
        path: str,
        *,
        json: object = None,
        data: bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> AsyncIterator[ClientResponse]:
        """Keep the response open, for streams."""
        sent: dict[str, str] = {
            hdrs.COOKIE: "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        }
        if method != "GET":
            sent |= {hdrs.ORIGIN: self.origin, CSRF_HEADER: self.cookies.get(CSRF_COOKIE, "")}
        sent |= dict(headers or {})
        url = URL(self.origin + path, encoded=True)
        async with self.session.request(
            method, url, json=json, data=data, headers=sent, allow_redirects=False
        ) as response:
            for name, cookie in response.cookies.items():
                self.cookies[name] = cookie.value
            self.cookies = {name: value for name, value in self.cookies.items() if value}
            yield response

    async def arrive(self) -> "Browser":
        """Open the site, which sets the CSRF cookie."""
        await self.get("/api/people/me")
        return self

    async def sign_in_as(self, person: Account) -> "Browser":
        """Use a session of this person."""
        token, _ = await open_session(person.id, {}, None)
        self.cookies[SESSION_COOKIE] = token
        return await self.arrive()


@asynccontextmanager
async def browsing(origin: str) -> AsyncIterator[ClientSession]:
    """A connection pool without aiohttp's own cookie jar."""
    async with ClientSession(cookie_jar=DummyCookieJar()) as session:
        yield session


async def spoken(browser: Browser, request: bytes) -> int:
    """Send raw bytes that no client would send, and return the status of the response."""
    url = URL(browser.origin)
    reader, writer = await asyncio.open_connection(url.host, url.port)
    try:
        writer.write(request)
        await writer.drain()
        return int((await reader.readline()).split()[1])
    finally:
        writer.close()
        await writer.wait_closed()
