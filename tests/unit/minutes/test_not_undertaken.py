"""What somebody did not do, does each time, or was only advised to do; beside it what they take on."""

import pytest

from agent.minutes.commitments import commitments_of
from agent.minutes.text_normalization import stemming_in
from tests.unit.minutes.made_up_speech import said

NONE = (
    ("en", "Ann: I was going to order new boxes but the budget's gone."),
    ("en", "Ann: I was going to send the report to the client."),
    ("en", "Ann: I was going to email the printers tomorrow, but they closed."),
    ("en", "Ann: I was gonna book the hall until the rent went up."),
    ("en", "Ann: Next time I'll call you straight away."),
    ("en", "Ann: Next time it leaks I'll call the plumber."),
    ("en", "Ann: Every time it breaks I'll fix it."),
    ("en", "Ann: Whenever the pump breaks I'll repair the pump."),
    ("en", "Ann: I'll send them a reminder each time they forget the rent."),
    ("en", "Ann: Usually I'll check the doors and send the list."),
    ("de", "Ann: Immer wenn die Pumpe ausfällt, rufe ich den Klempner an."),
    ("fr", "Ann: Chaque fois que la pompe tombe en panne, je vais appeler le plombier."),
    ("es", "Ann: Cada vez que se rompe la bomba voy a llamar al fontanero."),
    (
        "en",
        "Ben: The cake is late.",
        "Ann: I'd call the baker if I were you.",
        "Ben: You should call her, Ann.",
    ),
    ("en", "Ben: Ann, you should write the letter.", "Ann: Hm, I wonder."),
)
TAKEN = (
    ("en", "Ann: I was going to send the report to the client tomorrow."),
    ("en", "Ann: I'm going to order new boxes."),
    ("en", "Ann: I'll send the report next time."),
    ("en", "Ann: Next time I'll bring the forms for the parents."),
    ("en", "Ann: I'll print the time sheets by Friday."),
    ("en", "Ann: I'll always be late, but I'll send the report by Friday."),
    ("de", "Ann: Ich rufe den Klempner am Freitag an."),
    ("fr", "Ann: Je vais appeler le plombier vendredi."),
    ("es", "Ann: Voy a llamar al fontanero el viernes."),
    ("en", "Ben: You should call the baker, Ann.", "Ann: Okay, will do."),
)


@pytest.mark.parametrize("case", NONE)
def test_not_undertaken(case: tuple[str, ...]) -> None:
    """What was meant and dropped, a habit, and advice that nobody accepts is nobody's task."""
    of, *sayings = case
    with stemming_in(of):
        assert [each.task for each in commitments_of(said(*sayings)) if each.owner] == []


@pytest.mark.parametrize("case", TAKEN)
def test_undertaken(case: tuple[str, ...]) -> None:
    """What is to come, once, and is taken on is a task."""
    of, *sayings = case
    with stemming_in(of):
        assert [each.owner.name for each in commitments_of(said(*sayings)) if each.owner] == ["Ann"]


def test_nearest_request() -> None:
    """An offer answers the request right before it, and none that others have left behind."""
    found = commitments_of(
        said(
            "Mei: Let's roll forward then. I'll send a patch by tomorrow noon.",
            "Ben: The shop sees errors.",
            "Ben: And somebody should update the status page.",
            "Olu: I can do that right now.",
        )
    )
    assert [(each.owner.name, each.task) for each in found if each.owner] == [
        ("Mei", "Send a patch"),
        ("Olu", "Update the status page"),
    ]
