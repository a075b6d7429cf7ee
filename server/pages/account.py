"""The account page: the person's details, sessions and password."""

import re
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from aiohttp import web

from server.app_keys import SESSION, VIEWER
from server.errors import Unauthenticated
from server.meeting.accounts import Account
from server.meeting.password_strength import MIN_CHARACTERS
from server.meeting.report_wishes import wants_reports
from server.meeting.sessions import Session, sessions_of
from server.pages.templating import render

_BROWSERS = (
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("Firefox/", "Firefox"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)
"""The most specific first: Edge and Opera also claim to be Chrome, and Chrome to be Safari."""
_SYSTEMS = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


@dataclass(frozen=True, slots=True)
class Device:
    """A session as shown to its owner."""

    id: UUID
    device: str
    ip: str | None
    since: datetime


async def account(request: web.Request) -> web.Response:
    """Show the signed-in person's account; raises Unauthenticated."""
    person, session = request.get(VIEWER), request.get(SESSION)
    if not isinstance(person, Account) or session is None:
        raise Unauthenticated
    devices = [_device(each) for each in await sessions_of(person.id)]
    devices.sort(key=lambda each: each.id != session.id)
    return render(
        request,
        "account.html",
        entry="src/pages/account.ts",
        sessions=devices,
        current=session.id,
        password_min=MIN_CHARACTERS,
        wants_reports=await wants_reports(person.id),
    )


def device_name(agent: str) -> str:
    """Return the browser and system that a User-Agent names: Firefox on Windows."""
    browser = next((name for sign, name in _BROWSERS if sign in agent), "")
    system = next((name for sign, name in _SYSTEMS if sign in agent), "")
    known = " on ".join(part for part in (browser, system) if part)
    program = re.match(r"[A-Za-z][\w-]{1,30}", agent)
    return known or (program.group() if program else "Unknown device")


def _device(session: Session) -> Device:
    agent = str(session.device_info.get("user_agent", ""))
    return Device(session.id, device_name(agent), session.ip_address, session.created_at)
