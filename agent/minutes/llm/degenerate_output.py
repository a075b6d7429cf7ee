"""Detects degenerate model output: repetition loops and echoes of the instructions."""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from agent.minutes.text_normalization import tokens

GRAM = 4
"""Length in words of the compared n-grams."""
MAX_REPEATED = 0.4
"""A larger share of repeated n-grams is a loop."""
MIN_TOKENS = 24
"""Shorter answers are not checked: repetition is natural in them."""
SAME_RUN = 5
"""One word this many times in a row is a loop at any length."""
ECHO_RUN = 9
"""This many consecutive words of the instructions are an echo of them."""


def is_degenerate(answer: str, instructions: str) -> bool:
    """Whether the answer is a repetition loop or an echo of its instructions."""
    return is_loop(answer) or _echoes(tokens(answer), tokens(instructions))


def is_loop(answer: str) -> bool:
    """Whether the answer, or its beginning, is a repetition loop."""
    return _loops(tokens(answer))


def _grams(words: Sequence[str], size: int) -> list[tuple[str, ...]]:
    return [tuple(words[at : at + size]) for at in range(len(words) - size + 1)]


def _loops(words: Sequence[str]) -> bool:
    run = 1
    for before, word in pairwise(words):
        run = run + 1 if word == before and not word[0].isdigit() else 1
        if run >= SAME_RUN:
            return True
    if len(words) < MIN_TOKENS:
        return False
    grams = _grams([word for word in words if not word[0].isdigit()], GRAM)
    repeated = sum(count - 1 for count in Counter(grams).values())
    return bool(grams) and repeated / len(grams) > MAX_REPEATED


def _echoes(answer: Sequence[str], instructions: Sequence[str]) -> bool:
    return not set(_grams(answer, ECHO_RUN)).isdisjoint(_grams(instructions, ECHO_RUN))
