"""“Shall I …?” in other languages than English: a task if somebody says yes, and answered by a no."""

import pytest

from agent.minutes.commitments import commitments_of
from agent.minutes.extractive import extract
from agent.minutes.text_normalization import stemming_in
from tests.unit.minutes.made_up_speech import said

OFFERS = {
    "de": ("Soll ich bis Freitag die Bank anrufen?", "Ja, bitte.", "Nicht nötig.", "Die Bank anrufen"),
    "fr": ("Je dois appeler la banque avant vendredi ?", "Oui, merci.", "Pas besoin.", "Appeler la banque"),
    "es": ("¿Llamo al banco antes del viernes?", "Sí, por favor.", "No hace falta.", "Llamar al banco"),
    "it": ("Devo chiamare la banca entro venerdì?", "Sì, grazie.", "Non serve.", "Chiamare la banca"),
    "pt": ("Devo ligar para o banco até sexta?", "Sim, por favor.", "Não precisa.", "Ligar para o banco"),
    "nl": ("Zal ik voor vrijdag de bank bellen?", "Ja, graag.", "Hoeft niet.", "De bank bellen"),
}


@pytest.mark.parametrize("of", OFFERS)
def test_accepted(of: str) -> None:
    """What somebody asks whether to do is theirs if another says yes."""
    asked, yes, _, title = OFFERS[of]
    with stemming_in(of):
        found = commitments_of(said(f"Ann: {asked}", f"Bob: {yes}"))
    assert [(each.owner.name, each.task) for each in found if each.owner] == [("Ann", title)]


@pytest.mark.parametrize("of", OFFERS)
def test_not_needed(of: str) -> None:
    """A short no gives no task, and leaves no question open."""
    asked, _, no, _ = OFFERS[of]
    with stemming_in(of):
        found = extract(said(f"Ann: {asked}", f"Bob: {no}"))
    assert not found.actions
    assert not found.open_questions


@pytest.mark.parametrize(
    ("of", "asked"),
    [
        ("de", "Soll ich anfangen?"),
        ("de", "Soll ich das nochmal erklären?"),
        ("fr", "Je dois commencer ?"),
        ("es", "¿Hablo demasiado rápido?"),
        ("it", "Devo condividere il mio schermo?"),
        ("pt", "Devo continuar?"),
        ("nl", "Zal ik beginnen?"),
    ],
)
def test_in_the_room(of: str, asked: str) -> None:
    """Of what is done in the meeting there is none."""
    with stemming_in(of):
        assert commitments_of(said(f"Ann: {asked}", f"Bob: {OFFERS[of][1]}")) == []
