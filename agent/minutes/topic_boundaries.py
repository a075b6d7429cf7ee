"""Topic boundaries: the split of a meeting in which each part is told in the fewest different words.

The cost of a part is that of coding its content words by their own frequencies, with one added to each, and
of a further part the logarithm of the number of words (Utiyama and Isahara, 2001). The cheapest split is
found by dynamic programming over units of a few lines.
"""

import math
from collections import Counter
from collections.abc import Collection, Sequence
from itertools import pairwise

from agent.minutes.text_normalization import content, stem
from agent.minutes.transcript_lines import TranscriptLine

UNITS = 160
"""Maximum number of units a meeting is divided into, whose borders are possible boundaries."""
LINES_A_TOPIC = 12
"""A topic has at least this many lines."""
MAX_TOPICS = 8
PRICE_STEP = 1.25
"""Factor of a part's price as long as there are more than MAX_TOPICS."""


def boundaries(lines: Sequence[TranscriptLine], ignored: Collection[str]) -> list[Sequence[TranscriptLine]]:
    """Split lines into at most MAX_TOPICS parts; `ignored` words in lower case have no topic."""
    without = {stem(word) for word in ignored}
    size = max(1, math.ceil(len(lines) / UNITS))
    units = [lines[at : at + size] for at in range(0, len(lines), size)]
    bags = [[word for line in unit for word in content(line.text) if word not in without] for unit in units]
    least = max(1, LINES_A_TOPIC // size)
    costs = _costs(bags, least)
    price = math.log(1 + sum(map(len, bags)))
    while len(cuts := _cheapest(costs, len(units), price)) > MAX_TOPICS + 1:
        price *= PRICE_STEP
    return [lines[start * size : end * size] for start, end in pairwise(cuts)]


def _costs(bags: Sequence[Sequence[str]], least: int) -> list[dict[int, float]]:
    """For each start the cost of the part to each end, in nats."""
    kinds = len({word for bag in bags for word in bag})
    logs = [0.0] + [math.log(count) for count in range(1, sum(map(len, bags)) + kinds + 2)]
    costs: list[dict[int, float]] = []
    for start in range(len(bags)):
        seen, told, total = Counter[str](), 0.0, 0
        ends: dict[int, float] = {}
        for end in range(start, len(bags)):
            for word in bags[end]:
                count = seen[word]
                told += (count + 1) * logs[count + 2] - count * logs[count + 1]
                seen[word] = count + 1
            total += len(bags[end])
            if end + 1 - start >= least or (start == 0 and end + 1 == len(bags)):
                ends[end + 1] = total * logs[total + kinds] - told
        costs.append(ends)
    return costs


def _cheapest(costs: Sequence[dict[int, float]], units: int, price: float) -> list[int]:
    """The borders of the cheapest split, with the first and the last."""
    best: list[tuple[float, int]] = [(0.0, 0)] + [(math.inf, 0)] * units
    for start in range(units):
        for end, cost in costs[start].items():
            if best[start][0] + cost + price < best[end][0]:
                best[end] = (best[start][0] + cost + price, start)
    cuts = [units]
    while cuts[-1] > 0:
        cuts.append(best[cuts[-1]][1])
    return cuts[::-1]
