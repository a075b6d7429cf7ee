"""Extractive summaries to compare with: lead, TextRank and LexRank, cut to a number of words.

TextRank weighs two sentences by the words they share over the logarithms of their lengths (Mihalcea and
Tarau, 2004); LexRank by the cosine of their TF-IDF vectors, linked from THRESHOLD on (Erkan and Radev, 2004).
Both rank by the power iteration of PageRank. The best sentences that fit are given in spoken order.
"""

from collections import Counter
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from agent.minutes.language_tables import STOPWORDS
from tests.bench.rouge import WORD, stems

THRESHOLD = 0.1
"""Cosine from which LexRank links two sentences."""
DAMPING = 0.85
ROUNDS = 50
MIN_WORDS = 2
"""Shorter sentences have no place in a summary."""

Matrix = npt.NDArray[np.float64]


def lead(sentences: Sequence[str], words: int) -> str:
    """The first sentences."""
    return cut(sentences, words)


def text_rank(sentences: Sequence[str], words: int) -> str:
    """The sentences best linked by the words they share."""
    counts, lengths = _bags(sentences)
    present = (counts > 0).astype(np.float64)
    norms = np.log(np.maximum(lengths, 1.0))
    sums = norms[:, None] + norms[None, :]
    return _best(sentences, np.where(sums > 0, present @ present.T / np.maximum(sums, 1e-9), 0.0), words)


def lex_rank(sentences: Sequence[str], words: int) -> str:
    """The sentences most central by their TF-IDF vectors."""
    counts, _ = _bags(sentences)
    spread = np.maximum((counts > 0).sum(axis=0), 1)
    weighed = counts * np.log(1 + len(sentences) / spread)
    weighed /= np.maximum(np.linalg.norm(weighed, axis=1, keepdims=True), 1e-9)
    return _best(sentences, (weighed @ weighed.T > THRESHOLD).astype(np.float64), words)


def _bags(sentences: Sequence[str]) -> tuple[Matrix, Matrix]:
    """Word counts of each sentence without stop words, and its length."""
    bags = [
        Counter(stems(" ".join(word for word in WORD.findall(text.lower()) if word not in STOPWORDS)))
        for text in sentences
    ]
    column = {word: at for at, word in enumerate(dict.fromkeys(word for bag in bags for word in bag))}
    counts = np.zeros((len(bags), max(1, len(column))))
    for at, bag in enumerate(bags):
        for word, count in bag.items():
            counts[at, column[word]] = count
    return counts, counts.sum(axis=1)


def _best(sentences: Sequence[str], links: Matrix, words: int) -> str:
    """The sentences of the highest PageRank that fit, in spoken order."""
    np.fill_diagonal(links, 0.0)
    out = links.sum(axis=1, keepdims=True)
    steps = np.where(out > 0, links / np.maximum(out, 1e-9), 1.0 / len(sentences))
    rank = np.full(len(sentences), 1.0 / len(sentences))
    for _ in range(ROUNDS):
        rank = (1 - DAMPING) / len(sentences) + DAMPING * rank @ steps
    chosen: list[int] = []
    for at in np.argsort(-rank, kind="stable"):
        chosen.append(int(at))
        if sum(len(sentences[each].split()) for each in chosen) >= words:
            break
    return cut([sentences[at] for at in sorted(chosen)], words)


def cut(sentences: Sequence[str], words: int) -> str:
    """The first words of the sentences that have at least MIN_WORDS."""
    kept = [each for each in sentences if len(each.split()) >= MIN_WORDS]
    return " ".join(" ".join(kept).split()[:words])
