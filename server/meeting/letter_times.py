"""Times of each letter of a text, from the times of the words as they were heard."""

from collections.abc import Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from server.meeting.segment_rows import Words

MOST_COMPARED = 2000
"""Letters of an edited text that are compared with what was heard; comparing takes up to the square of it."""

Stretch = tuple[int, int]
"""From and to, in milliseconds on the meeting's clock."""


def letter_times(text: str, words: Words, start_ms: int, end_ms: int) -> list[Stretch]:
    """Return a stretch for each letter that is not whitespace; edited ones lie between their neighbours."""
    letters = "".join(text.split())
    heard, times = _heard(words, start_ms, max(start_ms, end_ms))
    known: list[Stretch | None] = [None] * len(letters)
    for at, place, size in _matches(letters, heard):
        known[at : at + size] = times[place : place + size]
    return _filled(known, start_ms, max(start_ms, end_ms))


def _heard(words: Words, start_ms: int, end_ms: int) -> tuple[str, list[Stretch]]:
    """Return the letters of the words and their times, which only rise, within the segment."""
    heard, times, before = "", [], start_ms
    for word in words:
        letters = "".join(str(word["w"]).split())
        start = min(max(before, int(word["s"])), end_ms)
        end = min(max(start, int(word["e"])), end_ms)
        edges = [start + (end - start) * index // max(len(letters), 1) for index in range(len(letters) + 1)]
        times += list(pairwise(edges))
        heard += letters
        before = end
    return heard, times


def _matches(letters: str, heard: str) -> Sequence[tuple[int, int, int]]:
    if letters == heard:
        return [(0, 0, len(letters))]
    if max(len(letters), len(heard)) > MOST_COMPARED:
        return []
    return SequenceMatcher(None, letters.casefold(), heard.casefold(), autojunk=False).get_matching_blocks()


def _filled(known: list[Stretch | None], start_ms: int, end_ms: int) -> list[Stretch]:
    """Spread letters without times evenly over the time between their neighbours."""
    filled: list[Stretch] = []
    at = 0
    while at < len(known):
        stretch = known[at]
        if stretch is not None:
            filled.append(stretch)
            at += 1
            continue
        until = next((place for place in range(at, len(known)) if known[place] is not None), len(known))
        after = known[until] if until < len(known) else None
        begin, end = filled[-1][1] if filled else start_ms, after[0] if after else end_ms
        count = until - at
        edges = [begin + (end - begin) * index // count for index in range(count + 1)]
        filled += list(pairwise(edges))
        at = until
    return filled
