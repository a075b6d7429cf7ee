"""Texts of a phrase that the model wrote twice."""

import pytest

from agent.repetition import is_doubled

PHRASE = "The first point is the budget for the next year."


@pytest.mark.parametrize("text", [f"{PHRASE} {PHRASE}", f"{PHRASE} {PHRASE.lower()[:-1]}"])
def test_doubled(text: str) -> None:
    """A sentence twice in the time of one is the model's loop."""
    assert is_doubled(text, 2.9)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        (PHRASE, 2.9),
        (f"{PHRASE} {PHRASE}", 6.0),
        ("no no no no no no no no", 1.2),
        (f"{PHRASE} {PHRASE} Yes.", 2.9),
        ("", 1.0),
    ],
    ids=["once", "time for both", "short words", "not only", "nothing"],
)
def test_not_doubled(text: str, seconds: float) -> None:
    """What somebody can have said stays."""
    assert not is_doubled(text, seconds)
