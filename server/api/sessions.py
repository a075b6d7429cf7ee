"""Sessions: sign in, sign out, and list the person's sessions."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from aiohttp import web

from server.api.endpoint import endpoint
from server.api.fields import Body, Email, Password, View
from server.api.identity import clear_session_cookie, client_address, require_account, set_session_cookie
from server.api.known_devices import limit_sign_in, remember_device
from server.app_keys import SESSION, SETTINGS
from server.errors import BadCredentials, SessionNotFound, TooMany, Unauthenticated
from server.meeting import sessions
from server.meeting.accounts import check_credentials
from server.meeting.actor import actor, switch_actor
from server.meeting.audit import record
from server.meeting.db import transaction
from server.meeting.password_change import hold_password

_MAX_USER_AGENT = 300


class Credentials(Body):
    """E-mail address and password."""

    email: Email
    password: Password


class SessionView(View):
    """A browser in which the person is signed in."""

    id: UUID
    current: bool
    user_agent: str
    ip_address: str | None
    created_at: datetime
    expires_at: datetime


class SessionList(View):
    """Sessions, the newest first."""

    sessions: list[SessionView]


@endpoint("Sign in", tag="sessions", status=201, refusals=(BadCredentials, TooMany))
async def create(request: web.Request, body: Credentials) -> SessionView:
    """Check the password and start a session; an unknown address takes as long as a known one."""
    await limit_sign_in(request, body.email)
    cost = request.app[SETTINGS].bcrypt_cost
    person, known_hash = await check_credentials(body.email, body.password, cost)
    if person is None or known_hash is None:
        await record("user_action", "sign_in.refuse", account=str(person.id) if person else None)
        raise BadCredentials
    await revoke_previous(request)
    switch_actor(replace(actor(), user_id=person.id))
    async with transaction():
        await hold_password(person, known_hash)
        token, session = await sessions.open_session(person.id, device_info(request), client_address(request))
    switch_actor(replace(actor(), session_id=session.id))
    await record("user_action", "sign_in")
    set_session_cookie(request, token)
    remember_device(request, body.email)
    return _view(session, session.id)


@endpoint("Sign out", tag="sessions", refusals=(Unauthenticated,))
async def delete_current(request: web.Request) -> None:
    """End the session of this browser."""
    person, session = require_account(request), request[SESSION]
    if session is not None:
        await sessions.revoke(session.id, person.id)
        await record("user_action", "sign_out")
    clear_session_cookie(request)


@endpoint("List my sessions", tag="sessions", refusals=(Unauthenticated,))
async def index(request: web.Request) -> SessionList:
    """Return the person's sessions."""
    person, session = require_account(request), request[SESSION]
    current = session.id if session else None
    return SessionList(sessions=[_view(each, current) for each in await sessions.sessions_of(person.id)])


@endpoint("End a session", tag="sessions", refusals=(Unauthenticated, SessionNotFound))
async def delete(request: web.Request, session_id: UUID) -> None:
    """End one of the person's own sessions, such as one on another device."""
    person, session = require_account(request), request[SESSION]
    if not await sessions.revoke(session_id, person.id):
        raise SessionNotFound
    await record("user_action", "session.end", session=str(session_id))
    if session is not None and session.id == session_id:
        clear_session_cookie(request)


async def revoke_previous(request: web.Request) -> None:
    """Revoke this browser's previous session when somebody signs in again."""
    former = request[SESSION]
    if former is not None:
        await sessions.revoke(former.id, former.user_id)


def device_info(request: web.Request) -> dict[str, str]:
    """Return the User-Agent, truncated and without unprintable characters."""
    agent = request.headers.get("User-Agent", "")[:_MAX_USER_AGENT]
    return {"user_agent": "".join(character for character in agent if character.isprintable())}


def _view(session: sessions.Session, current: UUID | None) -> SessionView:
    return SessionView(
        id=session.id,
        current=session.id == current,
        user_agent=str(session.device_info.get("user_agent", "")),
        ip_address=session.ip_address,
        created_at=session.created_at,
        expires_at=session.expires_at,
    )
