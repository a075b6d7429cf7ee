"""Detection of loops and echoes in model output."""

import pytest

from agent.minutes.llm.degenerate_output import is_degenerate, is_looping

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
    assert is_degenerate([answer], INSTRUCTIONS)


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
    assert not is_degenerate([answer], INSTRUCTIONS)


SAID = "They keep the early ferry and drop the one at noon, and Gus writes to the harbour office by Tuesday."


def test_same_sentence_in_each_list() -> None:
    """A sentence that is topic, key point and decision at once is no loop; one that fills the answer is."""
    assert not is_degenerate(["Ferry", SAID, SAID, SAID, "Nobody"], INSTRUCTIONS)
    assert is_degenerate(["Ferry", *[SAID] * 4], INSTRUCTIONS)


@pytest.mark.parametrize("names", [["Nobody"] * 9, ["Gus", "Gus", "Gus", "Gus", "Alice"]])
def test_names_repeat(names: list[str]) -> None:
    """The owner of every task may be the same."""
    assert not is_degenerate(names, INSTRUCTIONS)


NOTE = '{"lines": [%d], "text": "They keep the early ferry."}, '
"""An item of an answer, with another number each time."""


@pytest.mark.parametrize(
    ("answer", "loops"),
    [
        (f'{{"summary": "{SAID}"}}, {{"text": "{SAID}"}}, {{"text": "{SAID[:40]}', False),
        ("".join(NOTE % at for at in range(2)), False),
        ("".join(NOTE % at for at in range(9)), True),
        ("".join(NOTE % at for at in range(9)) + '{"lines": [4', True),
        ("It is done. " + "and then the ferry " * 12, True),
        ("It is " + "so " * 7, True),
        ("", False),
    ],
    ids=["twice", "two items", "items", "within an item", "sentence", "word", "empty"],
)
def test_looping(answer: str, loops: bool) -> None:
    """An answer that is written loops once its end is the same words again and again."""
    assert is_looping(answer) is loops
