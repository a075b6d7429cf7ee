"""Fusing rankings, and telling whether anything was said."""

from uuid import uuid4

import pytest

from agent.minutes.asking.fusion import fused
from agent.minutes.asking.relevance import LEAST_SHARE, can_be_about, most_shared

A, B, C = uuid4(), uuid4(), uuid4()


@pytest.mark.parametrize(
    ("rankings", "order"),
    [
        ([], []),
        ([[A, B], []], [A, B]),
        ([[A, B], [C, B]], [B, A, C]),
        ([[A, B, C], [A, C, B]], [A, B, C]),
    ],
)
def test_fused(rankings: list[list[object]], order: list[object]) -> None:
    """What both rankings have comes before what one has first; equal ones keep their order."""
    assert fused(rankings) == order  # type: ignore[arg-type]  # ids


def test_a_passage_with_the_questions_words_is_about_it() -> None:
    """Without vectors the share of content words decides."""
    question = "When do we open the ticket shop?"
    assert most_shared(question, ["We open the shop for tickets in April."]) >= LEAST_SHARE
    assert most_shared(question, ["The audit is done."]) < LEAST_SHARE
    assert most_shared(question, []) == most_shared("When is it?", ["It is."]) == 0


def test_nearness_of_an_unknown_model() -> None:
    """Of a model whose cosines were not measured, the nearest passage may be about the question."""
    assert can_be_about("When?", ["x"], 0.1, "unknown@1")
    assert not can_be_about("When?", ["x"], 0.1, "multilingual-e5-small-q4@0.3.0")
    assert not can_be_about("When?", ["x"], None, "")


def test_nearness_and_words_together() -> None:
    """What is near has to have words of the question too, if it is in the meeting's language."""
    about, e5 = ["We open the ticket shop in April."], "multilingual-e5-small-q4@0.3.0"
    assert can_be_about("When do we open the ticket shop?", about, 0.8, e5)
    assert not can_be_about("Who is going to paint the ceiling?", about, 0.84, e5)
    assert can_be_about("Wann öffnet unser Laden?", about, 0.84, e5)
