"""What an error reply of a model's server means; both APIs use the same codes and similar words."""

import json
import re
from collections.abc import Mapping

from aiohttp import ClientResponse

from agent.minutes.llm.errors import (
    ModelBusy,
    ModelDied,
    ModelError,
    ModelMissing,
    ModelOutOfMemory,
    ModelUnavailable,
    PromptTruncated,
)

NOT_FOUND, BAD_REQUEST, TOO_LARGE = 404, (400, 422), 413
BUSY = (429, 503)
REFUSED = (401, 402, 403)
MEMORY = re.compile(r"out of memory|system memory|alloc|OOM", re.IGNORECASE)
LENGTH = re.compile(r"context|too long|too large|exceed|truncat", re.IGNORECASE)
MAX_ERROR_BYTES = 4096


class RequestRefused(ModelError):  # noqa: N818  like its siblings
    """The server does not accept a part of the request; `said` tells which."""

    def __init__(self, said: str) -> None:
        super().__init__("the request was refused")
        self.said = said


async def error_of(response: ClientResponse) -> ModelError:
    """Return the error of a reply that is not 200. Its words are not logged: they may quote the prompt."""
    said = _message(await response.content.read(MAX_ERROR_BYTES))
    status = response.status
    if status in BUSY:
        return ModelBusy(f"HTTP {status}", _seconds(response.headers))
    if status == NOT_FOUND:
        return ModelMissing("HTTP 404")
    if status == TOO_LARGE or (status in BAD_REQUEST and LENGTH.search(said)):
        return PromptTruncated(f"HTTP {status}")
    if status in BAD_REQUEST:
        return RequestRefused(said)
    if status in REFUSED or status < 500:
        return ModelUnavailable(f"HTTP {status}")
    return fault_of(said, f"HTTP {status}")


def fault_of(said: str, where: str) -> ModelError:
    """Return the error of a server that failed with these words."""
    return ModelOutOfMemory(where) if MEMORY.search(said) else ModelDied(where)


def _message(body: bytes) -> str:
    text = body.decode(errors="replace")
    try:
        error = json.loads(text)["error"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return text
    return str(error.get("message", "")) if isinstance(error, dict) else str(error)


def _seconds(headers: Mapping[str, str]) -> float | None:
    """Return the seconds of Retry-After; None if there are none, or a date."""
    try:
        return max(0.0, float(headers.get("Retry-After", "")))
    except ValueError:
        return None
