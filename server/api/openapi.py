"""The OpenAPI 3.1 document, generated from the table of routes and the handlers' signatures."""

import inspect
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, TypeAdapter
from pydantic.json_schema import JsonSchemaMode, models_json_schema

from server.api.endpoint import Endpoint
from server.api.problems import MEDIA_TYPE, problem_type
from server.errors import (
    Busy,
    CrossSite,
    Invalid,
    Malformed,
    NotFound,
    NotGranted,
    NotJson,
    ParleyError,
    StorageFull,
    TooLarge,
    Unavailable,
)

REF = "#/components/schemas/{model}"
PROBLEM = {
    "type": "object",
    "title": "Problem",
    "description": "An error (RFC 9457). `type` identifies it; `detail` is a sentence for the person.",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "problems": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"field": {"type": "string"}, "message": {"type": "string"}},
                "required": ["field", "message"],
            },
        },
        "retry_after_s": {"type": "integer"},
        "current": {
            "type": "object",
            "description": "Of a `segment-changed`: the segment as it is now; `by` is who changed it last.",
            "properties": {
                "segment_id": {"type": "string", "format": "uuid"},
                "revision": {"type": "integer"},
                "text": {"type": "string"},
                "speaker": {"type": "string"},
                "by": {"type": ["string", "null"]},
            },
            "required": ["segment_id", "revision", "text", "speaker", "by"],
        },
        "current_item": {
            "type": "object",
            "description": "Of an `action-item-changed`: the item as it is now; `by` is who changed it last.",
            "properties": {
                "id": {"type": "string", "format": "uuid"},
                "revision": {"type": "integer"},
                "title": {"type": "string"},
                "status": {"type": "string"},
                "by": {"type": ["string", "null"]},
            },
            "required": ["id", "revision", "title", "status", "by"],
        },
        "current_element": {
            "type": "object",
            "description": "Of a `minutes-element-changed`: how it is now, `text` null if it was"
            " deleted; `by` is who edited it last.",
            "properties": {
                "id": {"type": "string", "format": "uuid"},
                "revision": {"type": "integer"},
                "title": {"type": ["string", "null"]},
                "text": {"type": ["string", "null"]},
                "by": {"type": ["string", "null"]},
            },
            "required": ["id", "revision", "title", "text", "by"],
        },
    },
    "required": ["type", "title", "status"],
}
COMMON_ERRORS = (ParleyError, NotGranted, StorageFull, Unavailable, Busy)
"""Errors of every operation: a bug, a database without rights or disk space, an unavailable part."""
DESCRIPTION = (
    "Every error is a problem document (RFC 9457) with a stable `type`. A path that is not listed is"
    " answered with 404, a method that a path lacks with 405 and `Allow`: see `components.responses`."
)
METHOD_NOT_ALLOWED = {
    "description": "Method Not Allowed. (about:blank)",
    "headers": {"Allow": {"schema": {"type": "string"}}},
    "content": {MEDIA_TYPE: {"schema": {"$ref": REF.format(model="Problem")}}},
}
SECURITY_SCHEMES = {
    "session": {"type": "apiKey", "in": "cookie", "name": "__Host-parley"},
    "guest": {"type": "apiKey", "in": "cookie", "name": "__Host-parley-guest"},
    "csrf": {
        "type": "apiKey",
        "in": "header",
        "name": "X-CSRF-Token",
        "description": "The value of the cookie `parley_csrf`; a write also needs `Origin`.",
    },
}


@dataclass(frozen=True, slots=True)
class Operation:
    """One row of the table of routes."""

    method: str
    path: str
    endpoint: Endpoint


def document(operations: Sequence[Operation], *, version: str, url: str) -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for each in operations:
        paths.setdefault(each.path, {})[each.method.lower()] = _operation(each)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Parley",
            "version": version,
            "license": {"name": "Apache-2.0"},
            "description": DESCRIPTION,
        },
        "servers": [{"url": url}],
        "paths": paths,
        "components": {
            "schemas": {**_schemas(operations), "Problem": PROBLEM},
            "securitySchemes": SECURITY_SCHEMES,
            "responses": {"NotFound": _error_description([NotFound]), "MethodNotAllowed": METHOD_NOT_ALLOWED},
        },
    }


