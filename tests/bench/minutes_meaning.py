"""Which of our tasks or decisions mean what the meeting's people wrote, though in other words.

The rule of `minutes_matching` asks for words in common, and takes “it'll just control the TV” and “the remote
will only control televisions” for two things. This one adds to it, by embeddings (multilingual-e5-small):

* how near ours is to theirs is told in standard deviations above the mean of all that was said in that
  meeting, because the bare cosine of two sentences about one subject is always high;
* two are the same from NEAR on where they share a content word, the beginning of a word counting as the word
  (recharger, rechargeable), and from NEAREST on without one;
* never if only one of the two says no.

Both thresholds were chosen on the half of the sample that was developed on. Where there is no model, there is
no such rule, and the bench says so.
"""

from collections.abc import Callable, Sequence

import numpy as np
import numpy.typing as npt

from agent.minutes.embeddings.embedder import Role, Vectors
from agent.minutes.language_tables import NEGATIONS
from agent.minutes.text_normalization import content, sentences, tokens
from agent.minutes.transcript_lines import MeetingSpeech
from tests.bench.minutes_matching import SAME, Said, pairs_of, similarity, weights_of

NEAR, NEAREST = 3.3, 4.5
MIN_WORDS = 3
"""Shorter sentences say nothing, and would make the mean that of “yeah”."""
MIN_STEM = 5
"""Letters of a word that make it the beginning of another."""
Embed = Callable[[Sequence[str], Role], Vectors]
Matrix = npt.NDArray[np.float32]


class Meaning:
    """What was said in a meeting, to measure by it how near two texts are."""

    def __init__(self, spoken: MeetingSpeech, embed: Embed) -> None:
        said = [each for line in spoken.lines for each in sentences(line.text)]
        self.sentences = [each for each in said if len(each.split()) >= MIN_WORDS]
        self.weights = weights_of(spoken)
        self._embed = embed
        self._known: dict[str, Vectors] = {}
        self._vectors = self._embedded(self.sentences)

    def deviations(self, ours: Sequence[str], theirs: Sequence[str]) -> Matrix:
        """Row by row of ours, how far each of theirs is nearer to it than to what was said."""
        wanted = self._embedded(theirs)
        usual = self._vectors @ wanted.T
        near = self._embedded(ours) @ wanted.T
        found: Matrix = (near - usual.mean(axis=0)) / (usual.std(axis=0) + 1e-6)
        return found

    def _embedded(self, texts: Sequence[str]) -> Vectors:
        new = [text for text in dict.fromkeys(texts) if text not in self._known]
        self._known.update(zip(new, self._embed(new, Role.PASSAGE), strict=True))
        return np.stack([self._known[text] for text in texts]) if texts else np.zeros((0, 1), np.float32)

    def matches(self, ours: Sequence[Said], theirs: Sequence[str]) -> dict[int, int]:
        """Ours to theirs by place, each once: alike in their words or in their meaning."""
        if not ours or not theirs or not self.sentences:
            return {}
        near = self.deviations([each.text for each in ours], theirs)
        return pairs_of([[self._alike(one, other, near[i, j]) for j, other in enumerate(theirs)]
                         for i, one in enumerate(ours)])  # fmt: skip

    def said_at_all(self, theirs: Sequence[str]) -> int:
        """How many of theirs at least one sentence of the meeting says: no choice of sentences finds more."""
        said = [Said(each, each) for each in self.sentences]
        if not said or not theirs:
            return 0
        near = self.deviations(self.sentences, theirs)
        return sum(
            any(self._alike(one, other, near[i, j]) for i, one in enumerate(said))
            for j, other in enumerate(theirs)
        )

    def _alike(self, ours: Said, theirs: str, deviations: float) -> float:
        """More than 0 if they are the same: the words decide first, then the meaning."""
        by_words = similarity(ours, theirs, self.weights)
        if by_words >= SAME:
            return 1 + by_words
        is_near = deviations >= NEAREST or (deviations >= NEAR and _share_a_word(ours.text, theirs))
        return float(deviations) / 100 if is_near and says_no(ours.text) == says_no(theirs) else 0.0


def says_no(text: str) -> bool:
    """Whether a text negates something."""
    return any(token in NEGATIONS or token.endswith(("n't", "n’t")) for token in tokens(text))


def _share_a_word(one: str, other: str) -> bool:
    return any(
        word == wanted or (min(len(word), len(wanted)) >= MIN_STEM and word[:MIN_STEM] == wanted[:MIN_STEM])
        for word in content(one)
        for wanted in content(other)
    )
