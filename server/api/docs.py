"""The API's documentation: the OpenAPI document, and a page generated from it."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from server.pages.templating import render

DOCUMENT = web.AppKey("openapi", dict[str, Any])
Schema = Mapping[str, Any]
_LIMITS = {
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "minimum": "from {}",
    "maximum": "to {}",
    "maxItems": "at most {}",
}


@dataclass(frozen=True, slots=True)
class Field:
    """One row of a schema's table."""

    name: str
    kind: str
    model: str | None
    """The schema of the value, if it has one."""
    required: bool
    about: str


async def openapi(request: web.Request) -> web.Response:
    """Return the OpenAPI 3.1 document."""
    return web.json_response(request.app[DOCUMENT])


async def page(request: web.Request) -> web.Response:
    """Render the page; it needs no script and loads nothing from elsewhere."""
    document = request.app[DOCUMENT]
    return render(
        request,
        "docs.html",
        entry="src/docs.ts",
        groups=_operations_by_tag(document),
        schemas={name: list(fields_of(schema)) for name, schema in _schemas(document).items()},
        about={name: schema.get("description", "") for name, schema in _schemas(document).items()},
    )


def _operations_by_tag(document: Schema) -> dict[str, list[dict[str, Any]]]:
    """Group the operations by tag, in the order of the table of routes."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            row = {
                **operation,
                "method": method.upper(),
                "path": path,
                "body": _model_of_content(operation.get("requestBody")),
                "query": [_field(each["name"], each["schema"], required=False) for each in _query(operation)],
                "answers": [
                    (status, answer["description"], _model_of_content(answer))
                    for status, answer in operation["responses"].items()
                ],
            }
            groups.setdefault(operation["tags"][0], []).append(row)
    return groups


def _query(operation: Schema) -> list[Any]:
    return [each for each in operation["parameters"] if each["in"] == "query"]


def _schemas(document: Schema) -> dict[str, Any]:
    return dict(sorted(document["components"]["schemas"].items()))


def _model_of_content(content: Schema | None) -> str | None:
    """Return the name of the schema of a request's or response's body."""
    for media in (content or {}).get("content", {}).values():
        return _referenced_model(media["schema"])
    return None


def fields_of(schema: Schema) -> Iterator[Field]:
    """Yield the fields of an object's schema."""
    for name, inner in schema.get("properties", {}).items():
        yield _field(name, inner, required=name in schema.get("required", ()))


def _field(name: str, schema: Schema, *, required: bool) -> Field:
    about = [schema["description"]] if "description" in schema else []
    about += [words.format(schema[limit]) for limit, words in _LIMITS.items() if limit in schema]
    if isinstance(schema.get("default"), str | int):
        about.append(f"default {_json_literal(schema['default'])}")
    return Field(name, kind_of(schema), _referenced_model(schema), required, ", ".join(about))


def _json_literal(value: str | int) -> str:
    """Format a default as in JSON: True as `true`."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def kind_of(schema: Schema) -> str:
    """Describe a value's type: `list of uuid`, `host or cohost`, `text or null`."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    if "anyOf" in schema:
        return " or ".join(kind_of(each) for each in schema["anyOf"])
    if "enum" in schema:
        return " or ".join(f"“{each}”" for each in schema["enum"])
    if "const" in schema:
        return str(schema["const"]).lower()
    if schema.get("type") == "array":
        return f"list of {kind_of(schema['items'])}"
    if "format" in schema:
        return str(schema["format"])
    return {"string": "text", "null": "null", "boolean": "true or false"}.get(
        schema.get("type", ""), str(schema.get("type", "anything"))
    )


def _referenced_model(schema: Schema) -> str | None:
    """Return the first schema that is referenced, also inside lists and alternatives."""
    if "$ref" in schema:
        return str(schema["$ref"]).rpartition("/")[2]
    inner = [*schema.get("anyOf", ()), *([schema["items"]] if "items" in schema else [])]
    return next((found for each in inner if (found := _referenced_model(each))), None)
