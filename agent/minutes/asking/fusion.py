"""Fuses rankings whose scores cannot be compared, by the ranks alone."""

from collections import defaultdict
from collections.abc import Sequence
from uuid import UUID

RANKS = 60
"""How little the first ranks outweigh the others; from Cormack, Clarke and Büttcher, “Reciprocal rank fusion
outperforms Condorcet” (2009)."""


def fused(rankings: Sequence[Sequence[UUID]]) -> list[UUID]:
    """Order what any ranking has by the sum of 1 / (60 + rank), best first; equal ones as they came."""
    scores: defaultdict[UUID, float] = defaultdict(float)
    for ranking in rankings:
        for rank, each in enumerate(ranking, start=1):
            scores[each] += 1 / (RANKS + rank)
    return sorted(scores, key=lambda each: -scores[each])
