"""Convert errors to RFC 9457 problem documents; an unexpected one reveals nothing."""

import json
import re
from typing import Any

import asyncpg
import redis.exceptions
import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

from server.api.sentences import detail_of
from server.app_keys import ERROR_PAGE
from server.errors import Invalid, Malformed, NotFound, ParleyError, TooLarge, TooMany, Unavailable
from server.http_fallback import UNMATCHED
from server.logs import frames
from server.meeting import database_errors
from server.meeting.action_item_errors import ActionItemChanged
from server.meeting.minutes_edit_errors import MinutesElementChanged
from server.meeting.segment_errors import SegmentChanged

MEDIA_TYPE = "application/problem+json"
log = structlog.get_logger()
UNAVAILABLE_ERRORS = (*database_errors.CONNECTION_ERRORS, redis.exceptions.RedisError)
"""Raised when the database or Redis cannot be reached."""
DEPENDENCY_ERRORS = (ParleyError, *database_errors.DATABASE_ERRORS, redis.exceptions.RedisError)
"""Everything a call to the database, Redis or LiveKit can raise."""


@web.middleware
async def problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Convert what a handler raises to a response."""
    try:
        return await handler(request)
    except ParleyError as error:
        return await _error_response(request, error)
    except web.HTTPNotFound:
        return await _error_response(request, NotFound())
    except web.HTTPRequestEntityTooLarge:
        return await _error_response(request, TooLarge())
    except web.RequestPayloadError:
        return await _unreadable_body(request)
    except web.HTTPMethodNotAllowed as error:
        return _method_not_allowed(error)
    except web.HTTPException:
        raise
    except UNAVAILABLE_ERRORS as error:
        log.error("dependency_unavailable", route=route_of(request), error=type(error).__name__)
        return await _error_response(request, Unavailable())
    except asyncpg.PostgresError as error:
        return await _error_response(request, _database_error(request, error))
    except Exception as error:  # noqa: BLE001  aiohttp would log a traceback that quotes the request
        return await _error_response(request, _unexpected_error(request, error))


def _database_error(request: web.Request, error: asyncpg.PostgresError) -> ParleyError:
    """Map PostgreSQL's error; one that the operator has to know of is logged as an error."""
    told = database_errors.error_for(error)
    if told is None:
        return _unexpected_error(request, error)
    note = log.error if told.status >= 500 else log.warning
    note("database_error", route=route_of(request), sqlstate=error.sqlstate, error=type(error).__name__)
    return told


def _unexpected_error(request: web.Request, error: Exception) -> ParleyError:
    log.error(
        "unexpected_error",
        route=route_of(request),
        error=type(error).__name__,
        at=frames(error.__traceback__),
    )
    return ParleyError()


def problem_response(error: ParleyError) -> web.Response:
    """Return the problem document; equal errors give equal bytes."""
    members: dict[str, Any] = {
        "type": problem_type(type(error)),
        "title": error.title,
        "status": error.status,
        "detail": error.detail,
    }
    if isinstance(error, Invalid) and error.problems:
        members["problems"] = error.problems
        members["detail"] = detail_of(error.problems)
    if isinstance(error, TooMany):
        members["retry_after_s"] = error.retry_after_s
    if isinstance(error, SegmentChanged):
        members["current"] = error.current
    if isinstance(error, ActionItemChanged):
        members["current_item"] = error.current_item
    if isinstance(error, MinutesElementChanged):
        members["current_element"] = error.current_element
    headers = retry_after_header(error)
    body = json.dumps(members, ensure_ascii=False).encode()
    return web.Response(status=error.status, body=body, content_type=MEDIA_TYPE, headers=headers)


def retry_after_header(error: ParleyError) -> dict[str, str]:
    """Return the Retry-After header, if the error says when to retry."""
    return {"Retry-After": str(error.retry_after_s)} if isinstance(error, TooMany | Unavailable) else {}


def problem_type(error: type[ParleyError]) -> str:
    """RoomFull → urn:parley:problem:room-full."""
    return "urn:parley:problem:" + re.sub(r"(?<!^)(?=[A-Z])", "-", error.__name__).lower()


def route_of(request: web.Request) -> str:
    """Return the route's pattern, which contains no slug and no id."""
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None and resource.name != UNMATCHED else "none"


async def _error_response(request: web.Request, error: ParleyError) -> web.StreamResponse:
    page = request.app.get(ERROR_PAGE)
    if page is None or request.path.startswith("/api/"):
        return problem_response(error)
    return await page(request, error)


async def _unreadable_body(request: web.Request) -> web.StreamResponse:
    """Refuse a truncated body and close the connection, since the next request's start is unknown."""
    answer = await _error_response(request, Malformed())
    answer.force_close()
    return answer


def _method_not_allowed(error: web.HTTPMethodNotAllowed) -> web.Response:
    body = {"type": "about:blank", "title": "Method Not Allowed", "status": 405}
    allow = {"Allow": ", ".join(sorted(error.allowed_methods))}
    return web.json_response(body, status=405, content_type=MEDIA_TYPE, headers=allow)
