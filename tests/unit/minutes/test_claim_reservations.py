"""What was tried, forgotten, almost so, not all, or only so at times is not stated as a fact."""

import pytest

from tests.unit.minutes.test_claim_replaced import holds


@pytest.mark.parametrize(
    ("language", "saying", "true", "false"),
    [
        ("en", "I tried to open the safe.", "Ann tried to open the safe.",
         "Ann opened the safe."),
        ("en", "We forgot to lock the gate.", "They forgot to lock the gate.",
         "They locked the gate."),
        ("en", "We almost lost the client.", "They almost lost the client.",
         "They lost the client."),
        ("en", "Almost every tenant paid.", "Almost every tenant paid.",
         "Every tenant paid."),
        ("en", "Not all trains stop here.", "Not all trains stop here.",
         "No trains stop here."),
        ("en", "Half of the staff work from home.", "Half of the staff work from home.",
         "The whole staff works from home."),
        ("en", "At least ten guests come.", "At least ten guests come.",
         "Exactly ten guests come."),
        ("en", "We only close when it snows.", "They only close when it snows.",
         "They close."),
        ("en", "It is false that the bank closed.", "It is false that the bank closed.",
         "The bank closed."),
        ("en", "We managed to repair the lift.", "They repaired the lift.",
         "They could not repair the lift."),
        ("de", "Fast alle Mieter haben bezahlt.", "Fast alle Mieter haben bezahlt.",
         "Alle Mieter haben bezahlt."),
        ("de", "Uwe hat vergessen, das Tor abzuschließen.", "Uwe hat vergessen, das Tor abzuschließen.",
         "Uwe hat das Tor abgeschlossen."),
        ("de", "Nicht alle Züge halten hier.", "Nicht alle Züge halten hier.",
         "Kein Zug hält hier."),
        ("fr", "Il a oublié de fermer la porte.", "Il a oublié de fermer la porte.",
         "Il a fermé la porte."),
        ("es", "Olvidó cerrar la puerta.", "Olvidó cerrar la puerta.",
         "Cerró la puerta."),
        ("it", "Ha dimenticato di chiudere il cancello.", "Ha dimenticato di chiudere il cancello.",
         "Ha chiuso il cancello."),
        ("nl", "Bijna iedereen heeft betaald.", "Bijna iedereen heeft betaald.",
         "Iedereen heeft betaald."),
    ],
)  # fmt: skip
def test_reservations(language: str, saying: str, true: str, false: str) -> None:
    """A claim has the reservation with which something was said."""
    assert holds(true, f"Ann: {saying}", language=language)
    assert not holds(false, f"Ann: {saying}", language=language)


@pytest.mark.parametrize(
    ("language", "saying", "claim"),
    [
        ("nl", "Het probleem is dat de pomp lekt.", "De pomp lekt."),
        ("it", "La prova di sabato comincia alle otto.", "Sabato alle otto comincia la prova."),
        ("es", "Intentamos abrir la puerta y se abrió.", "La puerta se abrió."),
        ("de", "Das Wasser steht fast einen Meter hoch im Keller.", "Im Keller steht Wasser."),
    ],
)
def test_no_reservation(language: str, saying: str, claim: str) -> None:
    """A noun is no attempt, what was tried may be done in the end, and “almost a metre” is a measure."""
    assert holds(claim, f"Ann: {saying}", language=language)


@pytest.mark.parametrize(
    ("language", "saying", "claim"),
    [
        ("nl", "We hebben geprobeerd de deur te openen.", "Ze hebben de deur geopend."),
        ("it", "Ho provato a chiudere il cancello.", "Ann ha chiuso il cancello."),
        ("es", "Intentamos abrir la puerta y no se abrió.", "La puerta se abrió."),
        ("en", "We tried to open the safe and open the box.", "They opened the safe."),
    ],
)
def test_attempts(language: str, saying: str, claim: str) -> None:
    """What was tried, and is not told to be done after it, is not done."""
    assert not holds(claim, f"Ann: {saying}", language=language)


def test_tag() -> None:
    """What asks for agreement at its end states something once somebody agrees."""
    asked = "Ann: The loan is approved, isn't it?"
    assert not holds("The loan is approved.", asked, "Bob: Hm.")
    assert holds("The loan is approved.", asked, "Bob: Yes.")
