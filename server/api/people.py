"""People: register, who am I."""

from dataclasses import replace
from uuid import UUID

from aiohttp import web

from server.api.app_keys import LIMITER
from server.api.endpoint import endpoint
from server.api.fields import Body, Email, Name, NewPassword, View
from server.api.identity import address, network, sign_in, the_person
from server.api.limits import Limit
from server.api.sessions import device, end_former
from server.app_keys import SETTINGS
from server.errors import EmailTaken, TooMany, Unauthenticated
from server.meeting import accounts
from server.meeting.actor import actor, switch_actor
from server.meeting.audit import record
from server.meeting.passwords import hash_password
from server.meeting.sessions import open_session


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


@endpoint("Register", tag="people", status=201, refusals=(EmailTaken, TooMany))
async def register(request: web.Request, body: NewPerson) -> PersonView:
    """Make an account and sign in with it."""
    await request.app[LIMITER].hit(Limit.REGISTER_BY_ADDRESS, network(request))
    password_hash = await hash_password(body.password, request.app[SETTINGS].bcrypt_cost)
    person = await accounts.register(body.email, body.name, password_hash)
    await end_former(request)
    switch_actor(replace(actor(), user_id=person.id))
    token, session = await open_session(person.id, device(request), address(request))
    switch_actor(replace(actor(), session_id=session.id))
    await record("user_action", "register")
    sign_in(request, token)
    return PersonView.model_validate(person)


@endpoint("Who am I", tag="people", refusals=(Unauthenticated,))
async def me(request: web.Request) -> PersonView:
    """Say who is signed in; also hands out the CSRF cookie to who is not."""
    return PersonView.model_validate(the_person(request))
