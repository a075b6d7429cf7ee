"""Detects degenerate model output: repetition loops, copies, and echoes of the instructions.

A small model gives the same sentence as a topic's summary, a key point and a decision. That is no loop: later
steps keep what is borne out, once.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise

from agent.minutes.text_normalization import tokens

GRAM = 4
"""Length in words of the compared n-grams."""
MAX_REPEATED = 0.4
"""A larger share of repeated n-grams in one text is a loop."""
MIN_TOKENS = 24
"""Shorter texts are not checked: repetition is natural in them."""
SAME_RUN = 5
"""One word this many times in a row is a loop at any length."""
ROUNDS = 3
"""An answer whose last words are the same ones so many times over does not end by itself."""
LONGEST_ROUND = 120
"""In words."""
COPIES = 3
"""Each text more often than this, on average, is a loop of whole items."""
ECHO_RUN = 9
"""This many consecutive words of the instructions are an echo of them."""


def is_degenerate(texts: Sequence[str], instructions: str) -> bool:
    """Whether one of an answer's texts is a loop or an echo of its instructions, or most are copies."""
    said = [tokens(text) for text in texts]
    sentences = [tuple(words) for words in said if len(words) >= GRAM]
    if len(sentences) > COPIES * len(set(sentences)) or any(map(_loops, said)):
        return True
    asked = set(_grams(tokens(instructions), ECHO_RUN))
    return any(not asked.isdisjoint(_grams(words, ECHO_RUN)) for words in said)


def is_looping(answer: str) -> bool:
    """Whether an answer that is being written has begun to repeat itself without an end."""
    words = [word for word in tokens(answer)[:-1] if not word[0].isdigit()]
    if _has_run(words):
        return True
    rounds = range(1, min(LONGEST_ROUND, len(words) // ROUNDS) + 1)
    return any(
        ROUNDS * size >= MIN_TOKENS and words[-ROUNDS * size : -size] == words[-(ROUNDS - 1) * size :]
        for size in rounds
    )


def _grams(words: Sequence[str], size: int) -> list[tuple[str, ...]]:
    return [tuple(words[at : at + size]) for at in range(len(words) - size + 1)]


def _loops(words: Sequence[str]) -> bool:
    if _has_run(words):
        return True
    if len(words) < MIN_TOKENS:
        return False
    grams = _grams([word for word in words if not word[0].isdigit()], GRAM)
    repeated = sum(count - 1 for count in Counter(grams).values())
    return bool(grams) and repeated / len(grams) > MAX_REPEATED


def _has_run(words: Sequence[str]) -> bool:
    run = 1
    for before, word in pairwise(words):
        run = run + 1 if word == before and not word[0].isdigit() else 1
        if run >= SAME_RUN:
            return True
    return False
