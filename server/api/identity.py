"""Who asks: the cookies a browser brings, and the ones it is given."""

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
_OWN_BITS = {4: 32, 6: 64}
_ANONYMOUS_PATHS = ("/static/", "/healthz", "/readyz", "/metrics", "/api/webhooks/", "/rtc")


@dataclass(frozen=True, slots=True)
class Cookie:
    """One to set on the answer; without a value, one to take away."""

    name: str
    value: str
    max_age_s: int
    readable: bool = False


_NEW = web.RequestKey[list[Cookie]]("new_cookies")


@web.middleware
async def identity(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Find the viewer before the handler, which acts as them; cookies go out when the answer starts."""
    with acting_as(_stranger(request)):
        if request.path.startswith(_ANONYMOUS_PATHS):
            request[VIEWER], request[SESSION] = None, None
            return await handler(request)
        request[_NEW] = []
        await recognise(request)
        known = request.cookies.get(CSRF_COOKIE, "")
        request[CSRF] = known if _looks_right(known) else secrets.token_urlsafe(_CSRF_BYTES)
        if request[CSRF] != known:
            give_cookie(request, Cookie(CSRF_COOKIE, request[CSRF], SESSION_DAYS * 86400, readable=True))
        return await handler(request)


def _stranger(request: web.Request) -> Actor:
    """Somebody who knows the link they ask for, and is nobody yet."""
    slug = request.match_info.get("slug", "")
    return Actor(WEB, request_id=request[REQUEST_ID], slug=slug if slug.isprintable() else "")


def the_person(request: web.Request) -> Account:
    """Give who is signed in; raises Unauthenticated when nobody is."""
    viewer = request[VIEWER]
    if not isinstance(viewer, Account):
        raise Unauthenticated
    return viewer


def sign_in(request: web.Request, token: str) -> None:
    """Let the browser keep a session."""
    give_cookie(request, Cookie(SESSION_COOKIE, token, SESSION_DAYS * 86400))


def sign_out(request: web.Request) -> None:
    """Let the browser forget its session."""
    give_cookie(request, Cookie(SESSION_COOKIE, "", 0))


def seat_guest(request: web.Request, token: str) -> None:
    """Let the browser keep a guest's place in one meeting."""
    give_cookie(request, Cookie(GUEST_COOKIE, token, GUEST_HOURS * 3600))


def address(request: web.Request) -> str | None:
    """Give the caller's IP address, as told by as many proxies as are ours; None when it is none."""
    ours = request.app[SETTINGS].proxies
    hops = ",".join(request.headers.getall("X-Forwarded-For", [])).split(",")
    text = hops[-ours].strip() if 0 < ours <= len(hops) else request.remote or ""
    try:
        found = ip_address(text)
    except ValueError:
        return None
    return str((isinstance(found, IPv6Address) and found.ipv4_mapped) or found)


def network(request: web.Request) -> str:
    """Give what one caller commonly has: an IPv4 address, or an IPv6 network of 64 bits."""
    text = address(request)
    if text is None:
        return "unknown"
    bits = _OWN_BITS[ip_address(text).version]
    return str(ip_network(f"{text}/{bits}", strict=False))


async def hand_out_cookies(request: web.Request, response: web.StreamResponse) -> None:
    """Set them when the answer starts, whether it is a page, a problem or a stream."""
    secure_site = request.app[SETTINGS].url.startswith("https:")
    for cookie in request.get(_NEW, ()):
        response.set_cookie(
            cookie.name,
            cookie.value,
            max_age=cookie.max_age_s,
            path="/",
            secure=secure_site or cookie.name.startswith("__Host-"),
            httponly=not cookie.readable,
            samesite="Lax",
        )
        # aiohttp has written the cookies it knows by now, so each goes into the headers here.
        response.headers.add(hdrs.SET_COOKIE, response.cookies[cookie.name].OutputString())


async def recognise(request: web.Request) -> None:
    """Look the cookies up and act as whom they name; again when an answer lasts longer than its question."""
    request[VIEWER], request[SESSION] = None, None
    switch_actor(_stranger(request))
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
    """What cannot be a token of ours is none; it never reaches the database."""
    value = request.cookies.get(cookie, "")
    return value if _looks_right(value) else None


def _looks_right(value: str) -> bool:
    return 20 <= len(value) <= 128 and value.isascii() and value.replace("-", "").replace("_", "").isalnum()


def give_cookie(request: web.Request, cookie: Cookie) -> None:
    """Let the answer set it."""
    request[_NEW].append(cookie)
