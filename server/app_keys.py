"""Typed keys of the application's and the request's state, shared by API and pages."""

from collections.abc import Awaitable, Callable

from aiohttp import web

from server.config import Settings
from server.errors import ParleyError
from server.meeting.access import Viewer
from server.meeting.change_bus import ChangeBus
from server.meeting.sessions import Session
from server.recording_files import RecordingFiles

SETTINGS = web.AppKey("settings", Settings)
CHANGE_BUS = web.AppKey("change_bus", ChangeBus)
RECORDING_FILES = web.AppKey("recording_files", RecordingFiles)
ErrorPage = Callable[[web.Request, ParleyError], Awaitable[web.StreamResponse]]
ERROR_PAGE = web.AppKey[ErrorPage]("error_page")
"""Renders errors outside /api; set by the pages. Without it errors are problem documents."""

VIEWER = web.RequestKey[Viewer]("viewer")
"""Account, Guest or None; set for every request before its handler."""
SESSION = web.RequestKey[Session | None]("session")
"""The person's session; None for guests and strangers."""
REQUEST_ID = web.RequestKey("request_id", str)
"""The id in the log lines and audit rows of one request."""
CSRF = web.RequestKey("csrf", str)
"""The value of the `parley_csrf` cookie, which writes repeat in `X-CSRF-Token`."""
COMPILES_WASM = web.ResponseKey("compiles_wasm", bool)
"""On the response of a page whose scripts compile WebAssembly: its policy allows that."""
