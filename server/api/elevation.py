"""Raised rights of administrators: taken with the password and a reason, for a quarter of an hour."""

from aiohttp import web
from pydantic import AwareDatetime

from server.api.app_keys import LIMITER
from server.api.endpoint import endpoint
from server.api.fields import Body, Name, Password, View
from server.api.identity import the_person
from server.api.limits import Limit
from server.app_keys import SETTINGS
from server.errors import BadCredentials, Forbidden, TooMany, Unauthenticated
from server.meeting import elevation
from server.meeting.accounts import Account, check_credentials
from server.meeting.actor import actor
from server.meeting.audit import record


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
        raise Forbidden("Only administrators can do that.")
    return person


@endpoint(
    "Raise my rights", tag="audit", status=201, refusals=(Unauthenticated, Forbidden, BadCredentials, TooMany)
)
async def create(request: web.Request, body: ElevationBody) -> ElevationView:
    """Let an administrator see what is not theirs, in this session; the audit has it with the reason."""
    person = the_administrator(request)
    await request.app[LIMITER].hit(Limit.ELEVATE, str(actor().session_id))
    _, is_right = await check_credentials(person.email, body.password, request.app[SETTINGS].bcrypt_cost)
    if not is_right:
        await record("admin_operation", "elevation.refuse")
        raise BadCredentials("This is not your password.")
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
