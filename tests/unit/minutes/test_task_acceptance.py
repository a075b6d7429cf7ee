"""How tasks are given and taken in talk that a recogniser writes without marks."""

from datetime import date

import pytest

from agent.minutes.commitments import commitments_of
from tests.unit.minutes.made_up_speech import said


def tasks(*sayings: str) -> list[tuple[str, str, date | None]]:
    """Title, owner and due date of each task; the meeting is on Wednesday, March 4th, 2026."""
    return [
        (each.task.lower(), each.owner.name if each.owner else "", each.due.day if each.due else None)
        for each in commitments_of(said(*sayings))
    ]


@pytest.mark.parametrize(
    ("sayings", "words", "owner"),
    [
        (("Ann: Bob can you do the bar on sunday", "Bob: sure"), "do the bar", "Bob"),
        (
            ("Ann: Bob can you do the bar on sunday", "Bob: no i'm away", "Cem: i can do it"),
            "do the bar",
            "Cem",
        ),
        (("Ann: okay that needs to be posted by friday", "Bob: right i'll do that"), "post that", "Bob"),
        (("Ann: the boiler needs repairing", "Bob: i'll see to it"), "repair the boiler", "Bob"),
        (("Ann: and Bob you bring the ladder tomorrow", "Bob: yep"), "bring the ladder", "Bob"),
        (("Ann: Bob action on you to order the paint", "Bob: okay"), "order the paint", "Bob"),
        (("Ann: Bob you need to have the roof checked", "Bob: will do"), "have the roof checked", "Bob"),
        (("Ann: who tells the neighbours", "Bob: okay i'll let them know"), "let them know", "Bob"),
        (("Ann: I'd like you to finish the leaflet by Monday", "Bob: okay"), "finish the leaflet", "Bob"),
        (("Ann: i'll have to fetch the key tomorrow",), "fetch the key", "Ann"),
        (("Ann: i'll find you a van",), "find you a van", "Ann"),
    ],
)
def test_taken(sayings: tuple[str, ...], words: str, owner: str) -> None:
    """The task is that of who takes it."""
    assert [(words in title, who) for title, who, _ in tasks(*sayings)] == [(True, owner)]


@pytest.mark.parametrize(
    "sayings",
    [
        ("Ann: i'll get you one in a minute",),
        ("Ann: i'll let you know how it goes when i'm there",),
        ("Ann: Bob can you do the introduction", "Bob: sure"),
        ("Ann: i'll have to go",),
        ("Ann: i'll try, if not it will be next week",),
    ],
)
def test_not_taken(sayings: tuple[str, ...]) -> None:
    """Courtesies and what is done in the room are no tasks."""
    assert tasks(*sayings) == []


def test_both_are_asked() -> None:
    """“You and” somebody are two owners."""
    found = tasks("Ann: Bob can you and Cem order the tents by Tuesday", "Bob: yes", "Cem: sure")
    assert {(title, who) for title, who, _ in found} == {
        ("order the tents", "Bob"),
        ("order the tents", "Cem"),
    }


def test_two_are_asked_in_one_breath() -> None:
    """What the next one is asked is no part of the first task."""
    found = tasks("Ann: i'll draft the flyer Bob could you print the posters", "Bob: yes")
    assert [(title, who) for title, who, _ in found] == [
        ("draft the flyer", "Ann"),
        ("print the posters", "Bob"),
    ]


@pytest.mark.parametrize(
    "answers",
    [
        ("Ann: By when?", "Bob: By Friday."),
        ("Ann: by friday please",),
        ("Ann: By Thursday?", "Bob: Friday."),
    ],
)
def test_due_is_answered(answers: tuple[str, ...]) -> None:
    """A due date that is settled right after a task was taken is that task's."""
    assert tasks("Bob: I'll write the report.", *answers)[0][2] == date(2026, 3, 6)
