"""The viewer of a request: reading the session and guest cookies, and setting new ones."""

import secrets
from dataclasses import dataclass, replace
from ipaddress import IPv6Address, ip_address, ip_network

from aiohttp import hdrs, web
from aiohttp.typedefs import Handler

from server.app_keys import CSRF, REQUEST_ID, SESSION, SETTINGS, VIEWER
from server.errors import Unauthenticated
from server.meeting.accounts import Account
from server.meeting.actor import WEB, Actor, acting_as, actor, switch_actor
from server.meeting.guests import GUEST_HOURS, guest_of
from server.meeting.sessions import session_of

SESSION_COOKIE = "__Host-parley"
GUEST_COOKIE = "__Host-parley-guest"
CSRF_COOKIE = "parley_csrf"
SESSION_DAYS = 30
_CSRF_BYTES = 24
_NETWORK_BITS = {4: 32, 6: 64}
_ANONYMOUS_PATHS = ("/static/", "/healthz", "/readyz", "/metrics", "/api/webhooks/", "/rtc")


@dataclass(frozen=True, slots=True)
class Cookie:
    """A cookie to set on the response; `max_age_s` 0 deletes it."""

    name: str
    value: str
    max_age_s: int
    readable: bool = False


_NEW_COOKIES = web.RequestKey[list[Cookie]]("new_cookies")


@web.middleware
async def identity(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Identify the viewer and run the handler as them; new cookies are sent with the response."""
    with acting_as(_anonymous_actor(request)):
        if request.path.startswith(_ANONYMOUS_PATHS):
            request[VIEWER], request[SESSION] = None, None
            return await handler(request)
        request[_NEW_COOKIES] = []
        await identify_viewer(request)
        known = request.cookies.get(CSRF_COOKIE, "")
        request[CSRF] = known if _is_token_shaped(known) else secrets.token_urlsafe(_CSRF_BYTES)
        if request[CSRF] != known:
            add_cookie(request, Cookie(CSRF_COOKIE, request[CSRF], SESSION_DAYS * 86400, readable=True))
        return await handler(request)


def _anonymous_actor(request: web.Request) -> Actor:
    """Return the actor of an anonymous request; the slug in its path is what it may look up."""
    slug = request.match_info.get("slug", "")
    return Actor(WEB, request_id=request[REQUEST_ID], slug=slug if slug.isprintable() else "")


def require_account(request: web.Request) -> Account:
    """Return the signed-in person; raises Unauthenticated."""
    viewer = request[VIEWER]
    if not isinstance(viewer, Account):
        raise Unauthenticated
    return viewer


def set_session_cookie(request: web.Request, token: str) -> None:
    add_cookie(request, Cookie(SESSION_COOKIE, token, SESSION_DAYS * 86400))


def clear_session_cookie(request: web.Request) -> None:
    add_cookie(request, Cookie(SESSION_COOKIE, "", 0))


def set_guest_cookie(request: web.Request, token: str) -> None:
    """Set the cookie of a guest's seat in one meeting."""
    add_cookie(request, Cookie(GUEST_COOKIE, token, GUEST_HOURS * 3600))


def client_address(request: web.Request) -> str | None:
    """Return the client's IP address, read past our own proxies in X-Forwarded-For; None if invalid."""
    ours = request.app[SETTINGS].proxies
    hops = ",".join(request.headers.getall("X-Forwarded-For", [])).split(",")
    text = hops[-ours].strip() if 0 < ours <= len(hops) else request.remote or ""
    try:
        found = ip_address(text)
    except ValueError:
        return None
    return str((isinstance(found, IPv6Address) and found.ipv4_mapped) or found)


def client_network(request: web.Request) -> str:
    """Return the client's network for rate limits: its IPv4 address, or its IPv6 /64."""
    text = client_address(request)
    if text is None:
        return "unknown"
    bits = _NETWORK_BITS[ip_address(text).version]
    return str(ip_network(f"{text}/{bits}", strict=False))


async def write_cookies(request: web.Request, response: web.StreamResponse) -> None:
    """Write the new cookies into the response's headers; runs when any response, also a stream, starts."""
    secure_site = request.app[SETTINGS].url.startswith("https:")
    for cookie in request.get(_NEW_COOKIES, ()):
        response.set_cookie(
            cookie.name,
            cookie.value,
            max_age=cookie.max_age_s,
            path="/",
            secure=secure_site or cookie.name.startswith("__Host-"),
            httponly=not cookie.readable,
            samesite="Lax",
        )
        # aiohttp has already written its cookies to the headers, so each of these is added here.
        response.headers.add(hdrs.SET_COOKIE, response.cookies[cookie.name].OutputString())


async def identify_viewer(request: web.Request) -> None:
    """Look up the cookies and act as the viewer; called again while a response streams."""
    request[VIEWER], request[SESSION] = None, None
    switch_actor(_anonymous_actor(request))
    token = _token(request, SESSION_COOKIE)
    found = await session_of(token) if token else None
    if found is not None:
        request[SESSION], request[VIEWER] = session, person = found
        switch_actor(replace(actor(), user_id=person.id, session_id=session.id))
        return
    guest_token = _token(request, GUEST_COOKIE)
    guest = request[VIEWER] = await guest_of(guest_token) if guest_token else None
    if guest is not None:
        switch_actor(replace(actor(), participant_id=guest.participant_id))


def _token(request: web.Request, cookie: str) -> str | None:
    """Return a cookie's token; None if it is malformed, so that it never reaches the database."""
    value = request.cookies.get(cookie, "")
    return value if _is_token_shaped(value) else None


def _is_token_shaped(value: str) -> bool:
    return 20 <= len(value) <= 128 and value.isascii() and value.replace("-", "").replace("_", "").isalnum()


def add_cookie(request: web.Request, cookie: Cookie) -> None:
    request[_NEW_COOKIES].append(cookie)
