"""Times of words after their text was corrected, cut in two or joined, and of their letters."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby, pairwise

from server.meeting.search_words import UNSPACED, plainly
from server.meeting.segment_rows import Words

MOST_COMPARED = 4_000_000
"""Pairs of units that are compared; of longer texts only what is equal at both ends keeps its times."""
_UNIT = re.compile(f"[{UNSPACED}]|(?:(?![{UNSPACED}])\\S)+")
"""What has a time of its own: a word, or a letter of a script without spaces."""
_LETTER = re.compile(f"[{UNSPACED}]")

Stretch = tuple[int, int]
"""From and to, in milliseconds on the meeting's clock."""


@dataclass(frozen=True, slots=True)
class _Unit:
    text: str
    start_ms: int
    end_ms: int
    confidence: float | None
    word: int
    """Which word it is part of: letters of one word become one again."""


def realigned(text: str, words: Words, start_ms: int, end_ms: int) -> Words:
    """Time each word of the text; none if the words before had no times.

    A word that is still there keeps its time and confidence. Others share the time of the words they replace,
    or the time between their neighbours, by their length; nobody measured how sure they are.
    """
    if not words:
        return []
    before, after = list(_timed(words)), _UNIT.findall(text)
    units: list[_Unit] = []
    for kind, a_start, a_end, b_start, b_end in _opcodes(_keys(each.text for each in before), _keys(after)):
        if kind == "equal":
            units += [
                _Unit(new, old.start_ms, old.end_ms, old.confidence, old.word)
                for new, old in zip(after[b_start:b_end], before[a_start:a_end], strict=True)
            ]
        elif b_start < b_end:
            stretch = _stretch(before, a_start, a_end, start_ms, end_ms)
            units += _shared(after[b_start:b_end], *stretch, word=-1 - b_start)
    return list(_joined(units))


def letter_times(text: str, words: Words, start_ms: int, end_ms: int) -> list[Stretch]:
    """Return a stretch for each letter that is not whitespace, within the segment, none before the last.

    Those of edited words share the time that `realigned` gives these.
    """
    end_ms = max(start_ms, end_ms)
    if "".join(text.split()) != "".join("".join(str(word["w"]).split()) for word in words):
        words = realigned(text, words, start_ms, end_ms) or [{"w": text, "s": start_ms, "e": end_ms}]
    times: list[Stretch] = []
    before = start_ms
    for word in words:
        count = len("".join(str(word["w"]).split()))
        start = min(max(before, int(word["s"])), end_ms)
        before = min(max(start, int(word["e"])), end_ms)
        edges = [start + (before - start) * index // max(count, 1) for index in range(count + 1)]
        times += pairwise(edges)
    return times


def cut_words(words: Words, first: str) -> tuple[Words, Words]:
    """Divide the words of a text that begins with `first`; a word that is cut through goes first."""
    letters = len("".join(first.split()))
    for number, word in enumerate(words):
        if letters <= 0:
            return words[:number], words[number:]
        letters -= len("".join(str(word["w"]).split()))
    return words, []


def _timed(words: Words) -> Iterator[_Unit]:
    for number, word in enumerate(words):
        parts = _UNIT.findall(str(word["w"]))
        yield from _shared(parts, int(word["s"]), int(word["e"]), word=number, confidence=word.get("c"))


def _shared(
    parts: list[str], start_ms: int, end_ms: int, *, word: int, confidence: float | None = None
) -> Iterator[_Unit]:
    letters, done, length = sum(map(len, parts)), 0, max(0, end_ms - start_ms)
    for number, part in enumerate(parts):
        begin = start_ms + length * done // letters
        done += len(part)
        # new words stay apart, new letters of one run together
        own = word if _LETTER.match(part) or word >= 0 else word - number
        yield _Unit(part, begin, start_ms + length * done // letters, confidence, own)


def _stretch(before: list[_Unit], start: int, end: int, start_ms: int, end_ms: int) -> tuple[int, int]:
    """Return the time of these units; without any, the time between their neighbours."""
    if start < end:
        return before[start].start_ms, before[end - 1].end_ms
    after_ms = before[start].start_ms if start < len(before) else end_ms
    before_ms = before[start - 1].end_ms if start else min(start_ms, after_ms)
    return before_ms, max(before_ms, after_ms)


def _keys(texts: Iterator[str] | list[str]) -> list[str]:
    """Return what is compared of each: letters and digits in one case, or the signs it is made of."""
    folded = (plainly(text).casefold() for text in texts)
    return ["".join(filter(str.isalnum, each)) or each for each in folded]


def _opcodes(before: list[str], after: list[str]) -> Sequence[tuple[str, int, int, int, int]]:
    if len(before) * len(after) <= MOST_COMPARED:
        return SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    limit = min(len(before), len(after))
    same = next((n for n in range(limit) if before[n] != after[n]), limit)
    tail = next((n for n in range(limit - same) if before[-1 - n] != after[-1 - n]), limit - same)
    a_end, b_end = len(before) - tail, len(after) - tail
    return [
        ("equal", 0, same, 0, same),
        ("replace", same, a_end, same, b_end),
        ("equal", a_end, len(before), b_end, len(after)),
    ]


def _joined(units: list[_Unit]) -> Iterator[dict[str, object]]:
    """Put letters of one word together; other units are words."""
    for _, run in groupby(units, lambda unit: unit.word if _LETTER.match(unit.text) else id(unit)):
        letters = list(run)
        word, last = "".join(each.text for each in letters), letters[-1]
        yield {"w": word, "s": letters[0].start_ms, "e": last.end_ms, "c": last.confidence}
