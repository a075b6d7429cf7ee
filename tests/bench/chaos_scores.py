"""What a kill costs: words lost, and the time without captions; and whether anything is stored twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import quantiles
from typing import Any

from tests.bench.word_error_rate import normal
from tests.system.word_similarity import matched_words

Row = Mapping[str, Any]
"""A segment."""
TAIL_S = 1.0
"""A sentence is in flight for so long after its last word: its final is on its way."""


@dataclass
class Sentence:
    """What somebody said, and when."""

    speaker: str
    text: str
    start_s: float
    end_s: float
    lost: int = 0

    @property
    def words(self) -> list[str]:
        """Its words, normalized."""
        return normal(self.text)


@dataclass
class Kill:
    """A part that was killed, and when it was there again."""

    part: str
    at_s: float
    back_s: float = 0.0


@dataclass(frozen=True)
class Words:
    """How many words of some sentences were said, and lost."""

    said: int
    lost: int

    @classmethod
    def of(cls, sentences: list[Sentence]) -> "Words":
        """Add them up."""
        return cls(sum(len(each.words) for each in sentences), sum(each.lost for each in sentences))

    def __str__(self) -> str:
        return f"{self.lost:3} of {self.said:4}"


@dataclass(frozen=True)
class Cost:
    """What was lost by a kill: of the sentences in flight, and of those after it until the next kill."""

    kill: Kill
    in_flight: list[Sentence]
    after: list[Sentence]
    silent_s: float


def count_lost(said: list[Sentence], rows: Sequence[Row]) -> None:
    """Count the words of each sentence that are in no row, in the order of speech."""
    for speaker in {each.speaker for each in said}:
        own = [each for each in said if each.speaker == speaker]
        stored = [word for row in rows if row["speaker"] == speaker for word in normal(row["text"])]
        found = matched_words([word for each in own for word in each.words], stored)
        at = 0
        for each in own:
            each.lost = sum(not is_found for is_found in found[at : at + len(each.words)])
            at += len(each.words)


def doubled(rows: Sequence[Row]) -> int:
    """Rows with the words of another row of the same speaker; no sentence is said twice."""
    texts = [(row["speaker"], *normal(row["text"])) for row in rows if len(normal(row["text"])) > 3]
    return len(texts) - len(set(texts))


def costs_of(said: list[Sentence], kills: list[Kill], captions_s: list[float]) -> list[Cost]:
    """Give each kill its sentences, and the longest time without a caption until the next kill."""
    found = []
    for kill, until_s in zip(kills, [*(kill.at_s for kill in kills[1:]), said[-1].end_s], strict=True):
        in_flight = [each for each in said if each.start_s <= kill.at_s < each.end_s + TAIL_S]
        after = [each for each in said if kill.at_s < each.start_s and each.end_s + TAIL_S < until_s]
        times = [kill.at_s, *(at for at in captions_s if kill.at_s < at < until_s)]
        silent_s = max((later - at for at, later in pairwise(times)), default=until_s - kill.at_s)
        found.append(Cost(kill, in_flight, after, silent_s))
    return found


def table(
    said: list[Sentence],
    kills: list[Kill],
    captions_s: list[float],
    rows: Sequence[Row],
    gaps: dict[str, int],
) -> str:
    """Say what each kill and each part cost, then what must be zero."""
    count_lost(said, rows)
    costs = costs_of(said, kills, captions_s)
    lines = []
    for cost in costs:
        lines.append(_line(f"{cost.kill.at_s - said[0].start_s:5.0f} s  {cost.kill.part}", [cost]))
        lines += [
            f"{'':<9}{each.speaker}, {each.start_s - cost.kill.at_s:4.1f} s after it: {each.text}"
            for each in cost.after
            if each.lost > len(each.words) / 2
        ]
    parts = sorted({kill.part for kill in kills})
    lines += [
        "",
        *(_line(f"all: {part}", [cost for cost in costs if cost.kill.part == part]) for part in parts),
    ]
    silences = [cost.silent_s for cost in costs]
    cuts = quantiles(silences, n=20, method="inclusive") if len(costs) > 1 else silences * 20
    flying = {id(each) for cost in costs for each in cost.in_flight}
    others = [each for each in said if id(each) not in flying]
    seqs = [row["seq"] for row in rows]
    states = [row["state"] for row in rows]
    lines += [
        "",
        f"silent after a kill: p50 {cuts[9]:.1f} s, p95 {cuts[18]:.1f} s",
        f"not in flight: {Words.of(others)} words lost, sentences lost whole: "
        f"{sum(each.lost == len(each.words) for each in others)} of {len(others)}",
        f"{len(rows)} rows: doubled {doubled(rows)}, numbers given twice {len(seqs) - len(set(seqs))}, "
        f"left open {states.count('open')}; interrupted {states.count('interrupted')}; gaps {gaps}",
    ]
    return "\n".join([*lines, ""])


def _line(name: str, costs: list[Cost]) -> str:
    in_flight = Words.of([each for cost in costs for each in cost.in_flight])
    after = Words.of([each for cost in costs for each in cost.after])
    back_s = max(cost.kill.back_s - cost.kill.at_s for cost in costs)
    return (
        f"{name:<22} {len(costs)} killed, back after {back_s:4.1f} s; words lost in flight {in_flight}, "
        f"after it {after}; silent {max(cost.silent_s for cost in costs):4.1f} s"
    )
