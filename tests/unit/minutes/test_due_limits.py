"""Days that limit a task from the other side, and how titles and summaries are rid of days."""

from datetime import date

import pytest

from agent.minutes.due_dates import find_due
from agent.minutes.extractive import extract
from agent.minutes.text_normalization import stemming_in
from tests.unit.minutes.made_up_speech import said

DUE = [
    (
        "I'll send the invoice on Friday the thirteenth, not before the tenth.",
        "Send the invoice, not before the tenth",
        13,
    ),
    (
        "I'll send the invoice on the twelfth, no earlier than the tenth.",
        "Send the invoice, no earlier than the tenth",
        12,
    ),
    ("I can't pay the invoice before the tenth, so I'll pay it on the twelfth.", "Pay the invoice", 12),
    ("I'll send the report no later than Friday.", "Send the report", 6),
    ("I'll send the report not later than the tenth.", "Send the report", 10),
    ("I'll send the report before the tenth.", "Send the report", 10),
]


@pytest.mark.parametrize(
    ("language", "saying"),
    [
        ("en", "not before the tenth"),
        ("en", "it can't be paid before Friday"),
        ("de", "nicht vor dem 10. März"),
        ("de", "das geht nicht früher als am 10. März"),
        ("es", "no antes del 10 de marzo"),
        ("fr", "pas avant le 10 mars"),
    ],
)
def test_not_before(language: str, saying: str) -> None:
    """Not before a day is no due date."""
    with stemming_in(language):
        assert find_due(saying, date(2026, 3, 4)) is None


@pytest.mark.parametrize(
    ("language", "saying"),
    [
        ("en", "don't forget to send it before the tenth"),
        ("de", "bitte nicht vergessen das vor dem 10. März zu schicken"),
        ("es", "no olvides enviarlo antes del 10 de marzo"),
    ],
)
def test_not_forgotten(language: str, saying: str) -> None:
    """What is not to be forgotten before a day is due then."""
    with stemming_in(language):
        due = find_due(saying, date(2026, 3, 4))
    assert due is not None
    assert due.day == date(2026, 3, 10)


@pytest.mark.parametrize(("saying", "title", "day"), DUE)
def test_limits(saying: str, title: str, day: int) -> None:
    """A day before which nothing is to happen is never the due date, and no title has half of a limit."""
    (task,) = extract(said(f"Bob: {saying}")).actions
    assert (task.title, task.due_date) == (title, date(2026, 3, day))


def test_whose_day() -> None:
    """After a subordinate clause a task's day stands apart: it is not the clause's."""
    spoken = said("Ravi: I'll send the offer by 4 April after Eva has checked the prices.")
    found = extract(spoken).executive_summary
    assert "send the offer after Eva has checked the prices (by 4 April)" in found
