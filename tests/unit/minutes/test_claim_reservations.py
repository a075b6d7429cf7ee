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


@pytest.mark.parametrize(
    ("language", "saying", "true", "false"),
    [
        ("en", "We must pay the bill by Friday, otherwise they cut the power.",
         "They must pay the bill by Friday.", "They cut the power."),
        ("en", "You must pay by Friday. Otherwise they cut the power.",
         "They must pay by Friday.", "They cut the power."),
        ("de", "Wir müssen die Rechnung bis Freitag zahlen, sonst wird der Strom abgestellt.",
         "Sie müssen die Rechnung bis Freitag zahlen.", "Der Strom wird abgestellt."),
        ("fr", "On doit payer la facture vendredi, sinon ils coupent le courant.",
         "Ils doivent payer la facture vendredi.", "Ils coupent le courant."),
        ("it", "Dobbiamo pagare la bolletta entro venerdì, altrimenti staccano la luce.",
         "Devono pagare la bolletta entro venerdì.", "Staccano la luce."),
        ("pt", "Temos de pagar a conta até sexta, senão cortam a luz.",
         "Têm de pagar a conta até sexta.", "Cortam a luz."),
        ("nl", "We moeten de rekening voor vrijdag betalen, anders sluiten ze de stroom af.",
         "Ze moeten de rekening voor vrijdag betalen.", "Ze sluiten de stroom af."),
    ],
)  # fmt: skip
def test_otherwise(language: str, saying: str, true: str, false: str) -> None:
    """What follows “otherwise” is conditional; what precedes it is not."""
    assert holds(true, f"Ann: {saying}", language=language)
    assert not holds(false, f"Ann: {saying}", language=language)


@pytest.mark.parametrize(
    ("language", "saying", "claim"),
    [
        ("en", "The rest of the house is otherwise fine.", "The rest of the house is fine."),
        ("de", "Das Dach ist undicht, aber sonst ist das Haus fertig.", "Das Haus ist fertig."),
        ("nl", "Anders dan vorig jaar begint het feest om acht uur.", "Het feest begint om acht uur."),
        ("en", "We only have two chairs, and we'll buy more after Christmas.",
         "They will buy more chairs after Christmas."),
        ("en", "I only noticed the leak when I opened the cupboard.",
         "Ann noticed the leak when she opened the cupboard."),
    ],
)  # fmt: skip
def test_unconditional(language: str, saying: str, claim: str) -> None:
    """“Otherwise fine” is a state, “only” reaches no further than its clause, and what happened happened."""
    assert holds(claim, f"Ann: {saying}", language=language)


def test_only_with_two_things() -> None:
    """A condition after two things is one of both."""
    saying = "Ann: We'll only sell the van and the trailer if Carl agrees."
    assert not holds("They will sell the van and the trailer.", saying)


def test_tag() -> None:
    """What asks for agreement at its end states something once somebody agrees."""
    asked = "Ann: The loan is approved, isn't it?"
    assert not holds("The loan is approved.", asked, "Bob: Hm.")
    assert holds("The loan is approved.", asked, "Bob: Yes.")
