"""People: register, who am I."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from aiohttp import web

from server.api.app_keys import LIMITER
from server.api.endpoint import endpoint
from server.api.fields import Body, Email, Name, NewPassword, View
from server.api.identity import network, the_person
from server.api.limits import Limit
from server.app_keys import SETTINGS
from server.errors import EmailTaken, Invalid, TooMany, Unauthenticated
from server.meeting import accounts
from server.meeting.actor import acting_also_as
from server.meeting.audit import record
from server.meeting.password_strength import weakness
from server.meeting.passwords import hash_password

ANSWER_S = 0.25
"""Many times what the database takes to make an account, or to find that there is one."""


class NewPerson(Body):
    """An account to make; the first one administers the server."""

    email: Email
    name: Name
    password: NewPassword


class PersonView(View):
    """Somebody with an account."""

    id: UUID
    email: str
    name: str
    role: str


class RegistrationView(View):
    """What everybody is told who asks for an account, whether or not the address has one already."""

    next: str = "Sign in with this address and password."


@endpoint("Register", tag="people", status=202, refusals=(TooMany,))
async def register(request: web.Request, body: NewPerson) -> RegistrationView:
    """Make an account, unless the address has one. The answer is the same, and takes as long: sign in next.

    Who had an account signs in with its password; another one changes nothing of it.
    """
    await request.app[LIMITER].hit(Limit.REGISTER_BY_ADDRESS, network(request))
    weak = await asyncio.to_thread(weakness, body.password, body.name, body.email)
    if weak is not None:
        raise Invalid(problems=[{"field": "password", "message": weak}])
    password_hash = await hash_password(body.password, request.app[SETTINGS].bcrypt_cost)
    async with _no_sooner(ANSWER_S):
        await _make_account(body, password_hash)
    return RegistrationView()


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
async def _no_sooner(seconds: float) -> AsyncIterator[None]:
    """Let the block take at least this long: how long its work took is not to be told from outside."""
    ends = asyncio.get_running_loop().time() + seconds
    yield
    await asyncio.sleep(ends - asyncio.get_running_loop().time())


@endpoint("Who am I", tag="people", refusals=(Unauthenticated,))
async def me(request: web.Request) -> PersonView:
    """Say who is signed in; also hands out the CSRF cookie to who is not."""
    return PersonView.model_validate(the_person(request))
