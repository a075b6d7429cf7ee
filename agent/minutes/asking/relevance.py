"""Whether what was found can be about the question at all; else nothing was said about it."""

from collections.abc import Sequence

from agent.minutes.spoken_language import spoken_tables
from agent.minutes.text_normalization import content, tokens

LEAST_NEARNESS = {"multilingual-e5-small-q4": 0.885}
"""Of the nearest passage's cosine and a sixth of the share of words, by the model's name. Nineteen of twenty
questions about the meetings developed on have more (`python -m tests.bench.ask --limits --all`). Models
differ too much for one limit; whatever is nearest by one that is not here may be about the question."""
OF_SHARE = 1 / 6
LEAST_COSINE, LEAST_SHARE = 0.82, 0.5
"""Of which one is enough where the question may be in another language than the meeting, in which words tell
nothing; the share alone where nothing embeds."""


def can_be_about(question: str, texts: Sequence[str], cosine: float | None, model: str) -> bool:
    """Whether the passages are near enough, and have enough words of the question; `texts` are theirs."""
    share = most_shared(question, texts)
    if cosine is None:
        return share >= LEAST_SHARE
    least = LEAST_NEARNESS.get(model.partition("@")[0], 0.0)
    if least and spoken_tables().stopwords.isdisjoint(tokens(question)):
        return cosine >= LEAST_COSINE or share >= LEAST_SHARE
    return cosine + OF_SHARE * share >= least


def most_shared(question: str, texts: Sequence[str]) -> float:
    """Return the largest share of the question's content words that one text has; 0 if it has none."""
    asked = set(content(question))
    return (
        max((len(asked & set(content(text))) / len(asked) for text in texts), default=0.0) if asked else 0.0
    )
