"""ROUGE of the summaries' benchmark, and the length of the methods it compares with."""

import pytest

from tests.bench.rouge import rouge
from tests.bench.summary_baselines import lead, lex_rank, text_rank

SAID = (
    "The bridge over the river is closed until the spring.",
    "Ferries carry the people across the river instead.",
    "Yes.",
    "The bridge needs new bolts before the river rises in the spring.",
)


def test_rouge_same_words() -> None:
    """A summary in the reference's very words has the full scores."""
    assert rouge(SAID[0], SAID[0]) == (1.0, 1.0, 1.0)


def test_rouge_no_words() -> None:
    """A summary without words has none."""
    assert rouge("…", SAID[0]) == (0.0, 0.0, 0.0)


def test_rouge_order() -> None:
    """Words in another order keep ROUGE-1 and lose ROUGE-2 and ROUGE-L."""
    assert rouge("spring until closed", "closed until spring") == (1.0, 0.0, 2 / 6)


def test_rouge_stems() -> None:
    """Forms of one word are the same word."""
    assert rouge("bridges closing", "bridge closed")[1] == 1.0


@pytest.mark.parametrize("method", [lead, text_rank, lex_rank])
def test_baseline_length(method: object) -> None:
    """Each method gives as many words as it may, and no sentence of one word."""
    assert callable(method)
    found = method(SAID, 15)
    assert len(found.split()) == 15
    assert "Yes" not in found
