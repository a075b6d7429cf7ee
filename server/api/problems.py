"""Every refusal as an RFC 9457 problem document, and every surprise as one that tells nothing."""

import json
import re
from typing import Any

import asyncpg
import redis.exceptions
import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

from server.api.sentences import together
from server.app_keys import ERROR_PAGE
from server.errors import Invalid, Malformed, NotFound, ParleyError, TooLarge, TooMany, Unavailable
from server.http_fallback import UNMATCHED
from server.logs import frames
from server.meeting import database_errors

MEDIA_TYPE = "application/problem+json"
log = structlog.get_logger()
AWAY = (*database_errors.CONNECTION_ERRORS, redis.exceptions.RedisError)
"""What a part that does not answer raises."""
ASKING_FAILED = (ParleyError, *database_errors.DATABASE_ERRORS, redis.exceptions.RedisError)
"""All that asking a part can raise: those, and whatever it says."""


@web.middleware
async def problems(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn what a handler raises into what the person gets."""
    try:
        return await handler(request)
    except ParleyError as error:
        return await _answer(request, error)
    except web.HTTPNotFound:
        return await _answer(request, NotFound())
    except web.HTTPRequestEntityTooLarge:
        return await _answer(request, TooLarge())
    except web.RequestPayloadError:
        return await _unreadable(request)
    except web.HTTPMethodNotAllowed as error:
        return _method_not_allowed(error)
    except web.HTTPException:
        raise
    except AWAY as error:
        log.error("part_away", route=route_of(request), error=type(error).__name__)
        return await _answer(request, Unavailable())
    except asyncpg.PostgresError as error:
        return await _answer(request, _refused(request, error))
    except Exception as error:  # noqa: BLE001  the border: nothing a person sent may reach a traceback in the log
        return await _answer(request, _unexpected(request, error))


def _refused(request: web.Request, error: asyncpg.PostgresError) -> ParleyError:
    """Say what the database says no to; where that is news to whoever runs the server, it is an error."""
    told = database_errors.error_for(error)
    if told is None:
        return _unexpected(request, error)
    note = log.error if told.status >= 500 else log.warning
    note("database_refused", route=route_of(request), sqlstate=error.sqlstate, error=type(error).__name__)
    return told


def _unexpected(request: web.Request, error: Exception) -> ParleyError:
    log.error(
        "unexpected", route=route_of(request), error=type(error).__name__, at=frames(error.__traceback__)
    )
    return ParleyError()


def problem(error: ParleyError) -> web.Response:
    """Write the document; the same error gives the same bytes."""
    members: dict[str, Any] = {
        "type": problem_type(type(error)),
        "title": error.title,
        "status": error.status,
        "detail": error.detail,
    }
    if isinstance(error, Invalid) and error.problems:
        members["problems"] = error.problems
        members["detail"] = together(error.problems)
    if isinstance(error, TooMany):
        members["retry_after_s"] = error.retry_after_s
    headers = retry_after(error)
    body = json.dumps(members, ensure_ascii=False).encode()
    return web.Response(status=error.status, body=body, content_type=MEDIA_TYPE, headers=headers)


def retry_after(error: ParleyError) -> dict[str, str]:
    """Give the header that says when to come back, where that is known."""
    return {"Retry-After": str(error.retry_after_s)} if isinstance(error, TooMany | Unavailable) else {}


def problem_type(error: type[ParleyError]) -> str:
    """RoomFull → urn:parley:problem:room-full."""
    return "urn:parley:problem:" + re.sub(r"(?<!^)(?=[A-Z])", "-", error.__name__).lower()


def route_of(request: web.Request) -> str:
    """Give the route's pattern, which holds no slug and no id."""
    resource = request.match_info.route.resource
    return resource.canonical if resource is not None and resource.name != UNMATCHED else "none"


async def _answer(request: web.Request, error: ParleyError) -> web.StreamResponse:
    page = request.app.get(ERROR_PAGE)
    if page is None or request.path.startswith("/api/"):
        return problem(error)
    return await page(request, error)


async def _unreadable(request: web.Request) -> web.StreamResponse:
    """Refuse a body that broke off; where the next request begins nobody knows."""
    answer = await _answer(request, Malformed())
    answer.force_close()
    return answer


def _method_not_allowed(error: web.HTTPMethodNotAllowed) -> web.Response:
    body = {"type": "about:blank", "title": "Method Not Allowed", "status": 405}
    allow = {"Allow": ", ".join(sorted(error.allowed_methods))}
    return web.json_response(body, status=405, content_type=MEDIA_TYPE, headers=allow)
