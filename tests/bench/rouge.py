"""ROUGE-1, ROUGE-2 and ROUGE-L: how much of a reference summary's words, pairs and order a summary has.

F1 over stemmed words in lower case, as in Lin (2004), "ROUGE: A Package for Automatic Evaluation of
Summaries"; ROUGE-L is of the whole text, by its longest common subsequence.
"""

import re
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from typing import TypeVar

import snowballstemmer

WORD = re.compile(r"[^\W_]+")
Part = TypeVar("Part")
_STEMMER = snowballstemmer.stemmer("english")

Scores = tuple[float, float, float]
"""F1 of ROUGE-1, ROUGE-2 and ROUGE-L, from 0 to 1."""


def rouge(summary: str, reference: str) -> Scores:
    """The scores of a summary against one reference; 0 if either has no word."""
    ours, theirs = stems(summary), stems(reference)
    return (
        _overlap(Counter(ours), Counter(theirs)),
        _overlap(Counter(pairwise(ours)), Counter(pairwise(theirs))),
        _f1(_common_subsequence(ours, theirs), len(ours), len(theirs)),
    )


def stems(text: str) -> list[str]:
    """The stemmed words of a text."""
    return list(_STEMMER.stemWords(WORD.findall(text.lower())))


def _overlap(ours: Counter[Part], theirs: Counter[Part]) -> float:
    return _f1((ours & theirs).total(), ours.total(), theirs.total())


def _f1(common: int, ours: int, theirs: int) -> float:
    return 2 * common / (ours + theirs) if common else 0.0


def _common_subsequence(ours: Sequence[str], theirs: Sequence[str]) -> int:
    """Length of the longest common subsequence."""
    row = [0] * (len(theirs) + 1)
    for word in ours:
        before = 0
        for at, other in enumerate(theirs, start=1):
            above = row[at]
            row[at] = before + 1 if word == other else max(row[at], row[at - 1])
            before = above
    return row[-1]
