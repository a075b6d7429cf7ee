"""The sign-in and registration pages, and the redirect back to the requested page."""

from urllib.parse import urlencode, urlsplit

from aiohttp import web

from server.app_keys import VIEWER
from server.meeting.accounts import Account
from server.meeting.password_strength import MIN_CHARACTERS
from server.pages.templating import render


async def sign_in(request: web.Request) -> web.StreamResponse:
    """Show the sign-in form; redirect people who are signed in."""
    return _form(request, "signin")


async def register(request: web.Request) -> web.StreamResponse:
    """Show the registration form; redirect people who are signed in."""
    return _form(request, "register")


def redirect_to_sign_in(request: web.Request) -> web.Response:
    """Redirect to the sign-in page, which leads back here."""
    query = urlencode({"next": request.path_qs})
    return web.Response(status=303, headers={"Location": f"/signin?{query}"})


def safe_next_path(wanted: str) -> str:
    """Return a path of this site as given, else `/`; browsers read `//host` and backslashes as hosts."""
    try:
        parts = urlsplit(wanted)
    except ValueError:
        return "/"
    ours = wanted.startswith("/") and not parts.scheme and not parts.netloc
    plain = wanted.isprintable() and "\\" not in wanted and not wanted.startswith("//")
    return wanted if ours and plain else "/"


def _form(request: web.Request, mode: str) -> web.StreamResponse:
    back = safe_next_path(request.query.get("next", "/"))
    if isinstance(request.get(VIEWER), Account):
        return web.Response(status=303, headers={"Location": back})
    return render(
        request,
        "auth.html",
        entry="src/pages/auth.ts",
        mode=mode,
        next=back,
        next_query=f"?{urlencode({'next': back})}" if back != "/" else "",
        password_min=MIN_CHARACTERS,
    )
