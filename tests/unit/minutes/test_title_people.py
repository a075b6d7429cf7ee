"""Titles of tasks name people: “me” and “you” mean somebody else to each reader."""

import pytest

from agent.minutes.extractive import extract
from agent.minutes.text_normalization import stemming_in
from tests.unit.minutes.made_up_speech import said


def titles(*sayings: str) -> list[str]:
    """The titles of a meeting's tasks."""
    with stemming_in("en"):
        return [action.title for action in extract(said(*sayings, there=("Ann", "Bob", "Carol"))).actions]


@pytest.mark.parametrize(
    ("saying", "title"),
    [
        ("Bob: I'll send you the revised offer by Friday.", "Send the revised offer"),
        ("Bob: I'll send you all six freezer scanners by Friday.", "Send six freezer scanners"),
        ("Bob: I'll send the revised offer to you by Friday.", "Send the revised offer"),
        ("Bob: I'll get back to you on the Polish trainer by Friday.",
         "Get back to the others on the Polish trainer"),
    ],
)  # fmt: skip
def test_promised(saying: str, title: str) -> None:
    """A promise to “you” has a title without it; where it needs one, it is the others."""
    assert titles("Ann: Thank you.", saying, "Carol: Good.") == [title]


def test_of_two() -> None:
    """Of two people “you” is the other one."""
    with stemming_in("en"):
        spoken = said("Ann: Thanks.", "Bob: I'll get back to you about the new contract by Friday.")
        (action,) = extract(spoken).actions
    assert action.title == "Get back to Ann about the new contract"


def test_asked() -> None:
    """“Me” is who asks."""
    asked = "Ann: Bob, can you send me the figures of the survey by Friday?"
    assert titles(asked, "Bob: Yes, I will.") == ["Send Ann the figures of the survey"]


def test_own_me_stays() -> None:
    """An owner's own “me” is no one else, and “let me know” is whole."""
    assert titles("Bob: I'll take the printer with me on Friday.") == ["Take the printer with me"]


@pytest.mark.parametrize("day", ["the sixth of March", "March sixth", "Friday"])
def test_day_has_a_field(day: str) -> None:
    """The due date is not in the title, also at the end of a sentence."""
    assert titles(f"Bob: I'll send the revised offer by {day}.") == ["Send the revised offer"]


def test_same_task_in_more_words() -> None:
    """Of one owner's same task in fewer and more words the one with more is kept, with the due date."""
    with stemming_in("en"):
        (action,) = extract(
            said(
                "Ann: And Bob can do a site survey.",
                "Bob: I'll do the site survey in Gothenburg by Friday.",
                "Ann: Thank you.",
            )
        ).actions
    assert action.title == "Do the site survey in Gothenburg"
    assert action.due_date is not None
    assert len(action.evidence) == 2


def test_taken_with_its_object() -> None:
    """“Order it” and the owner's next words, “I'll order the feature”, are one task."""
    found = titles("Ann: Bob, please order it.", "Bob: I'll order the callback feature tomorrow.")
    assert found == ["Order the callback feature"]


def test_oneself() -> None:
    """“Myself” says nothing to who reads it."""
    assert titles("Bob: I'll visit the neighbour myself by Friday.") == ["Visit the neighbour"]
