"""Handlers declared by their signature, from which requests are parsed, validated and documented."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Literal, TypeVar, cast, get_args, get_origin, get_type_hints
from uuid import UUID

from aiohttp import hdrs, web
from multidict import MultiMapping
from pydantic import BaseModel, ValidationError

from server.api.sentences import message_of
from server.errors import Invalid, Malformed, NotFound, NotJson, ParleyError, TooLarge
from server.meeting.slugs import slug_in

MAX_JSON_BYTES = 64 * 1024
Model = TypeVar("Model", bound=BaseModel)
Handler = Callable[..., Awaitable[object]]


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One operation: its parameters, response and errors."""

    function: Handler
    summary: str
    tag: str
    status: int
    refusals: tuple[type[ParleyError], ...]
    body: type[BaseModel] | None
    form: type[BaseModel] | None
    """A multipart body, which the function itself reads."""
    query: type[BaseModel] | None
    path: Mapping[str, type]
    returns: type[BaseModel] | None
    media_type: tuple[str, ...]
    """Media types of a response that the function itself writes, such as a stream."""
    also: Mapping[int, str]
    """Further statuses that are no errors, and what each means."""
    most_bytes: int = MAX_JSON_BYTES
    """Of the body."""

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Parse the arguments, call the function and serialise its result."""
        wanted: dict[str, object] = {
            name: _path_value(request.match_info[name], kind) for name, kind in self.path.items()
        }
        if self.query is not None:
            wanted["query"] = validated(self.query, _query_values(request.query))
        if self.body is not None:
            wanted["body"] = validated(self.body, await _json(request, self.most_bytes))
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
    media_type: str | tuple[str, ...] = (),
    model: type[BaseModel] | None = None,
    form: type[BaseModel] | None = None,
    also: Mapping[int, str] | None = None,
    most_bytes: int = MAX_JSON_BYTES,
) -> Callable[[Handler], Endpoint]:
    """Declare an async function `(request, *, body, query, <names in the path>)` as an operation.

    `model` documents a response that the function writes itself, `form` a multipart body that it reads.
    """

    def wrap(function: Handler) -> Endpoint:
        hints = get_type_hints(function, include_extras=True)
        returns = hints.pop("return")
        special = {name: hints.pop(name) for name in ("request", "body", "query") if name in hints}
        returned = returns if issubclass(returns, BaseModel) else model
        return Endpoint(
            function=function,
            summary=summary,
            tag=tag,
            status=204 if returns is type(None) else status,
            refusals=refusals,
            body=special.get("body"),
            form=form,
            query=special.get("query"),
            path=hints,
            returns=returned,
            media_type=(media_type,) if isinstance(media_type, str) else media_type,
            also=also or {},
            most_bytes=most_bytes,
        )

    return wrap


def _path_value(text: str, kind: type) -> object:
    """Parse a UUID, slug or one of given words; raises NotFound otherwise: nothing can have that name."""
    if get_origin(kind) is Literal:
        if text not in get_args(kind):
            raise NotFound
        return text
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
    """Read a body; raises NotJson if it is compressed, TooLarge if it exceeds `most_bytes`."""
    if request.headers.get(hdrs.CONTENT_ENCODING, "identity").lower() != "identity":
        raise NotJson("Send the body without Content-Encoding.")
    if (request.content_length or 0) > most_bytes:
        raise TooLarge
    raw = await request.read()
    if len(raw) > most_bytes:
        raise TooLarge
    return raw


async def _json(request: web.Request, most_bytes: int) -> object:
    if request.content_type != "application/json":
        raise NotJson
    raw = await body_of(request, most_bytes)
    try:
        return cast(
            object, json.loads(raw, parse_constant=_reject_constant, object_pairs_hook=_reject_duplicates)
        )
    except (ValueError, RecursionError) as error:
        raise Malformed from error


def _reject_constant(name: str) -> object:
    raise ValueError(name)


def _reject_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    """Refuse an object with a duplicate name: parsers disagree about which value counts."""
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("duplicate name")
    return found


def _query_values(query: MultiMapping[str]) -> dict[str, str]:
    return {name: query[name] for name in query}


def validated(model: type[Model], value: object) -> Model:
    """Return the value as the model has it; raises Invalid, which names the fields."""
    try:
        return model.model_validate(value)
    except ValidationError as error:
        raise Invalid(problems=_problems(error)) from None


def _problems(error: ValidationError) -> list[dict[str, str]]:
    """List the fields and their errors, never the values sent."""
    return [
        {
            "field": ".".join(str(part) for part in each["loc"]),
            "message": message_of(each),
        }
        for each in error.errors(include_url=False, include_input=False)
    ]
