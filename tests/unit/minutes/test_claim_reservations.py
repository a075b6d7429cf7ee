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


def test_tag() -> None:
    """What asks for agreement at its end states something once somebody agrees."""
    asked = "Ann: The loan is approved, isn't it?"
    assert not holds("The loan is approved.", asked, "Bob: Hm.")
    assert holds("The loan is approved.", asked, "Bob: Yes.")
