"""Accounts: registration, and the signed-in person."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from aiohttp import web

from server.api.app_keys import LIMITER
from server.api.endpoint import endpoint
from server.api.fields import Body, Email, Name, NewPassword, Password, View
from server.api.identity import client_network, require_account
from server.api.known_devices import limit_sign_in
from server.api.limits import Limit
from server.app_keys import SETTINGS
from server.errors import EmailTaken, Invalid, TooMany, Unauthenticated
from server.meeting import accounts
from server.meeting.actor import acting_also_as
from server.meeting.audit import record
from server.meeting.password_change import change_password
from server.meeting.password_strength import weakness
from server.meeting.passwords import hash_password

MIN_REGISTER_S = 0.25
"""Many times what the database needs to create an account or to find that one exists."""


class NewPerson(Body):
    """An account to create; the first one becomes the administrator."""

    email: Email
    name: Name
    password: NewPassword


class PasswordChange(Body):
    """The password the person signs in with, and the one they want."""

    current: Password
    password: NewPassword


class PersonView(View):
    """An account."""

    id: UUID
    email: str
    name: str
    role: accounts.Role


class RegistrationView(View):
    """The same response whether or not the address already has an account."""

    next: str = "Sign in with this address and password."


@endpoint("Register", tag="people", status=202, refusals=(TooMany,))
async def register(request: web.Request, body: NewPerson) -> RegistrationView:
    """Create an account, unless the address has one. Response and timing do not show which: sign in next.

    An existing account keeps its password.
    """
    await request.app[LIMITER].hit(Limit.REGISTER_BY_ADDRESS, client_network(request))
    await _require_strength(body.password, body.name, body.email)
    password_hash = await hash_password(body.password, request.app[SETTINGS].bcrypt_cost)
    async with _minimum_duration(MIN_REGISTER_S):
        await _make_account(body, password_hash)
    return RegistrationView()


async def _require_strength(password: str, name: str, email: str) -> None:
    weak = await asyncio.to_thread(weakness, password, name, email)
    if weak is not None:
        raise Invalid(problems=[{"field": "password", "message": weak}])


async def _make_account(body: NewPerson, password_hash: str) -> None:
    try:
        person = await accounts.register(body.email, body.name, password_hash)
    except EmailTaken:
        known = await accounts.account_of(body.email)
        await record("user_action", "register.refuse", account=str(known.id) if known else None)
        return
    with acting_also_as(user_id=person.id):
        await record("user_action", "register")


@asynccontextmanager
async def _minimum_duration(seconds: float) -> AsyncIterator[None]:
    """Make the block take at least this long, so that its timing reveals nothing."""
    ends = asyncio.get_running_loop().time() + seconds
    yield
    await asyncio.sleep(ends - asyncio.get_running_loop().time())


@endpoint("Show my account", tag="people", refusals=(Unauthenticated,))
async def me(request: web.Request) -> PersonView:
    """Return the signed-in person; sets the CSRF cookie even if nobody is signed in."""
    return PersonView.model_validate(require_account(request))


@endpoint("Change my password", tag="people", refusals=(Unauthenticated, TooMany))
async def set_password(request: web.Request, body: PasswordChange) -> None:
    """Replace the password and end all other sessions at once, their event streams and meetings too.

    Attempts count as sign-ins do.
    """
    person = require_account(request)
    await limit_sign_in(request, person.email)
    await _require_strength(body.password, person.name, person.email)
    cost = request.app[SETTINGS].bcrypt_cost
    ended = await change_password(person, body.current, body.password, cost)
    if ended is None:
        await record("user_action", "password.refuse")
        raise Invalid(problems=[{"field": "current", "message": "That is not your current password."}])
    await record("user_action", "password.change", sessions_ended=ended)
