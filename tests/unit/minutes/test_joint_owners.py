"""A task of several people is each one's: of names joined to each other or to “I”."""

import pytest

from agent.minutes.commitments import commitments_of
from tests.unit.minutes.made_up_speech import said


def owners(*sayings: str) -> list[str]:
    """The owners of the tasks, each once."""
    found = commitments_of(said(*sayings, there=("Bob", "Carl", "Erin")))
    return sorted({each.owner.name for each in found if each.owner})


@pytest.mark.parametrize(
    ("saying", "names"),
    [
        ("Both Bob and Carl need to sign the contract by Friday.", ["Bob", "Carl"]),
        ("Bob and Carl have to water the beds by Friday.", ["Bob", "Carl"]),
        ("Bob and Carl are going to prepare the budget for next Monday.", ["Bob", "Carl"]),
        ("Bob and Erin are supposed to book the coach by Monday.", ["Bob", "Erin"]),
        ("Bob, Carl and Erin will paint the fence by Friday.", ["Bob", "Carl", "Erin"]),
        ("Bob, Carl, and Erin will sew the costumes by Monday.", ["Bob", "Carl", "Erin"]),
        ("Bob, together with Carl, will write the report by Friday.", ["Bob", "Carl"]),
        ("I think Bob and Carl need to order the pump by Friday.", ["Bob", "Carl"]),
        ("Carl and I will order the tiles by Monday.", ["Ann", "Carl"]),
        ("Me and Carl will order the tiles by Monday.", ["Ann", "Carl"]),
        ("So Carl and I are going to clean the kitchen tomorrow.", ["Ann", "Carl"]),
    ],
)
def test_joint(saying: str, names: list[str]) -> None:
    """All who are named together have the task, also with a verb in the plural."""
    assert owners(f"Ann: {saying}") == names


@pytest.mark.parametrize(
    ("saying", "names"),
    [
        ("I'll write the letter and Bob and Carl will post it by Friday.", ["Ann", "Bob", "Carl"]),
        ("I met Carl and I will write the report by Friday.", ["Ann"]),
        ("I talked to Bob and I'm going to send him the plan tomorrow.", ["Ann"]),
        ("Carl will write the letter by Friday, I think Bob knows the address.", ["Carl"]),
    ],
)
def test_named_besides(saying: str, names: list[str]) -> None:
    """Whoever is named in another clause has no part in it."""
    assert owners(f"Ann: {saying}") == names


def test_either() -> None:
    """Of one or another nobody has it yet."""
    assert owners("Ann: Either Bob or Carl will call the bank tomorrow.", "Bob: Okay.", "Carl: Fine.") == []


def test_each_their_own() -> None:
    """Who is the object of one task and joined by “and” to the owner of the next has neither."""
    found = commitments_of(
        said("Ann: I'll invite Erin and Bob will book the hall by Friday.", there=("Bob", "Erin"))
    )
    assert [each.owner.name for each in found if each.owner] == ["Ann", "Bob"]


def test_answered_for_two() -> None:
    """Who answers for themselves and another takes it with them, and only once."""
    answers = ("Ann: Who can paint the shed by Friday?", "Bob: Erin and I can do that.")
    found = commitments_of(said(*answers, there=("Erin",)))
    assert sorted(each.owner.name for each in found if each.owner) == ["Bob", "Erin"]
    assert all(each.due for each in found)


def test_company_declines() -> None:
    """Who is named with the speaker and declines has it no longer."""
    assert owners("Ann: Carl and I will order the tiles by Monday.", "Carl: I can't, sorry.") == ["Ann"]
