"""Parse the simple markup of summaries and reports: paragraphs, lists, headings, emphasis."""

import re
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

Kind = Literal["heading", "list", "paragraph"]
_HEADING = re.compile(r"^#{1,6}\s+")
_BULLET = re.compile(r"^(?:[-*•]|\d{1,3}[.)])\s+")
_EMPHASIS = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")


@dataclass(frozen=True, slots=True)
class MarkupBlock:
    """One heading or paragraph, or the items of one list."""

    kind: Kind
    lines: tuple[str, ...]


def blocks(text: str) -> list[MarkupBlock]:
    """Split a text into blocks; unknown markup is kept as text."""
    lines = [line.strip() for line in text.splitlines()]
    found: list[MarkupBlock] = []
    for kind, run in groupby(lines, _kind):
        if kind is None:
            continue
        texts = [_EMPHASIS.sub(r"\2", _without_markers(line)) for line in run]
        found += (
            [MarkupBlock("list", tuple(texts))]
            if kind == "list"
            else [MarkupBlock(kind, (line,)) for line in texts]
        )
    return found


def _kind(line: str) -> Kind | None:
    if not line:
        return None
    if _HEADING.match(line):
        return "heading"
    return "list" if _BULLET.match(line) else "paragraph"


def _without_markers(line: str) -> str:
    return _BULLET.sub("", _HEADING.sub("", line, count=1), count=1)
