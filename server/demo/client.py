"""A REST client with cookies and CSRF token; problem responses become errors."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import aiohttp
from yarl import URL

from server.errors import ParleyError, Unavailable

ANSWER_S = 20.0
CSRF = "parley_csrf"


class Refused(ParleyError):  # noqa: N818  named like the tree it belongs to
    """The server refused; `status` and `detail` are the problem's."""

    def __init__(self, status: int, detail: str) -> None:
        super().__init__(detail)
        self.status = status


class Client:
    """One person's client, with cookies of its own."""

    def __init__(self, http: aiohttp.ClientSession, origin: URL) -> None:
        """`http` resolves paths against `origin` and is not shared."""
        self.http = http
        self.origin = origin

    async def call(self, method: str, path: str, body: dict[str, Any] | None = None) -> Any:
        """Send and return JSON (None for 204); raises Refused and Unavailable."""
        if method != "GET" and CSRF not in self._cookies():
            with suppress(Refused):
                await self.call("GET", "/api/people/me")
        headers = {"Origin": str(self.origin.origin()), "X-CSRF-Token": self._cookies().get(CSRF, "")}
        try:
            async with self.http.request(method, path, json=body, headers=headers) as answer:
                told = await answer.json(content_type=None) if answer.status != 204 else None
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise Unavailable(f"No Parley answers at {self.origin}.") from error
        if answer.status >= 400:
            raise Refused(answer.status, str((told or {}).get("detail", answer.reason)))
        return told

    def _cookies(self) -> dict[str, str]:
        kept = self.http.cookie_jar.filter_cookies(self.origin)
        return {name: morsel.value for name, morsel in kept.items()}


@asynccontextmanager
async def client(url: str) -> AsyncIterator[Client]:
    """Open a client without cookies."""
    origin = URL(url)
    jar = aiohttp.CookieJar(unsafe=True, treat_as_secure_origin=[origin])
    limit = aiohttp.ClientTimeout(total=ANSWER_S)
    async with aiohttp.ClientSession(base_url=origin, cookie_jar=jar, timeout=limit) as http:
        yield Client(http, origin)
