"""Raised rights of administrators: taken with the password and a reason, for a quarter of an hour."""

from aiohttp import web
from pydantic import AwareDatetime

from server.api.app_keys import LIMITER
from server.api.endpoint import endpoint
from server.api.fields import Body, Name, Password, View
from server.api.identity import network, the_person
from server.api.limits import Limit
from server.app_keys import SETTINGS
from server.errors import BadCredentials, Forbidden, TooMany, Unauthenticated
from server.meeting import elevation
from server.meeting.accounts import Account, person_with_hash
from server.meeting.audit import record
from server.meeting.passwords import check_password
from server.meeting.sealing.keyring import folded


class ElevationBody(Body):
    """One's own password again, and what the rights are needed for: both are asked of nobody else."""

    password: Password
    reason: Name


class ElevationView(View):
    """Until when one's rights are raised; null: they are not."""

    until: AwareDatetime | None


def the_administrator(request: web.Request) -> Account:
    """Give who is signed in and administers the server."""
    person = the_person(request)
    if person.role != "admin":
        raise Forbidden("Only administrators may do that.")
    return person


@endpoint(
    "Raise my rights", tag="audit", status=201, refusals=(Unauthenticated, Forbidden, BadCredentials, TooMany)
)
async def create(request: web.Request, body: ElevationBody) -> ElevationView:
    """Let an administrator see what is not theirs, in this session; the audit has it with the reason."""
    person = the_administrator(request)
    await request.app[LIMITER].hit(Limit.SIGN_IN, folded(person.email), network(request))
    found = await person_with_hash(person.email)
    kept = found[1] if found else None
    if not await check_password(body.password, kept, request.app[SETTINGS].bcrypt_cost):
        await record("admin_operation", "elevation.refuse")
        raise BadCredentials("That is not your password.")
    return ElevationView(until=await elevation.elevate(body.reason))


@endpoint("See my rights", tag="audit", refusals=(Unauthenticated, Forbidden))
async def show(request: web.Request) -> ElevationView:
    """Say until when they are raised."""
    the_administrator(request)
    return ElevationView(until=await elevation.elevated_until())


@endpoint("Give my raised rights back", tag="audit", refusals=(Unauthenticated, Forbidden))
async def delete(request: web.Request) -> None:
    """End it before its time."""
    the_administrator(request)
    await elevation.end_elevation()
