"""Extraction of decisions."""

import pytest

from agent.minutes.decisions import decisions_of
from tests.unit.minutes.made_up_speech import said


def found(*sayings: str) -> list[str]:
    """The texts of the decisions."""
    return [each.text for each in decisions_of(said(*sayings))]


@pytest.mark.parametrize(
    ("sayings", "decision"),
    [
        (["A: So we decided to postpone the launch."], "We decided to postpone the launch."),
        (["A: Okay, let's go with the blue logo."], "Let's go with the blue logo."),
        (["A: The final decision is to hire two engineers."], "The final decision is to hire two engineers."),
        (["A: Let's move the release to May.", "B: Agreed."], "Let's move the release to May."),
        (
            ["B: We could rent the old theatre hall.", "A: Yes, let's go with that."],
            "We could rent the old theatre hall. Let's go with that.",
        ),
        (["A: 출시를 오월로 미루기로 했습니다."], "출시를 오월로 미루기로 했습니다."),
    ],
)
def test_decision(sayings: list[str], decision: str) -> None:
    """A stated decision, or a proposal with assent, is a decision."""
    assert found(*sayings) == [decision]


@pytest.mark.parametrize(
    "sayings",
    [
        ["A: We haven't decided on the launch."],
        ["A: Have we decided to postpone the launch?"],
        ["A: If we decided to postpone the launch it would hurt."],
        ["A: Maybe we go with the blue logo, should we?"],
        ["A: Let's move the release to May.", "B: No, that is too late.", "C: Yes it is."],
        ["A: Let's move the release to May.", "B: What about the testers in the other office?"],
        ["A: Let's move on to the next point.", "B: Okay."],
        ["A: Let's go with the blue logo.", "A: Actually no, never mind."],
    ],
)
def test_no_decision(sayings: list[str]) -> None:
    """Doubt, questions, refusal, silence and procedure are no decisions."""
    assert found(*sayings) == []


def test_evidence() -> None:
    """A decision by assent cites the proposal and the assent."""
    (decision,) = decisions_of(said("A: Let's move the release to May.", "B: Agreed."))
    assert [line.number for line in decision.lines] == [1, 2]
