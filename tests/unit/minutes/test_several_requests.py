"""Several requests in one turn: each gets its own part of the answer."""

import pytest

from agent.minutes.commitments import commitments_of
from tests.unit.minutes.made_up_speech import said

OFFER, HALL = "Send the offer", "Book the hall"
BOTH = "Ann: Bob, can you send the offer, and can you book the hall?"
TWO = "Ann: Bob, can you send the offer? And can you book the hall?"
EACH = "Ann: Bob, can you send the offer, and Carol, can you book the hall?"
ANSWERED = [
    ([BOTH, "Bob: Yes."], {OFFER, HALL}),
    ([BOTH, "Bob: Yes to the offer, but I can't book the hall."], {OFFER}),
    ([TWO, "Bob: Sure, the offer, but not the hall."], {OFFER}),
    ([BOTH, "Bob: I can't send the offer, but yes, I can book the hall."], {HALL}),
    ([TWO, "Bob: Not the offer, but sure, the hall."], {HALL}),
    ([BOTH, "Bob: No, I'm away."], set()),
    ([EACH, "Bob: Yes.", "Carol: Sure."], {OFFER, HALL}),
    ([EACH, "Bob: Yes.", "Carol: No, I'm away."], {OFFER}),
    ([EACH, "Carol: Sure, I'll book the hall.", "Bob: No, I have no time."], {HALL}),
]


@pytest.mark.parametrize(("sayings", "tasks"), ANSWERED)
def test_own_answer(sayings: list[str], tasks: set[str]) -> None:
    """A clause that names one request answers that one; an answer that names none answers all."""
    found = commitments_of(said(*sayings, there=("Ann", "Bob", "Carol")))
    assert {each.task for each in found} == tasks


@pytest.mark.parametrize(
    "answer",
    [
        "Sure, by Friday.",
        "Yes, and I'll call the printer.",
        "Okay, I can do that.",
        "Of course.",
        "Yes, no problem.",
        "Sure, I'll send the offer.",
    ],
)
def test_single_request(answer: str) -> None:
    """A single request is answered by the whole line."""
    found = commitments_of(said("Ann: Bob, can you send the offer?", f"Bob: {answer}"))
    assert OFFER in {each.task for each in found}
