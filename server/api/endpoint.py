"""A handler whose signature is its contract: read from the request, checked, and told to OpenAPI."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import cast, get_type_hints
from uuid import UUID

from aiohttp import hdrs, web
from multidict import MultiMapping
from pydantic import BaseModel, ValidationError

from server.api.sentences import sentence
from server.errors import Invalid, Malformed, NotFound, NotJson, ParleyError, TooLarge
from server.meeting.slugs import slug_in

MAX_JSON_BYTES = 64 * 1024
Handler = Callable[..., Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One operation: what it takes, what it gives, and how it refuses."""

    function: Handler
    summary: str
    tag: str
    status: int
    refusals: tuple[type[ParleyError], ...]
    body: type[BaseModel] | None
    query: type[BaseModel] | None
    path: Mapping[str, type]
    returns: type[BaseModel] | None
    media_type: str | None
    """Of an answer that is no model, such as a stream."""

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Read what the function wants, call it, and write what it gives."""
        wanted: dict[str, object] = {
            name: _path_value(request.match_info[name], kind) for name, kind in self.path.items()
        }
        if self.query is not None:
            wanted["query"] = _checked(self.query, _single(request.query))
        if self.body is not None:
            wanted["body"] = _checked(self.body, await _json(request))
        answer = await self.function(request, **wanted)
        if isinstance(answer, web.StreamResponse):
            return answer
        if self.returns is None:
            return web.Response(status=204)
        document = cast(BaseModel, answer).model_dump_json().encode()
        return web.Response(status=self.status, body=document, content_type="application/json")


def endpoint(
    summary: str,
    *,
    tag: str,
    status: int = 200,
    refusals: tuple[type[ParleyError], ...] = (),
    media_type: str | None = None,
) -> Callable[[Handler], Endpoint]:
    """Make an operation of an async function `(request, *, body, query, <names in the path>)`."""

    def wrap(function: Handler) -> Endpoint:
        hints = get_type_hints(function, include_extras=True)
        returns = hints.pop("return")
        special = {name: hints.pop(name) for name in ("request", "body", "query") if name in hints}
        model = returns if issubclass(returns, BaseModel) else None
        return Endpoint(
            function=function,
            summary=summary,
            tag=tag,
            status=204 if returns is type(None) else status,
            refusals=refusals,
            body=special.get("body"),
            query=special.get("query"),
            path=hints,
            returns=model,
            media_type=media_type,
        )

    return wrap


def _path_value(text: str, kind: type) -> object:
    """Refuse a malformed name as absent: it cannot name anything."""
    if kind is UUID:
        try:
            return UUID(text)
        except ValueError as error:
            raise NotFound from error
    slug = slug_in(text)
    if slug is None:
        raise NotFound
    return slug


async def body_of(request: web.Request, most_bytes: int) -> bytes:
    """Read a body; raises NotJson if it is compressed, or TooLarge before much of it is read."""
    if request.headers.get(hdrs.CONTENT_ENCODING, "identity").lower() != "identity":
        raise NotJson("Send the body without Content-Encoding.")
    if (request.content_length or 0) > most_bytes:
        raise TooLarge
    raw = await request.read()
    if len(raw) > most_bytes:
        raise TooLarge
    return raw


async def _json(request: web.Request) -> object:
    if request.content_type != "application/json":
        raise NotJson
    raw = await body_of(request, MAX_JSON_BYTES)
    try:
        return cast(object, json.loads(raw, parse_constant=_no_constant, object_pairs_hook=_each_once))
    except (ValueError, RecursionError) as error:
        raise Malformed from error


def _no_constant(name: str) -> object:
    raise ValueError(name)


def _each_once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Refuse an object that names a thing twice: other readers take the other value."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice")
    return found


def _single(query: MultiMapping[str]) -> dict[str, str]:
    return {name: query[name] for name in query}


def _checked(model: type[BaseModel], value: object) -> BaseModel:
    try:
        return model.model_validate(value)
    except ValidationError as error:
        raise Invalid(problems=_problems(error)) from None


def _problems(error: ValidationError) -> list[dict[str, str]]:
    """Name the fields and what is wrong, never the values sent."""
    return [
        {
            "field": ".".join(str(part) for part in each["loc"]),
            "message": sentence(each),
        }
        for each in error.errors(include_url=False, include_input=False)
    ]
