"""The audit page's words for events."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

import pytest

from server.meeting.audit import Category
from server.pages.audit import ACTION_WORDS, CATEGORIES
from server.places import ROOT

RECORDED_BY_FUNCTIONS = re.compile(r"audit_note\('\w+', '([\w.]+)'")


def recorded_actions() -> Iterator[str]:
    """The second argument of each `record("category", "action", …)`, and what the database records."""
    for file in (ROOT / "server").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(args=[ast.Constant(value=category), ast.Constant(value=str(action)), *_]):
                    if category in get_args(Category):
                        yield action
    for migration in Path(ROOT / "migrations" / "versions").glob("*.py"):
        yield from RECORDED_BY_FUNCTIONS.findall(migration.read_text(encoding="utf-8"))


@pytest.mark.parametrize("action", sorted(set(recorded_actions())))
def test_every_action_has_words(action: str) -> None:
    """No event is shown by its internal name."""
    assert action in ACTION_WORDS


def test_every_category_has_words() -> None:
    """Each can be chosen in the filter."""
    assert set(CATEGORIES) == set(get_args(Category))
