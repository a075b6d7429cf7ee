"""Extraction of commitments."""

from datetime import date

import pytest

from agent.minutes.commitments import commitments_of
from agent.minutes.transcript_lines import MeetingSpeech, lines_of
from tests.unit.minutes.made_up_speech import WEDNESDAY, said, segment

FRIDAY = date(2026, 3, 6)


def found(*sayings: str) -> list[tuple[str, str | None, date | None]]:
    """Task, owner and due date of each commitment."""
    return [
        (each.task, each.owner.name if each.owner else None, each.due.day if each.due else None)
        for each in commitments_of(said(*sayings, there=("Bob", "Carol")))
    ]


CASES = [
    (["Bob: I'll send the budget by Friday."], ("Send the budget", "Bob", FRIDAY)),
    (["Bob: okay so i will send the budget to carol"], ("Send the budget to carol", "Bob", None)),
    (["Alice: Bob, can you write the report by Friday?"], ("Write the report", "Bob", FRIDAY)),
    (["Alice: Bob will book the room for Friday."], ("Book the room", "Bob", FRIDAY)),
    (["Alice: Carol should call the printer."], ("Call the printer", "Carol", None)),
    (["Alice: Action item: order new badges for everyone."], ("Order new badges for everyone", None, None)),
    (["Alice: We need to renew the contract by Friday."], ("Renew the contract", None, FRIDAY)),
    (
        ["Alice: Can you share the slides with the board?", "Bob: Sure, no problem."],
        ("Share the slides with the board", "Bob", None),
    ),
    (
        ["Alice: Bob, can you write the report by Friday?", "Bob: Yes."],
        ("Write the report", "Bob", FRIDAY),
    ),
]


@pytest.mark.parametrize(("sayings", "expected"), CASES)
def test_commitment(sayings: list[str], expected: tuple[str, str | None, date | None]) -> None:
    """A commitment is found with its owner and due date."""
    assert found(*sayings) == [expected]


@pytest.mark.parametrize(
    "saying",
    [
        "Bob: I'll go and check.",
        "Bob: I'll show you the next slide.",
        "Bob: I will tell you about the project.",
        "Bob: If I send the budget they will be angry.",
        "Bob: Maybe I'll write a book one day.",
        "Bob: I don't think I'll send the report.",
        "Bob: He said I will send the report.",
        "Bob: Should I send the report?",
        "Bob: We should improve the website.",
        "Bob: I'll be honest with you.",
        "Bob: I can confirm that the tests pass.",
        "Bob: Would you pay more for a better one?",
        "Bob: I'm going to go through the agenda.",
        "Bob: I sent the report by Friday.",
        "Bob: I will not send the report by Friday.",
        "Bob: I'll never send the report to the board again.",
        "Bob: I should have sent the report on Friday.",
        "Bob: Carol should have called the printer on Monday.",
    ],
)
def test_no_commitment(saying: str) -> None:
    """Things done on the spot, doubts, questions, reported speech and unowned tasks are no commitments."""
    assert found(saying) == []


@pytest.mark.parametrize(
    "saying",
    [
        "Bob: I'll send the budget, but the meeting is on Friday.",
        "Bob: I'll send the budget because the board meets on Friday.",
        "Bob: i'll send the budget and then we meet on friday",
        "Bob: I'll send the budget so that we can read it on Friday.",
    ],
)
def test_date_of_another_clause(saying: str) -> None:
    """A date in a clause about others or a state is not the due date."""
    assert found(saying) == [("Send the budget", "Bob", None)]


def test_taken_back() -> None:
    """A commitment that is taken back at once is none."""
    assert found("Bob: I'll send the budget by Friday.", "Bob: No wait, scratch that.") == []


def test_split() -> None:
    """A sentence the recognizer split in two is one commitment."""
    parts = [
        segment(0, "Bob", "i'll send the budget", 0, 1500),
        segment(1, "Bob", "to the board by friday", 2000, 3000),
    ]
    spoken = MeetingSpeech(lines_of(parts), (), WEDNESDAY)
    (commitment,) = commitments_of(spoken)
    assert commitment.task == "Send the budget to the board"
    assert commitment.due
    assert len(commitment.lines[0].segments) == 2


def test_two_of_a_name() -> None:
    """A name shared by two people makes neither the owner."""
    spoken = said("Alice: Alex will book the room for Friday.", there=("Alex Kim", "Alex Berg"))
    (commitment,) = commitments_of(spoken)
    assert commitment.owner is None


def test_korean() -> None:
    """A Korean commitment has its owner and due date."""
    ((_, owner, day),) = found("Minji: 제가 금요일까지 보고서를 보내겠습니다.")
    assert (owner, day) == ("Minji", FRIDAY)
