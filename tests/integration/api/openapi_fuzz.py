"""Random requests generated from our OpenAPI document: some valid, most slightly invalid."""

import json
import random
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from uuid import UUID

STRANGE = (
    "",
    " ",
    "\0",
    "\ud800",
    "x" * 5000,
    "\uff41\uff54\uff52\uff49\uff55\uff4d",
    "%00",
    "../..",
    "-1",
    "1e400",
    "\U0001f468\u200d\U0001f469",
)
ODD: tuple[object, ...] = (None, True, -1, 10**40, 1.5, "", [], {}, [[]], {"a": {"b": None}})
BAD_BODIES = (b"", b"{", b"[]", b"null", b"\xff\xfe", b'{"a":1,"a":2}', b'{"a":NaN}', b"[" * 3000)
TYPES = (
    "text/plain",
    "application/xml",
    "",
    "application/json; charset=utf-16",
    "multipart/form-data; boundary=x",
)
LONGEST_VALUE = 1000
"""Of a query: a URL of more than 8190 bytes is refused before it is known what it is for."""
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "PROPFIND")


@dataclass(frozen=True, slots=True)
class Made:
    """One request; `template` is the path in the document."""

    method: str
    template: str
    url: str
    headers: Mapping[str, str]
    data: bytes | None


class Fuzz:
    """A generator of requests, deterministic by seed."""

    def __init__(self, document: Mapping[str, Any], seed: int, known: Mapping[str, str]) -> None:
        """`known`: values of path parameters that exist."""
        self._schemas = document["components"]["schemas"]
        self._operations = [
            (method, path, each)
            for path, methods in document["paths"].items()
            for method, each in methods.items()
        ]
        self._random = random.Random(seed)  # noqa: S311  reproducible, not secret
        self._known = known

    def request(self) -> Made:
        """Generate a request."""
        method, path, operation = self._random.choice(self._operations)
        url = self._path(path)
        if queried := [each for each in operation["parameters"] if each["in"] == "query"]:
            texts = {each["name"]: self._text(each["schema"])[:LONGEST_VALUE] for each in queried}
            url += "?" + "&".join(f"{name}={quote(text)}" for name, text in texts.items())
        method = self._random.choice(METHODS) if self._random.random() < 0.06 else method.upper()
        data, headers = self._body(operation)
        if self._random.random() < 0.03:
            headers["Expect"] = self._random.choice(("100-continue", "the-unexpected"))
        return Made(method, path, url, headers, data)

    def _path(self, template: str) -> str:
        parts = []
        for part in template.split("/"):
            if not part.startswith("{"):
                parts.append(part)
            elif self._random.random() < 0.7:
                parts.append(self._known.get(part.strip("{}"), str(UUID(int=self._random.getrandbits(128)))))
            else:
                parts.append(quote(self._random.choice(STRANGE), safe="", errors="replace")[:300])
        return "/".join(parts)

    def _body(self, operation: Mapping[str, Any]) -> tuple[bytes | None, dict[str, str]]:
        wanted = operation.get("requestBody")
        if wanted is None:
            return (b"{}", {"Content-Type": "text/plain"}) if self._random.random() < 0.1 else (None, {})
        headers = {"Content-Type": "application/json"}
        roll = self._random.random()
        if roll < 0.1:
            return self._random.choice(BAD_BODIES), headers
        if roll < 0.15:
            headers["Content-Type"] = self._random.choice(TYPES)
        elif roll < 0.18:
            headers["Content-Encoding"] = self._random.choice(("gzip", "deflate", "br", "nonsense"))
        elif roll < 0.2:
            return b'{"name": "' + b"x" * 70_000 + b'"}', headers
        if "application/json" not in wanted["content"]:
            headers["Content-Type"] = "multipart/form-data; boundary=x"
            return self._form(), headers
        value = self.value(wanted["content"]["application/json"]["schema"])
        return json.dumps(value).encode(), headers

    def _form(self) -> bytes:
        """Generate a multipart body with boundary x, whole or broken."""
        head, text = "Content-Disposition: form-data", self._random.choice(STRANGE).encode(errors="replace")
        parts = (
            f'{head}; name="file"; filename="a.txt"\r\n\r\nAlice: hello'.encode(),
            f'{head}; name="name"\r\n\r\n'.encode() + text,
            f'{head}; name="file"; filename="a"\r\n\r\n'.encode() + text,
            b"\r\n\r\n",
            b"no head",
        )
        chosen = [self._random.choice(parts) for _ in range(self._random.randrange(4))]
        end = self._random.choice((b"--x--\r\n", b"--x--", b"", b"--x"))
        return b"".join(b"--x\r\n" + part + b"\r\n" for part in chosen) + end

    def value(self, schema: Mapping[str, Any], depth: int = 0) -> object:
        """Generate a value of the schema; sometimes, and more often when nested, an invalid one."""
        if self._random.random() < 0.08 or depth > 5:
            return self._random.choice(ODD)
        if "$ref" in schema:
            return self.value(self._schemas[schema["$ref"].rpartition("/")[2]], depth + 1)
        for several in ("anyOf", "oneOf"):
            if several in schema:
                return self.value(self._random.choice(schema[several]), depth + 1)
        if "enum" in schema:
            return self._random.choice(schema["enum"])
        if "const" in schema:
            return schema["const"]
        return self._of_type(schema, depth)

    def _of_type(self, schema: Mapping[str, Any], depth: int) -> object:
        match schema.get("type"):
            case "object":
                named = schema.get("properties", {}).items()
                required = schema.get("required", ())
                return {
                    name: self.value(each, depth + 1)
                    for name, each in named
                    if name in required or self._random.random() < 0.5
                }
            case "array":
                return [self.value(schema["items"], depth + 1) for _ in range(self._random.randrange(4))]
            case "integer" | "number":
                return self._random.choice((0, 1, 2, 50, -1, 10**9, schema.get("maximum", 7)))
            case "boolean":
                return self._random.random() < 0.5
            case "string":
                return self._text(schema)
        return None

    def _text(self, schema: Mapping[str, Any]) -> str:
        if self._random.random() < 0.15:
            return self._random.choice(STRANGE).encode(errors="replace").decode()
        match schema.get("format"):
            case "email":
                return self._random.choice(("alice@example.org", f"p{self._random.random()}@example.org"))
            case "date-time":
                return self._random.choice(("2030-01-01T10:00:00Z", "1969-12-31T23:59:59+14:00", "yesterday"))
            case "uuid":
                return str(UUID(int=self._random.getrandbits(128)))
        return self._random.choice(("Atrium", "de", "2", "correct horse battery", "Zoë", "true"))
