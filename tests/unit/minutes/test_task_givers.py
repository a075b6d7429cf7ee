"""Tasks that a chair hands out: by role, to several at once, and at the end of a meeting."""

import pytest

from agent.minutes.commitments import commitments_of
from agent.minutes.extractive import extract
from tests.unit.minutes.made_up_speech import said


def given(*sayings: str, there: tuple[str, ...] = ("Bob", "Carol")) -> list[tuple[str, str | None]]:
    """Task and owner of each commitment."""
    return [
        (each.task, each.owner.name if each.owner else None)
        for each in commitments_of(said(*sayings, there=there))
    ]


@pytest.mark.parametrize(
    ("saying", "task", "owner"),
    [
        ("our engineer is gonna be working on the wiring plan.", "Work on the wiring plan", "engineer"),
        (
            "The layout designer will do the front page design.",
            "Do the front page design",
            "layout designer",
        ),
        ("So Bob gonna be preparing the floor plan.", "Prepare the floor plan", "Bob"),
        (
            "you two are gonna build a cardboard model of the stage.",
            "Build a cardboard model of the stage",
            None,
        ),
        ("You'll be working on the seating plan.", "Work on the seating plan", None),
    ],
)
def test_given(saying: str, task: str, owner: str | None) -> None:
    """A role is an owner as a name is; several people told at once leave the owner open."""
    assert given(f"Ann: {saying}") == [(task, owner)]


def test_each_their_own() -> None:
    """Two people in one sentence each get their own task, and no more than that."""
    told = "Ann: Bob's gonna be writing the programme, and Carol's gonna be printing the posters."
    assert given(told) == [("Write the programme", "Bob"), ("Print the posters", "Carol")]


@pytest.mark.parametrize(
    "saying",
    [
        "You'll be hearing more from us soon.",
        "You'll be seeing the slides in a moment.",
        "You guys can set up several windows at once.",
        "I want to take this opportunity to send my best wishes to the team.",
        "I want to raise with the minister an issue that I raised before.",
        "I'll just add, on behalf of the council, that the plan is not new.",
    ],
)
def test_no_task(saying: str) -> None:
    """What people will hear or see, and what is said by announcing it, is no task."""
    assert given(f"Ann: {saying}") == []


def test_able() -> None:
    """Who can or has to do it means it more than who would like to."""
    assert given("Ann: I can send an email around.") == [("Send an email around", "Ann")]
    assert given("Ann: I would like to send my greetings around.") == []


@pytest.mark.parametrize(
    ("saying", "task"),
    [
        ("Let me look into the missing invoices.", "Look into the missing invoices"),
        ("Let me open an issue for the broken link.", "Open an issue for the broken link"),
        ("Happy to review the text of the poster.", "Review the text of the poster"),
    ],
)
def test_let_me(saying: str, task: str) -> None:
    """Offers without “I will” are commitments, too."""
    assert given(f"Ann: {saying}") == [(task, "Ann")]


@pytest.mark.parametrize(
    "saying",
    ["Let me open the document.", "Let me ask you about the poster.", "Happy to be here.", "Let me check."],
)
def test_let_me_speak(saying: str) -> None:
    """What is done by saying so, or at once, is none."""
    assert given(f"Ann: {saying}") == []


def decided(*sayings: str) -> list[str]:
    """The texts of the decisions."""
    return [each.text for each in extract(said(*sayings)).decisions]


@pytest.mark.parametrize(
    ("sayings", "decision"),
    [
        (["A: Okay, so we only do that when the weather is dry.", "B: Yeah."],
         "We only do that when the weather is dry."),
        (["A: So stick to the wooden chairs.", "B: Okay."], "Stick to the wooden chairs."),
        (["A: Just the garden, no barn, and a fence around both.",
          "A: So is everybody okay with all of that?", "B: Yeah.", "C: Fine by me."],
         "Just the garden, no barn, and a fence around both."),
        (["A: Then we don't need a second stage.", "B: No, no.", "C: Mm, no."],
         "We don't need a second stage."),
    ],
)  # fmt: skip
def test_summed_up(sayings: list[str], decision: str) -> None:
    """What is summed up or asked of everybody is a decision in its own words; a no may agree."""
    assert decided(*sayings) == [decision]


def test_more_is_another() -> None:
    """A decision is not lost in one that says much more of the same thing."""
    found = decided(
        "A: So we're going for a steel stage.",
        "B: Yeah.",
        "A: We agreed that the steel stage gets a wooden ramp, curtains and painted stairs.",
    )
    assert len(found) == 2


@pytest.mark.parametrize(
    "sayings",
    [
        ["A: So just stick to the regular –", "B: Yeah."],
        ["A: Then we don't need a second stage.", "B: No, no.", "C: But we do, for the choir."],
        ["A: What about the barn?", "A: Is everybody okay with that?", "B: Yeah."],
        ["A: So we only do that when the weather is dry."],
    ],
)
def test_not_summed_up(sayings: list[str]) -> None:
    """Half a sentence, a question and what somebody contradicts or nobody takes up are no decisions."""
    assert decided(*sayings) == []
