"""Merging the model's notes with the extractive minutes."""

from agent.minutes.claim_check import CheckedNotes
from agent.minutes.merge_notes import merged
from server.meeting.minutes import Action, Decision, Minutes
from tests.unit.minutes.made_up_speech import said, who

LINE = (who("line"),)
PLAIN = Minutes(
    state="ready",
    decisions=[
        Decision("We decided to keep the printed tickets.", LINE),
        Decision("We agreed to close the museum on Monday.", LINE),
    ],
    actions=[
        Action("Send the budget to the board", evidence=LINE),
        Action("Book the room in Vienna", evidence=LINE),
    ],
)


def test_two_of_one_line() -> None:
    """Of two findings of one line the model's wording replaces the matching one only."""
    model = CheckedNotes(
        decisions=[Decision("The museum is closed on Monday.", LINE)],
        actions=[Action("Book a room in Vienna for the team", evidence=LINE)],
    )
    minutes = merged(PLAIN, model, said(), whole=True)
    assert [each.title for each in minutes.actions] == [
        "Send the budget to the board",
        "Book a room in Vienna for the team",
    ]
    assert [each.text for each in minutes.decisions] == [
        "We decided to keep the printed tickets.",
        "The museum is closed on Monday.",
    ]
