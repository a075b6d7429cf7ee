"""Redirects of mistyped links to meetings: in capitals, or with a slash, full stop or bracket at the end."""

from typing import NoReturn

from aiohttp import web

from server.errors import RoomNotFound
from server.http_fallback import send_continue
from server.meeting.slugs import slug_in

PAGES = (
    "/signin",
    "/register",
    "/account",
    "/account/notices",
    "/notifications",
    "/admin/audit",
    "/search",
    "/ask",
)
"""Paths that also work with a slash at the end."""


def add_routes(app: web.Application) -> None:
    """Mount the redirects from other spellings to each page's address."""
    app.router.add_get("/{kind:[rRmM]}/{pasted:.+}", redirect_pasted_link, expect_handler=send_continue)
    for path in PAGES:
        app.router.add_get(f"{path}/", _without_slash, expect_handler=send_continue)


def slug_of(request: web.Request) -> str:
    """Return the slug in the path; raises a redirect if it is spelled differently, or RoomNotFound."""
    given = request.match_info["slug"]
    if slug_in(given) != given:
        _redirect_to_meeting(request, request.path[1], given)
    return given


async def redirect_pasted_link(request: web.Request) -> web.StreamResponse:
    """Redirect to the corrected address, whether or not such a meeting exists."""
    _redirect_to_meeting(request, request.match_info["kind"], request.match_info["pasted"])


def _redirect_to_meeting(request: web.Request, kind: str, pasted: str) -> NoReturn:
    slug = slug_in(pasted.rstrip("/"))
    if slug is None:
        raise RoomNotFound
    _redirect_to(request, f"/{kind.lower()}/{slug}")


async def _without_slash(request: web.Request) -> web.StreamResponse:
    _redirect_to(request, request.path.rstrip("/"))


def _redirect_to(request: web.Request, path: str) -> NoReturn:
    query = f"?{request.query_string}" if request.query_string else ""
    raise web.HTTPFound(path + query)
