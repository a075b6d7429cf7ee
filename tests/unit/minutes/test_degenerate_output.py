"""Detection of loops and echoes in model output."""

import pytest

from agent.minutes.llm.degenerate_output import is_degenerate

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
def test_degenerate(answer: str) -> None:
    """Repetition loops and echoes of the instructions are degenerate."""
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
def test_ordinary(answer: str) -> None:
    """Ordinary text, short answers and repeated numbers are not degenerate."""
    assert not is_degenerate(answer, INSTRUCTIONS)
