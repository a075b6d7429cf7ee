"""Generate utterances with word times: templates by language and topic, with gaps for rarer words."""

from dataclasses import dataclass
from functools import cache
from random import Random

from server.seed.vocabulary import Vocabulary, vocabulary

STOCK = 400
"""Sentence templates of each language and topic."""
GAP = "%s"
GAPS = 2
MS_A_LETTER = 62
BETWEEN_WORDS_MS = 90


@dataclass(frozen=True, slots=True)
class Sentence:
    """A template: `text` and `words` have gaps, `times` are the words' starts and ends in ms."""

    text: str
    words: str
    """A JSON array without brackets; takes the gaps' words and the times in order."""
    times: tuple[int, ...]
    """From the utterance's start; -1 marks a gap."""
    length_ms: int
    confidence: float
    count: int


@cache
def stock(language: str, topic: int) -> list[Sentence]:
    rng, words = Random(f"{language}:{topic}"), vocabulary(language)  # noqa: S311  nothing is secret here
    return [_sentence(rng, words, topic) for _ in range(STOCK)]


def _sentence(rng: Random, words: Vocabulary, topic: int) -> Sentence:
    count = min(26, 4 + int(rng.expovariate(1 / 5)))
    said = rng.choices(words.common, cum_weights=words.common_weights, k=count)
    for place in rng.sample(range(count), max(1, count // 5)):
        said[place] = rng.choice(words.topics[topic])
    for place in rng.sample(range(count), GAPS):
        said[place] = GAP
    return _timed(rng, said)


def _timed(rng: Random, said: list[str]) -> Sentence:
    times: list[int] = []
    parts: list[str] = []
    sure: list[float] = []
    at = 0
    for word in said:
        end = at + MS_A_LETTER * (6 if word == GAP else max(2, len(word)))
        c = round(min(1.0, rng.gauss(0.82 if word == GAP else 0.93, 0.06)), 2)
        times += [-1, at, end] if word == GAP else [at, end]
        parts.append(f'{{"w":"{word}","s":%d,"e":%d,"c":{c}}}')
        sure.append(c)
        at = end + rng.randrange(BETWEEN_WORDS_MS)
    confidence = round(sum(sure) / len(sure), 3)
    return Sentence(" ".join(said), ",".join(parts), tuple(times), max(0, times[-1]), confidence, len(said))


class Talk:
    """Generates one meeting's sentences."""

    def __init__(self, rng: Random, language: str, count: int) -> None:
        words = vocabulary(language)
        main, aside = rng.randrange(len(words.topics)), rng.randrange(len(words.topics))
        self._sentences = rng.choices(stock(language, main), k=count - count // 5)
        self._sentences += rng.choices(stock(language, aside), k=count // 5)
        self._rare = iter(rng.choices(words.tail, cum_weights=words.tail_weights, k=GAPS * count))

    def said(self, number: int, start_ms: int) -> tuple[Sentence, str, str]:
        """Return the sentence, its text, and its words with times."""
        sentence = self._sentences[number]
        rare = [next(self._rare) for _ in range(GAPS)]
        gap = iter(rare)
        values = [next(gap) if at < 0 else at + start_ms for at in sentence.times]
        return sentence, sentence.text % tuple(rare), sentence.words % tuple(values)
