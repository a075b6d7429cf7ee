"""The OpenAPI document: complete, consistent, and in step with the code."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from server.api import print_openapi
from server.api.openapi import Operation, document
from server.api.problems import problem_type
from server.api.routes import OPERATIONS
from server.errors import ParleyError

CLIENT = json.loads((Path(__file__).parents[3] / "web" / "package.json").read_text())
DOCUMENT = document(OPERATIONS, version="1", url="http://localhost:8000")


def refs(node: object) -> Iterator[str]:
    """Every $ref in the document."""
    if isinstance(node, dict):
        for name, value in node.items():
            if name == "$ref":
                yield value
            yield from refs(value)
    elif isinstance(node, list):
        for value in node:
            yield from refs(value)


def _operation(each: Operation) -> dict[str, Any]:
    found: dict[str, Any] = DOCUMENT["paths"][each.path][each.method.lower()]
    return found


def test_every_reference_resolves() -> None:
    """Every referenced schema exists, and every schema is referenced or nested."""
    named = {ref.removeprefix("#/components/schemas/") for ref in refs(DOCUMENT)}
    assert named == set(DOCUMENT["components"]["schemas"])


def test_operation_ids_are_unique() -> None:
    """Operation ids are unique."""
    ids = [_operation(each)["operationId"] for each in OPERATIONS]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("each", OPERATIONS, ids=lambda each: f"{each.method} {each.path}")
def test_operation_is_described(each: Operation) -> None:
    """Each operation has a description, its path parameters and its errors."""
    described = _operation(each)
    assert described["summary"]
    assert described["description"]
    in_path = {parameter["name"] for parameter in described["parameters"] if parameter["in"] == "path"}
    assert in_path == set(re.findall(r"{(\w+)}", each.path))
    assert {"200", "201", "202", "204"} & set(described["responses"])
    assert "503" in described["responses"]


@pytest.mark.parametrize(
    "each", [each for each in OPERATIONS if each.method != "GET"], ids=lambda each: each.path
)
def test_writes_document_csrf(each: Operation) -> None:
    """Every write documents the CSRF header and its 403."""
    described = _operation(each)
    assert "403" in described["responses"]
    assert all("csrf" in way for way in described["security"])


def test_problem_types_are_unique() -> None:
    """Problem types are unique."""
    tree = list(_below(ParleyError))
    assert len({problem_type(each) for each in tree}) == len(tree)


def _below(error: type[ParleyError]) -> Iterator[type[ParleyError]]:
    for each in error.__subclasses__():
        yield each
        yield from _below(each)


def test_client_types_come_from_it(capsys: pytest.CaptureFixture[str]) -> None:
    """The web client's types are generated from this document at every check."""
    print_openapi.main()
    printed = json.loads(capsys.readouterr().out)
    assert (printed["paths"], printed["components"]) == (DOCUMENT["paths"], DOCUMENT["components"])
    scripts = CLIENT["scripts"]
    assert scripts["check"].startswith("npm run --silent api && ")
    assert f"-m {print_openapi.__name__} " in scripts["api"]
