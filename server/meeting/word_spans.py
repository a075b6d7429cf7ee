"""Where in a segment's text each moment is: the engine's timed words laid over the text as it is shown.

A text may have been punctuated or corrected after its words were timed. Letters that the two have in common
at the beginning and at the end keep their times; what stands between them shares the time between them. The
web client has the same rule (`web/src/pages/player/spans.ts`).
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile
from typing import Any

IDEOGRAPHS = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
WORD = re.compile(rf"[{IDEOGRAPHS}]|[^\s{IDEOGRAPHS}]+")
"""Chinese and Japanese have no spaces between words: there each character counts as one."""
Letter = tuple[int, str]
"""Its word's number, or its place in the text; and itself, lower case."""


@dataclass(frozen=True, slots=True)
class Span:
    """Characters [begin, end) of the text, and when they are said, in milliseconds on the meeting's clock."""

    begin: int
    end: int
    start_ms: int
    end_ms: int


def spans_of(text: str, words: Sequence[dict[str, Any]], start_ms: int, end_ms: int) -> list[Span]:
    """Return the text's words with their times, in order; without timed words they share the segment's."""
    said = [(place, char.lower()) for place, char in enumerate(text) if char.isalnum()]
    timed = [(n, char.lower()) for n, word in enumerate(words) for char in str(word["w"]) if char.isalnum()]
    head = _common(said, timed)
    tail = min(_common(said[::-1], timed[::-1]), len(said) - head, len(timed) - head)
    places = {n: place for n, (place, _) in enumerate(said[:head])}
    shift = len(said) - len(timed)
    places |= {n: said[n + shift][0] for n in range(len(timed) - tail, len(timed))}
    known = _known(words, timed, places)
    return _filled(text, known, start_ms, end_ms)


def _common(one: Sequence[Letter], other: Sequence[Letter]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0][1] == pair[1][1], zip(one, other, strict=False)))


def _known(words: Sequence[dict[str, Any]], timed: Sequence[Letter], places: dict[int, int]) -> list[Span]:
    """Return a span for each word of which every letter is in the text."""
    letters: dict[int, list[int | None]] = {}
    for n, (word, _) in enumerate(timed):
        letters.setdefault(word, []).append(places.get(n))
    return [
        Span(found[0], found[-1] + 1, words[word]["s"], max(words[word]["s"], words[word]["e"]))
        for word, found in letters.items()
        if found[0] is not None and found[-1] is not None and None not in found
    ]


def _filled(text: str, known: list[Span], start_ms: int, end_ms: int) -> list[Span]:
    """Add the words between the known ones."""
    found: list[Span] = []
    at, at_ms = 0, start_ms
    for span in known:
        found += _shared(text, at, span.begin, at_ms, max(at_ms, span.start_ms))
        found.append(span)
        at, at_ms = span.end, span.end_ms
    return found + _shared(text, at, len(text), at_ms, max(at_ms, end_ms))


def _shared(text: str, begin: int, end: int, start_ms: int, end_ms: int) -> list[Span]:
    """Let the words of a stretch share its time by their lengths."""
    words = [each for each in WORD.finditer(text[begin:end]) if any(map(str.isalnum, each[0]))]
    whole, passed, found = sum(len(each[0]) for each in words), 0, []
    for each in words:
        times = [start_ms + (end_ms - start_ms) * n // whole for n in (passed, passed + len(each[0]))]
        found.append(Span(begin + each.start(), begin + each.end(), times[0], times[1]))
        passed += len(each[0])
    return found
