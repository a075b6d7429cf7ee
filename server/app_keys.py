"""What the application and each request carry, by typed key, for the API and the pages alike."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from server.config import Settings
from server.errors import ParleyError
from server.meeting.access import Viewer
from server.meeting.change_bus import ChangeBus
from server.meeting.sessions import Session

SETTINGS = web.AppKey("settings", Settings)
CHANGE_BUS = web.AppKey("rings", ChangeBus)
ErrorPage = Callable[[web.Request, ParleyError], Awaitable[web.StreamResponse]]
ERROR_PAGE = web.AppKey[ErrorPage]("error_page")
"""How a refusal looks outside /api; the pages set it, without it a refusal is a problem document."""

VIEWER = web.RequestKey[Viewer]("viewer")
"""Who asks: Person, Guest or None. Set for every request before its handler."""
SESSION = web.RequestKey[Session | None]("session")
"""The session the person came with; None for guests and strangers."""
REQUEST_ID = web.RequestKey("request_id", str)
"""What the log lines and the audit's rows of one request have in common."""
CSRF = web.RequestKey("csrf", str)
"""The value of the `parley_csrf` cookie, which a write repeats in `X-CSRF-Token`."""
