"""Sentences of a summary cite what they rest on, and none cites what it does not resemble."""

from dataclasses import replace
from uuid import UUID

import pytest

from server.meeting.minutes import Action, Claim, Decision, Minutes
from server.pages.markup import blocks
from server.pages.summary_citations import CitedSentence, cited_summary
from server.pages.transcript import Transcript
from tests.unit.minutes.made_up_speech import segment

SAID = [
    segment(1, "Dr. Ann Lee", "So, um, the warehouse in Malmö loves it.", 0, 2000),
    segment(2, "Bob", "We hold a second flu clinic in December.", 3000, 4000),
    segment(3, "Bob", "I'll order the callback feature tomorrow.", 5000, 6000),
]
MINUTES = Minutes(
    state="ready",
    method="model",
    decisions=[Decision("We hold a second flu clinic in December.", (SAID[1].id,))],
    key_points=[Claim("The warehouse loves the scanners.", (SAID[0].id,))],
    actions=[Action("Order the callback feature", assignee="Bob", evidence=(SAID[2].id,))],
)


def cited(summary: str) -> list[CitedSentence]:
    """All sentences of a summary."""
    found = cited_summary(blocks(summary), MINUTES, Transcript(SAID))
    return [sentence for block in found for line in block.lines for sentence in line]


def evidence(summary: str) -> list[tuple[UUID, ...]]:
    """What its sentences cite."""
    return [sentence.evidence for sentence in cited(summary)]


def test_quotation() -> None:
    """A quotation cites the segment it is from, also without the hesitations."""
    assert evidence("Dr. Ann Lee: “The warehouse in Malmö loves it.”") == [(SAID[0].id,)]


def test_statement() -> None:
    """A sentence about a decision or a task cites what that cites."""
    told = "They will hold a second flu clinic in December. Bob is to order the callback feature by Friday."
    assert evidence(told) == [(SAID[1].id,), (SAID[2].id,)]


def test_nothing_alike() -> None:
    """A sentence that resembles nothing cites nothing, and a heading neither."""
    assert evidence("Dr. Ann Lee and Bob met for one minute.") == [()]
    assert evidence("# We hold a second flu clinic in December.") == [()]


def test_words_stay() -> None:
    """All words of the summary are there, and no title ends a sentence."""
    told = "Dr. Ann Lee spoke of it. “The second thing.” – Then Bob left."
    assert " ".join(sentence.text for sentence in cited(told)) == told
    assert cited(told)[0].text == "Dr. Ann Lee spoke of it."


def test_names_are_no_words() -> None:
    """Who spoke says nothing of what a sentence is about: a quotation cites its own words alone."""
    told = Claim("Dr. Ann Lee will ask them.", (SAID[2].id,))
    minutes = replace(MINUTES, key_points=[told])
    (block,) = cited_summary(
        blocks("Dr. Ann Lee: “The warehouse in Malmö loves it.”"), minutes, Transcript(SAID)
    )
    assert block.lines[0][0].evidence == (SAID[0].id,)


LETTERS = [
    segment(1, "Ann", "I'll write the letter to the bank.", 0, 2000),
    segment(2, "Ben", "I'll do the labels for room two.", 3000, 4000),
    segment(3, "Ann", "We raise the fee for the boats next year.", 5000, 6000),
    segment(4, "Ben", "Yes, agreed.", 7000, 8000),
    segment(5, "Ben", "The forms for the boats are in the shed this year.", 9000, 9500),
]
THEIRS = Minutes(
    state="ready",
    decisions=[Decision("We raise the fee for the boats next year.", (LETTERS[2].id, LETTERS[3].id))],
    key_points=[Claim("Ben: The forms for the boats are in the shed this year.", (LETTERS[4].id,))],
    actions=[
        Action("Write the letter to the bank", assignee="Ann", evidence=(LETTERS[0].id,)),
        Action("Do the labels for room two", assignee="Ben", evidence=(LETTERS[1].id,)),
        Action("Do room one", assignee="Ben", evidence=(LETTERS[4].id,)),
    ],
)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("They talked about Wales, the letters, the trip and the forms.", []),
        ("The bank and the letter were not discussed.", []),
        ("Nobody is to write the letter to the bank.", []),
        ("Ben is to write the letter to the bank.", []),
        ("Ann is to write the letter to the bank.", [0]),
        ("Ben is to write the labels for room two by 6. March.", [1]),
        ("They decided to raise the fee for the boats next year.", [2, 3]),
        ("They decided not to raise the fee for the boats next year.", []),
        ("Decided: “We raise the fee for the boats next year.”", [2, 3]),
        ("Ann: “We raise the fee for the boats next year.” Ben agreed.", [2, 3]),
    ],
)
def test_guessed_strictly(sentence: str, expected: list[int]) -> None:
    """Of a text whose maker told nothing a sentence cites all of what says the same, and nothing else."""
    (block,) = cited_summary(blocks(sentence), THEIRS, Transcript(LETTERS))
    assert [id for each in block.lines[0] for id in each.evidence] == [LETTERS[at].id for at in expected]
