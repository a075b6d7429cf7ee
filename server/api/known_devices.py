"""Browsers that an account has signed in from: password guesses made elsewhere do not slow them down.

The sealed cookie names one account. It grants no access; its sign-in attempts only have their own limit.
"""

import secrets
from dataclasses import dataclass
from hashlib import sha256

from aiohttp import web

from server.api.app_keys import LIMITER
from server.api.identity import Cookie, add_cookie, client_network
from server.api.limits import Limit
from server.app_keys import SESSION, VIEWER
from server.meeting.accounts import Account
from server.meeting.sealing.keyring import SealError, folded
from server.meeting.sealing.process_keys import process_keyring

DEVICE_COOKIE = "__Host-parley-device"
DEVICE_DAYS = 365
_CONTEXT = "known device"
_MAX_COOKIE_CHARACTERS = 400


@dataclass(frozen=True, slots=True)
class _Device:
    """`account`: hash of the e-mail address; `nonce`: the key of its rate limit."""

    account: str
    nonce: str


def remember_device(request: web.Request, email: str) -> None:
    """Set the cookie that marks this browser as known to the account."""
    known = _read_device(request)
    account = _account_hash(email)
    nonce = known.nonce if known and known.account == account else secrets.token_hex(16)
    sealed = process_keyring().seal(f"{account}:{nonce}", _CONTEXT)
    add_cookie(request, Cookie(DEVICE_COOKIE, sealed, DEVICE_DAYS * 86400))


async def limit_sign_in(request: web.Request, email: str) -> None:
    """Count a sign-in attempt: a known browser by itself, any other by network and by account.

    Raises TooMany.
    """
    limiter, account = request.app[LIMITER], folded(email)
    if (known := _known_device_key(request, email)) is not None:
        await limiter.hit(Limit.SIGN_IN_KNOWN_DEVICE, known)
        return
    await limiter.hit(Limit.SIGN_IN_BY_ADDRESS, client_network(request))
    await limiter.hit(Limit.SIGN_IN, account, client_network(request))
    # Last: attempts that one network's limit refuses must not use up the account's limit for all networks.
    await limiter.hit(Limit.SIGN_IN_BY_EMAIL, account)


def _known_device_key(request: web.Request, email: str) -> str | None:
    """Return the rate-limit key of a browser that this account has signed in from; else None."""
    viewer, session = request[VIEWER], request[SESSION]
    if session is not None and isinstance(viewer, Account) and folded(viewer.email) == folded(email):
        return str(session.id)
    device = _read_device(request)
    return device.nonce if device and device.account == _account_hash(email) else None


def _read_device(request: web.Request) -> _Device | None:
    sealed = request.cookies.get(DEVICE_COOKIE, "")
    if not sealed or len(sealed) > _MAX_COOKIE_CHARACTERS or not sealed.isascii():
        return None
    try:
        account, _, nonce = process_keyring().open(sealed, _CONTEXT).partition(":")
    except SealError:
        return None
    return _Device(account, nonce)


def _account_hash(email: str) -> str:
    return sha256(folded(email).encode()).hexdigest()