def _schemas(operations: Sequence[Operation]) -> dict[str, Any]:
    models: dict[tuple[type[BaseModel], JsonSchemaMode], None] = {}
    for each in operations:
        if each.endpoint.body is not None:
            models[each.endpoint.body, "validation"] = None
        if each.endpoint.form is not None:
            models[each.endpoint.form, "validation"] = None
        if each.endpoint.returns is not None:
            models[each.endpoint.returns, "serialization"] = None
    _, schema = models_json_schema(list(models), ref_template=REF)
    return dict(schema["$defs"])


def _operation(each: Operation) -> dict[str, Any]:
    endpoint = each.endpoint
    writes = each.method not in ("GET", "HEAD")
    needed = ("csrf",) if writes else ()
    described: dict[str, Any] = {
        "operationId": f"{endpoint.tag}.{endpoint.function.__name__}",
        "summary": endpoint.summary,
        "description": inspect.getdoc(endpoint.function) or "",
        "tags": [endpoint.tag],
        "parameters": [*_path_parameters(endpoint), *_query_parameters(endpoint)],
        "responses": _responses(endpoint, writes=writes),
        "security": [{name: [] for name in (*way, *needed)} for way in (("session",), ("guest",), ())],
    }
    if endpoint.body is not None:
        content = {"application/json": {"schema": _schema_reference(endpoint.body)}}
        described["requestBody"] = {"required": True, "content": content}
    if endpoint.form is not None:
        content = {"multipart/form-data": {"schema": _schema_reference(endpoint.form)}}
        described["requestBody"] = {"required": True, "content": content}
    return described


def _path_parameters(endpoint: Endpoint) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": TypeAdapter(kind).json_schema()}
        for name, kind in endpoint.path.items()
    ]


def _query_parameters(endpoint: Endpoint) -> list[dict[str, Any]]:
    if endpoint.query is None:
        return []
    properties = endpoint.query.model_json_schema()["properties"]
    return [{"name": name, "in": "query", "schema": schema} for name, schema in properties.items()]


def _responses(endpoint: Endpoint, *, writes: bool) -> dict[str, Any]:
    answer: dict[str, Any] = {"description": "Done"}
    if endpoint.returns is not None:
        answer["content"] = {"application/json": {"schema": _schema_reference(endpoint.returns)}}
    elif endpoint.media_type:
        answer["content"] = {each: {"schema": {"type": "string"}} for each in endpoint.media_type}
    by_status: dict[int, list[type[ParleyError]]] = {}
    for refusal in _refusals(endpoint, writes=writes):
        by_status.setdefault(refusal.status, []).append(refusal)
    problems = {str(status): _error_description(refusals) for status, refusals in sorted(by_status.items())}
    also = {str(status): {**answer, "description": means} for status, means in endpoint.also.items()}
    return {str(endpoint.status): answer, **also, **problems}


def _refusals(endpoint: Endpoint, *, writes: bool) -> list[type[ParleyError]]:
    refusals = [*endpoint.refusals, *COMMON_ERRORS]
    if endpoint.path and not any(issubclass(each, NotFound) for each in refusals):
        refusals.append(NotFound)
    if endpoint.body is not None or endpoint.form is not None:
        refusals += [Malformed, NotJson, TooLarge, Invalid]
    if endpoint.query is not None:
        refusals.append(Invalid)
    return [*refusals, CrossSite] if writes else refusals


def _error_description(refusals: list[type[ParleyError]]) -> dict[str, Any]:
    types = ", ".join(problem_type(each) for each in refusals)
    titles = ". ".join(dict.fromkeys(each.title for each in refusals))
    content = {MEDIA_TYPE: {"schema": {"$ref": REF.format(model="Problem")}}}
    return {"description": f"{titles}. ({types})", "content": content}


def _schema_reference(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": REF.format(model=model.__name__)}
