"""Which of our tasks or decisions are those that the meeting's people wrote down.

People phrase anew what they write, so equality would find nothing, and so would the written words alone: half
of them are only in the turns that ours cites. The rule, for ours with a text and cited turns:

* words are content words (stems, no stopwords) and numbers, each weighed by how rare it is in the meeting: to
  share "remote" in a meeting about a remote is little; one that begins with the other is the same (repo);
* recall is the share of the person's words that are in our text or in the turns it cites;
* precision is the share of our text's words that are in the person's;
* two are the same from a harmonic mean of SAME on, with at least MIN_SHARED words of our text in common;
* each is matched at most once: the greatest number of pairs is taken.

`chance` says how lenient this is: as many whole lines, drawn at random from the same meeting.
"""

import math
import random
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from agent.minutes.text_normalization import content, numbers
from agent.minutes.transcript_lines import MeetingSpeech

SAME = 0.35
MIN_SHARED = 2
MIN_SHORT_FORM = 4
DRAWS = 20


@dataclass(frozen=True, slots=True)
class Said:
    """Something of ours: its text, and the words of the turns that it cites."""

    text: str
    cited: str


Matching = Callable[[Sequence[Said], Sequence[str]], dict[int, int]]
"""A rule for one meeting: ours to theirs by place."""


@dataclass(frozen=True, slots=True)
class Score:
    """How many of `ours` are among the `theirs` that people wrote."""

    matched: float
    ours: float
    theirs: float

    def __add__(self, other: "Score") -> "Score":
        return Score(self.matched + other.matched, self.ours + other.ours, self.theirs + other.theirs)

    @property
    def precision(self) -> float | None:
        """None where nothing of ours is there."""
        return self.matched / self.ours if self.ours else None

    @property
    def recall(self) -> float | None:
        """None where people wrote nothing."""
        return self.matched / self.theirs if self.theirs else None

    @property
    def f1(self) -> float | None:
        """None where neither wrote anything."""
        return 2 * self.matched / (self.ours + self.theirs) if self.ours + self.theirs else None


def weights_of(spoken: MeetingSpeech) -> dict[str, float]:
    """Weight of each word of the meeting: the rarer the lines with it, the heavier."""
    frequency = Counter(word for line in spoken.lines for word in words(line.text))
    return {word: math.log(1 + len(spoken.lines) / count) for word, count in frequency.items()}


def words(text: str) -> set[str]:
    """Content words and numbers."""
    return {*content(text), *numbers(text)}


def similarity(ours: Said, theirs: str, weights: Mapping[str, float]) -> float:
    """The rule above, 0 to 1."""
    wanted = words(theirs)
    written, cited = _as_in(words(ours.text), wanted), _as_in(words(ours.cited), wanted)
    if len(written & wanted) < min(MIN_SHARED, len(wanted)):
        return 0.0
    heaviest = max(weights.values(), default=1.0)

    def weight(some: Iterable[str]) -> float:
        return sum(weights.get(word, heaviest) for word in some)

    recall = weight(wanted & (written | cited)) / weight(wanted)
    precision = weight(written & wanted) / weight(written)
    return 2 * precision * recall / (precision + recall)


def _as_in(some: Collection[str], wanted: Collection[str]) -> set[str]:
    """The words, an abbreviation or a longer form as the wanted word that it stands for."""
    return {next((other for other in wanted if _is_same(word, other)), word) for word in some}


def _is_same(word: str, other: str) -> bool:
    short, long = sorted((word, other), key=len)
    return word == other or (len(short) >= MIN_SHORT_FORM and long.startswith(short))


def matches(ours: Sequence[Said], theirs: Sequence[str], weights: Mapping[str, float]) -> dict[int, int]:
    """Ours to theirs by place, by the rule above."""
    alike = [[similarity(one, other, weights) for other in theirs] for one in ours]
    return pairs_of([[found if found >= SAME else 0.0 for found in row] for row in alike])


def pairs_of(alike: Sequence[Sequence[float]]) -> dict[int, int]:
    """Rows to columns: the greatest number of pairs more than 0, the most alike first."""
    options = [
        sorted((at for at, found in enumerate(row) if found > 0), key=lambda at, row=row: -row[at])  # type: ignore[misc]
        for row in alike
    ]
    taken: dict[int, int] = {}
    for one in sorted(range(len(alike)), key=lambda one: -max(alike[one], default=0.0)):
        _take(one, options, taken, set())
    return {one: other for other, one in taken.items()}


def _take(one: int, options: Sequence[Sequence[int]], taken: dict[int, int], tried: set[int]) -> bool:
    """Pair `one`, moving others to their further options if need be (an augmenting path)."""
    for other in options[one]:
        if other in tried:
            continue
        tried.add(other)
        if other not in taken or _take(taken[other], options, taken, tried):
            taken[other] = one
            return True
    return False


def chance(spoken: MeetingSpeech, count: int, theirs: Sequence[str], matching: Matching) -> Score:
    """Score of `count` whole lines drawn from the meeting, the mean of DRAWS draws."""
    lines = [line.text for line in spoken.lines if len(content(line.text)) > MIN_SHARED]
    drawn = random.Random(7)  # noqa: S311  a draw of lines, no secret
    total = 0
    for _ in range(DRAWS):
        some = drawn.sample(lines, min(count, len(lines)))
        total += len(matching([Said(text, text) for text in some], theirs))
    return Score(total / DRAWS, count, len(theirs))


def same_people(ours: Collection[str], theirs: Collection[str]) -> bool:
    """Whether two sets of names mean the same people: each of theirs shares a word with one of ours."""
    parts = [set(content_names(name)) for name in ours]
    return len(ours) == len(theirs) and all(
        any(part & set(content_names(name)) for part in parts) for name in theirs
    )


def content_names(name: str) -> list[str]:
    """The words of a name, in lower case and without brackets."""
    return [word.strip("().,").lower() for word in name.split()]
