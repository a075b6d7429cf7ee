"""Elevated access of administrators, for 15 minutes; it requires their password and a reason."""

from aiohttp import web
from pydantic import AwareDatetime

from server.api.app_keys import LIMITER
from server.api.endpoint import endpoint
from server.api.fields import Body, Name, Password, View
from server.api.identity import require_account
from server.api.limits import Limit
from server.app_keys import SETTINGS
from server.errors import BadCredentials, Forbidden, TooMany, Unauthenticated
from server.meeting import elevation
from server.meeting.accounts import Account, check_credentials
from server.meeting.actor import actor
from server.meeting.audit import record


class ElevationBody(Body):
    """The administrator's own password, and the reason, which the audit log records."""

    password: Password
    reason: Name


class ElevationView(View):
    """When administrator access ends; null when it is off."""

    until: AwareDatetime | None


def require_administrator(request: web.Request) -> Account:
    """Return the signed-in administrator; raises Unauthenticated or Forbidden."""
    person = require_account(request)
    if person.role != "admin":
        raise Forbidden("Only administrators can do that.")
    return person


@endpoint(
    "Turn on administrator access",
    tag="audit",
    status=201,
    refusals=(Unauthenticated, Forbidden, BadCredentials, TooMany),
)
async def create(request: web.Request, body: ElevationBody) -> ElevationView:
    """Allow this session to read the audit log and other applications' meetings for 15 minutes; recorded."""
    person = require_administrator(request)
    await request.app[LIMITER].hit(Limit.ELEVATE, str(actor().session_id))
    _, known_hash = await check_credentials(person.email, body.password, request.app[SETTINGS].bcrypt_cost)
    if known_hash is None:
        await record("admin_operation", "elevation.refuse")
        refusal = BadCredentials("Enter the password that you sign in with.")
        refusal.title = "That password is wrong"
        raise refusal
    return ElevationView(until=await elevation.elevate(body.reason))


@endpoint("Show administrator access", tag="audit", refusals=(Unauthenticated, Forbidden))
async def show(request: web.Request) -> ElevationView:
    """Return when administrator access ends."""
    require_administrator(request)
    return ElevationView(until=await elevation.elevated_until())


@endpoint("Turn off administrator access", tag="audit", refusals=(Unauthenticated, Forbidden))
async def delete(request: web.Request) -> None:
    """End administrator access of this session now."""
    require_administrator(request)
    await elevation.end_elevation()
