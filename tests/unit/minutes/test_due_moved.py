"""A due date that is moved in the talk, and what somebody will have ready by a time."""

from datetime import date

import pytest

from agent.minutes.commitments import Commitment, commitments_of
from agent.minutes.text_normalization import stemming_in
from tests.unit.minutes.made_up_speech import said

ASKED = "Ann: Bob, can you send the posters to the printer by Friday?"
FRIDAY, MONDAY = date(2026, 3, 6), date(2026, 3, 9)
MOVED = [
    (["Bob: Mid May then."], date(2026, 5, 15)),
    (["Bob: Not Friday, Monday."], MONDAY),
    (["Bob: Sure, but let's say two weeks from today.", "Ann: Fine."], date(2026, 3, 18)),
    (["Bob: Monday?", "Ann: Okay."], MONDAY),
    (["Bob: Yes.", "Ann: Actually, make it Monday."], MONDAY),
    (["Bob: Friday is too soon.", "Ann: Monday then.", "Bob: Good."], MONDAY),
    (["Bob: Monday.", "Ann: No, better by Thursday."], date(2026, 3, 5)),
    (["Bob: Friday is too early.", "Ann: Fine, take until Monday."], MONDAY),
    (["Bob: Friday we are closed.", "Ann: Then Monday."], MONDAY),
    (["Bob: Two weeks would be better.", "Ann: All right, two weeks."], date(2026, 3, 18)),
]
KEPT = [
    ["Bob: Yes."],
    ["Bob: Monday?", "Ann: No, Friday."],
    ["Bob: Monday?"],
    ["Bob: Before noon?", "Ann: Yes please."],
    ["Bob: The printer breaks every two weeks."],
    ["Bob: Sure.", "Ann: And the invoice?", "Bob: Monday."],
    ["Bob: Sure.", "Ann: The hall is closed on Monday."],
    ["Bob: Sure.", "Ann: Carol comes back on Monday."],
    ["Bob: Sure, we printed the last ones on Monday."],
]
READY = [
    ("I'll have a patch by noon.", "Have a patch ready"),
    ("I'll have the numbers by tomorrow.", "Have the numbers ready"),
    ("I will have the stage plan by Friday.", "Have the stage plan ready"),
    ("I'll have the draft ready by Thursday.", "Have the draft ready"),
    ("I'll have the costumes done by Monday.", "Have the costumes done"),
    ("I'll have it fixed by Friday.", "Have it fixed"),
]
NOT_READY = [
    "I'll have lunch by noon.",
    "I'll have a coffee before noon.",
    "I'll have a meeting before Friday.",
    "I'll have the patience of a saint by then.",
    "I'll have a question before we close.",
    "I'll have my holiday by August.",
]


def only(*sayings: str) -> Commitment:
    """The first task of a meeting."""
    return commitments_of(said(*sayings, there=("Ann", "Bob", "Carol")))[0]


@pytest.mark.parametrize(("answers", "day"), MOVED)
def test_moved(answers: list[str], day: date) -> None:
    """The day that is agreed on last holds."""
    found = only(ASKED, *answers)
    assert found.task == "Send the posters to the printer"
    assert found.due is not None
    assert found.due.day == day


@pytest.mark.parametrize("answers", KEPT)
def test_kept(answers: list[str]) -> None:
    """A day that is refused, unanswered, or of something else, moves nothing."""
    found = only(ASKED, *answers)
    assert found.due is not None
    assert found.due.day == FRIDAY


def test_moved_after_it_was_asked() -> None:
    """Also of a task without a day, when somebody asks for one."""
    found = only("Bob: I'll send the posters to the printer.", "Ann: By Friday?", "Bob: Not Friday, Monday.")
    assert found.due is not None
    assert found.due.day == MONDAY


def test_moved_in_german() -> None:
    """Likewise in other languages."""
    with stemming_in("de"):
        found = only("Ann: Bob, kannst du bis Freitag die Plakate drucken?", "Bob: Nicht Freitag, Montag.")
    assert found.due is not None
    assert found.due.day == MONDAY


@pytest.mark.parametrize(("sentence", "title"), READY)
def test_ready_by(sentence: str, title: str) -> None:
    """What somebody will have by a time is a task with that day."""
    found = only(f"Bob: {sentence}")
    assert found.task == title
    assert found.due is not None


@pytest.mark.parametrize("sentence", NOT_READY)
def test_nothing_ready(sentence: str) -> None:
    """Meals, meetings, questions and holidays are none."""
    assert commitments_of(said(f"Bob: {sentence}")) == []


@pytest.mark.parametrize(
    "saying",
    [
        "I'll send the posters by Friday, no, Monday.",
        "I'll send the posters by Friday. Actually, Monday is better.",
        "I'll send the posters on Friday, sorry, on Monday.",
    ],
)
def test_slip(saying: str) -> None:
    """A day put right in the same breath is no day of the task, and no part of its title."""
    found = only(f"Ann: {saying}")
    assert found.task == "Send the posters"
    assert found.due is not None
    assert found.due.day == MONDAY


def test_or() -> None:
    """Of two days to choose from the first is the due date."""
    found = only("Ann: I'll send the posters on Friday or Monday.")
    assert found.due is not None
    assert found.due.day == FRIDAY


@pytest.mark.parametrize(
    ("language", "sayings"),
    [
        ("de", ["Ann: Ich bestelle den Kuchen bis Freitag.", "Bob: Geht auch Montag?", "Ann: Ja."]),
        ("de", ["Ann: Ich bestelle den Kuchen bis Freitag, nein, bis Montag."]),
        ("es", ["Ann: Voy a pedir el pastel el viernes.", "Bob: ¿Puede ser el lunes?", "Ann: Puede."]),
        ("it", ["Ann: Ordinerò la torta entro venerdì.", "Bob: Può essere lunedì?", "Ann: Può."]),
        ("pt", ["Ann: Vou encomendar o bolo até sexta.", "Bob: Pode ser segunda?", "Ann: Pode."]),
        ("nl", ["Ann: Ik zal de taart voor vrijdag bestellen.", "Bob: Kan het maandag?", "Ann: Ja."]),
        ("fr", ["Bob: Qui peut commander le gâteau ?", "Ann: Je m'en occupe d'ici lundi."]),
        ("es", ["Bob: ¿Quién puede pedir el pastel?", "Ann: Yo me encargo antes del lunes."]),
        ("it", ["Bob: Chi può ordinare la torta?", "Ann: Ci penso io entro lunedì."]),
    ],
)
def test_moved_in_languages(language: str, sayings: list[str]) -> None:
    """A day asked for and granted, put right, or said by who takes the task."""
    with stemming_in(language):
        found = only(*sayings)
    assert found.due is not None
    assert found.due.day == MONDAY
