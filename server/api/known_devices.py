"""Browsers somebody has signed in with before: their owner is not slowed by who guesses elsewhere.

The cookie is sealed by the server and tells of one account. It opens nothing; it is counted on its own.
"""

import secrets
from dataclasses import dataclass
from hashlib import sha256

from aiohttp import web

from server.api.app_keys import LIMITER
from server.api.identity import Cookie, give_cookie, network
from server.api.limits import Limit
from server.app_keys import SESSION, VIEWER
from server.meeting.accounts import Account
from server.meeting.sealing.keyring import SealError, folded
from server.meeting.sealing.process_keys import process_keyring

DEVICE_COOKIE = "__Host-parley-device"
DEVICE_DAYS = 365
_CONTEXT = "known device"
_LONGEST = 400


@dataclass(frozen=True, slots=True)
class _Device:
    """`account`: a hash of the address; `nonce`: what its tries are counted by."""

    account: str
    nonce: str


def remember_device(request: web.Request, email: str) -> None:
    """Let the browser say next time that this account has signed in with it."""
    known = _device(request)
    account = _hash_of(email)
    nonce = known.nonce if known and known.account == account else secrets.token_hex(16)
    sealed = process_keyring().seal(f"{account}:{nonce}", _CONTEXT)
    give_cookie(request, Cookie(DEVICE_COOKIE, sealed, DEVICE_DAYS * 86400))


async def slow_guesser(request: web.Request, email: str) -> None:
    """Count a try to sign in: of a browser known to the account alone, of any other by network and account.

    Raises TooMany.
    """
    limiter, account = request.app[LIMITER], folded(email)
    if (known := _known_to(request, email)) is not None:
        await limiter.hit(Limit.SIGN_IN_KNOWN_DEVICE, known)
        return
    await limiter.hit(Limit.SIGN_IN_BY_ADDRESS, network(request))
    await limiter.hit(Limit.SIGN_IN, account, network(request))
    # Last: what one network tries in vain must not use up what the account takes from all of them.
    await limiter.hit(Limit.SIGN_IN_BY_EMAIL, account)


def _known_to(request: web.Request, email: str) -> str | None:
    """What a browser's tries are counted by, if this account has signed in with it before."""
    viewer, session = request[VIEWER], request[SESSION]
    if session is not None and isinstance(viewer, Account) and folded(viewer.email) == folded(email):
        return str(session.id)
    device = _device(request)
    return device.nonce if device and device.account == _hash_of(email) else None


def _device(request: web.Request) -> _Device | None:
    sealed = request.cookies.get(DEVICE_COOKIE, "")
    if not sealed or len(sealed) > _LONGEST or not sealed.isascii():
        return None
    try:
        account, _, nonce = process_keyring().open(sealed, _CONTEXT).partition(":")
    except SealError:
        return None
    return _Device(account, nonce)


def _hash_of(email: str) -> str:
    return sha256(folded(email).encode()).hexdigest()
