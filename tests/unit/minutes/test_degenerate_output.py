"""Nonsense: loops and echoes are told from language."""

import pytest

from agent.minutes.degenerate_output import is_degenerate

INSTRUCTIONS = "You take notes of a meeting. Answer with one JSON object. Leave a list empty if unsure."


@pytest.mark.parametrize(
    "answer",
    [
        "the the the the the the",
        "The team discussed the budget. " * 8,
        '{"lines": [1], "text": "We will see what happens next time."}, ' * 9,
        "I take notes: answer with one JSON object leave a list empty if unsure.",
    ],
)
def test_nonsense(answer: str) -> None:
    """Going round in circles or handing the instructions back is nonsense."""
    assert is_degenerate(answer, INSTRUCTIONS)


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "No no, that is fine.",
        "Alice will send the budget to Carol by Friday, and Bob calls the printer on Monday.",
        '{"lines": [1, 2, 3, 3, 3, 3, 3, 3], "text": "The shop fails on phones."}',
    ],
)
def test_sense(answer: str) -> None:
    """Language, short answers and repeated numbers are not."""
    assert not is_degenerate(answer, INSTRUCTIONS)
