"""Motions one after the other: each is carried or lost by what is said before the next one."""

import pytest

from agent.minutes.extractive import extract
from tests.unit.minutes.made_up_speech import said

FALLS = ("Ann: I move that we raise the fee to ninety.", "Ben: Seconded.", "Ann: The motion falls.")
CARRIED = (
    ("Ben: Seconded.", "Ann: All in favour? Against? Carried, with two abstentions."),
    ("Ben: Seconded.", "Ann: Carried by seven votes to two."),
    ("Ben: Seconded.", "Ann: Passed with two abstentions."),
    ("Ben: Seconded.", "Ann: Any against? None. Adopted."),
    ("Ben: Seconded.", "Ann: Can I see hands? Carried, seven to two."),
    ("Ben: Seconded.", "Ann: Adopted by a large majority."),
    ("Ben: Seconded.", "Ann: That is approved, five for and one against."),
    ("Ben: Aye.", "Cem: Nay.", "Dan: Aye.", "Ann: The motion carries, two to one."),
    ("Ben: Seconded.", "Ann: Against?", "Ann: Approved unanimously."),
    ("Ben: Seconded.", "Ann: Carried."),
)
LOST = (
    ("Ben: Seconded.", "Ann: All in favour? Three. Against? Five. The motion falls."),
    ("Ben: Seconded.", "Ann: Lost by five votes to three."),
    ("Ben: Seconded.", "Ann: Defeated, two to six."),
    ("Ben: Seconded.", "Ann: Not carried."),
    ("Ben: Seconded.", "Ann: It is rejected by a narrow majority."),
    ("Ben: Seconded.", "Ann: The motion is lost."),
)
OPEN = (
    ("Ben: Seconded.", "Ann: The council adopted that two years ago."),
    ("Ben: Seconded.", "Ann: Was it carried, with two abstentions?"),
    ("Ben: What does it cost?",),
)


def told(*sayings: str) -> tuple[list[str], list[str]]:
    """What is decided, and what is turned down."""
    minutes = extract(said(*sayings))
    return [each.text for each in minutes.decisions], [each.text for each in minutes.turned_down]


MOWER = "Ann: I move that we buy the mower."


@pytest.mark.parametrize("sayings", CARRIED)
def test_carried(sayings: tuple[str, ...]) -> None:
    """A motion is carried by its verdict, whatever becomes of the next one."""
    assert told(MOWER, *sayings) == (["We buy the mower."], [])
    assert told(MOWER, *sayings, *FALLS) == (["We buy the mower."], ["We raise the fee to ninety."])


@pytest.mark.parametrize("sayings", LOST)
def test_lost(sayings: tuple[str, ...]) -> None:
    """A motion is lost by its verdict, whatever became of the one before or becomes of the next one."""
    assert told(MOWER, *sayings) == ([], ["We buy the mower."])
    after = ("Ann: I move that we paint the gate.", "Ben: Seconded.", "Ann: Carried, with one abstention.")
    assert told(MOWER, *sayings, *after) == (["We paint the gate."], ["We buy the mower."])


@pytest.mark.parametrize("sayings", OPEN)
def test_neither(sayings: tuple[str, ...]) -> None:
    """Without a verdict or votes it is neither, even if the next one is lost."""
    assert told(MOWER, *sayings) == ([], [])
    assert told(MOWER, *sayings, *FALLS) == ([], ["We raise the fee to ninety."])
