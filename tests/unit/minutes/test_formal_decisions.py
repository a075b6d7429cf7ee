"""Votes, resolutions, consensus, objections asked for; and what was decided elsewhere or not at all."""

import pytest

from agent.minutes.decisions import decisions_of
from tests.unit.minutes.made_up_speech import said


def found(*sayings: str) -> list[str]:
    """The texts of the decisions."""
    return [each.text for each in decisions_of(said(*sayings))]


VOTES = ["Bob: +1", "Carol: Plus one.", "Dan: +1"]


@pytest.mark.parametrize(
    ("sayings", "decision"),
    [
        (["Ann: Proposed: Open the library on Sundays", *VOTES], "Open the library on Sundays."),
        (["Ann: I move that we open the library on Sundays.", "Bob: Second.", "Ann: Motion carries."],
         "We open the library on Sundays."),
        (["Ann: RESOLVED: Open the library on Sundays."], "Open the library on Sundays."),
        (["Ann: Any objections to opening the library on Sundays?", "Bob: None."],
         "Opening the library on Sundays."),
        (["Ann: Do we have consensus to open the library on Sundays?", "Bob: Yes.", "Carol: Yes."],
         "Open the library on Sundays."),
        (["Ann: So we have consensus to open the library on Sundays."],
         "We have consensus to open the library on Sundays."),
        (["Ann: There is no consensus to open the library on Sundays."],
         "There is no consensus to open the library on Sundays."),
        (["Ann: So we're going with the oak shelves.", "Bob: Yeah."], "We're going with the oak shelves."),
        (["Ann: So no carpet in the hall?", "Bob: Right."], "No carpet in the hall."),
        (["Ann: So no carpet?", "Bob: Mm-hmm."], "So no carpet."),
        (["Ann: And maybe a bell at the door?", "Bob: Yeah. Sure.", "Carol: Good idea."],
         "A bell at the door."),
        (["Ann: So I think we need chairs for the hall.", "Bob: Yeah.", "Carol: Okay."],
         "We need chairs for the hall."),
        (["Ann: So we're going for the for the oak shelves.", "Bob: Mm-hmm."],
         "We're going for the oak shelves."),
        (["Ann: So no carpet in the hall because that would cost too much", "Bob: Okay."],
         "No carpet in the hall."),
        (["Ann: So have a shelf for the maps, and the globe beside it.", "Bob: Okay."],
         "Have a shelf for the maps, and the globe beside it."),
        (["Ann: Are we all happy about the idea of opening the library on Sundays?", "Bob: Yeah, good."],
         "Opening the library on Sundays."),
    ],
)  # fmt: skip
def test_formal(sayings: list[str], decision: str) -> None:
    """What is voted, resolved, unopposed or summed up is a decision, and so is what was turned down."""
    assert found(*sayings) == [decision]


@pytest.mark.parametrize(
    "sayings",
    [
        ["Ann: Proposed: Open the library on Sundays", "Bob: +1", "Carol: -1, too expensive"],
        ["Ann: Proposed: Open the library on Sundays", "Bob: +1"],
        ["Ann: Draft proposal: Open the library on Sundays", "Bob: What about the staff?"],
        ["Ann: Any objections to opening the library on Sundays?", "Bob: No, but the staff would object."],
        ["Ann: We need consensus to open the library on Sundays."],
        ["Ann: Do we have consensus to open the library on Sundays?", "Bob: I disagree."],
        ["Ann: And maybe a bell at the door?", "Bob: Yeah."],
        ["Ann: And maybe a bell at the door?", "Bob: Yeah.", "Carol: No, that is too loud."],
        ["Ann: We should try to get agreement on the opening hours of the library."],
    ],
)
def test_not_carried(sayings: list[str]) -> None:
    """What is opposed, without backers, or only wanted is none."""
    assert found(*sayings) == []


@pytest.mark.parametrize(
    "saying",
    [
        "Yesterday the budget of the museum was approved.",
        "Last week we decided to rent the barn.",
        "We decided at the last meeting to rent the barn.",
        "We had already agreed to rent the barn.",
        "We agreed to rent the barn two years ago.",
        "They decided to rent the barn.",
        "The council has agreed to rent the barn.",
        "If we decided to rent the barn, who would pay?",
        "The minutes are approved.",
        "The meeting is adjourned.",
        "Let's go with the next point on the agenda.",
    ],
)
def test_no_decision_of_this_meeting(saying: str) -> None:
    """What was decided before or by others, is imagined, or is the course of the meeting is none."""
    assert found(f"Ann: {saying}", "Bob: Okay.") == []


@pytest.mark.parametrize(
    "saying",
    [
        "we decided to the",
        "We agreed that we we should should rent",
        "So we agreed that the barn is –",
        "Let's go with the, with the",
    ],
)
def test_garbled(saying: str) -> None:
    """Half sentences and garbled words are not quoted."""
    assert found(f"Ann: {saying}", "Bob: Yes.") == []


def test_amended() -> None:
    """Of two proposals on one matter the later one stands."""
    assert found(
        "Ann: Proposed: Ben will move the old archive of the club to the new shelf in the cellar", *VOTES,
        "Ben: I have no key.",
        "Ann: Proposed: The club will move the old archive of the club to the new shelf in the cellar",
        *VOTES,
    ) == ["The club will move the old archive of the club to the new shelf in the cellar."]  # fmt: skip
