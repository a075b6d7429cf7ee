"""Ranks lines by TF-IDF similarity to the meeting's centroid, with a redundancy penalty (MMR)."""

import math
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

from agent.minutes.spoken_language import spoken_tables
from agent.minutes.text_normalization import content, stem
from agent.minutes.transcript_lines import TranscriptLine

Vector = Mapping[str, float]
MIN_CONTENT = 4
"""Lines with fewer content words are not ranked."""
IDEAL_CONTENT = 14
"""Number of content words beyond which a line gains no more weight."""
DIVERSITY = 0.6
QUESTION_WEIGHT = 0.6
"""Weight factor of questions, which say less than their answers."""


def vectors(texts: Sequence[str], ignored: Collection[str] = ()) -> list[Vector]:
    """TF-IDF vectors of the texts' content words but `ignored` ones, normalized to length 1."""
    without = {stem(word) for word in ignored}
    bags = [Counter(word for word in content(text) if word not in without) for text in texts]
    spread = Counter(word for bag in bags for word in bag)
    found = []
    for bag in bags:
        weighed = {
            word: (1 + math.log(count)) * math.log(1 + len(bags) / spread[word])
            for word, count in bag.items()
        }
        found.append(unit(weighed))
    return found


def unit(vector: Vector) -> Vector:
    """Normalize to length 1; an empty vector stays empty."""
    length = math.sqrt(sum(value * value for value in vector.values()))
    return {word: value / length for word, value in vector.items()} if length else {}


def centroid(of: Iterable[Vector]) -> Vector:
    """Normalized sum of the vectors."""
    total: Counter[str] = Counter()
    for vector in of:
        for word, value in vector.items():
            total[word] += value  # type: ignore[assignment]  # Counter also adds floats
    return unit(total)


def cosine(one: Vector, other: Vector) -> float:
    """Cosine similarity of two vectors of length 1."""
    small, large = (one, other) if len(one) < len(other) else (other, one)
    return sum(value * large.get(word, 0.0) for word, value in small.items())


def ranked(lines: Sequence[TranscriptLine], count: int) -> list[TranscriptLine]:
    """Select the best lines, best first, without near-duplicates."""
    found = vectors([line.text for line in lines])
    middle = centroid(found)
    scores = {
        at: cosine(vector, middle) * _weight(lines[at])
        for at, vector in enumerate(found)
        if len(set(content(lines[at].text))) >= MIN_CONTENT
    }
    return [lines[at] for at in diverse(scores, found, count, DIVERSITY)]


def diverse(scores: Mapping[int, float], of: Sequence[Vector], count: int, diversity: float) -> list[int]:
    """Select by score, best first; what is like a selected one loses up to `diversity` of its score (MMR)."""
    left = dict(scores)
    chosen: list[int] = []
    while left and len(chosen) < count:
        best = max(left, key=lambda at: (left[at], -at))
        chosen.append(best)
        del left[best]
        for at in left:
            left[at] *= 1 - diversity * cosine(of[at], of[best])
    return chosen


def _weight(line: TranscriptLine) -> float:
    about = len(set(content(line.text)))
    spoken = max(1, len(line.text.split()))
    dense = min(1.0, 0.4 + about / spoken)
    asks = QUESTION_WEIGHT if spoken_tables().question.search(line.text) else 1.0
    return math.sqrt(min(about, IDEAL_CONTENT)) * dense * asks
