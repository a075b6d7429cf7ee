"""Whether what was found can be about the question at all; else nothing was said about it."""

from collections.abc import Iterable

from agent.minutes.text_normalization import content

LEAST_COSINE = {"multilingual-e5-small-q4": 0.82}
"""Of the nearest passage, by the model's name; from `python -m tests.bench.ask --limits`: every question
about a meeting had more, and of those about another of the project more than half had less. Models differ too
much for one limit; whatever is nearest by one that is not here may be about the question."""
LEAST_SHARE = 0.5
"""Of the question's content words, in one passage: none of those about another meeting had more than 0.25."""


def can_be_about(question: str, texts: Iterable[str], cosine: float | None, model: str) -> bool:
    """Whether a passage is near enough, or has enough words of the question; `texts` are the passages'."""
    if cosine is not None and cosine >= LEAST_COSINE.get(model.partition("@")[0], 0.0):
        return True
    return most_shared(question, texts) >= LEAST_SHARE


def most_shared(question: str, texts: Iterable[str]) -> float:
    """Return the largest share of the question's content words that one text has; 0 if it has none."""
    asked = set(content(question))
    return (
        max((len(asked & set(content(text))) / len(asked) for text in texts), default=0.0) if asked else 0.0
    )
