"""Tasks that are open until somebody takes them, in the languages with tables."""

import pytest

from agent.minutes.commitments import commitments_of
from agent.minutes.text_normalization import stemming_in
from tests.unit.minutes.made_up_speech import said

TAKEN = {
    "de": ("Die Bänke müssen bis Montag gestrichen werden.", "Das mache ich."),
    "fr": ("Il faut repeindre les bancs avant lundi.", "Je m'en occupe."),
    "es": ("Hay que pintar los bancos antes del lunes.", "Lo hago yo."),
    "it": ("Bisogna dipingere le panchine entro lunedì.", "Ci penso io."),
    "pt": ("É preciso pintar os bancos até segunda-feira.", "Eu trato disso."),
    "nl": ("De banken moeten voor maandag geverfd worden.", "Dat doe ik."),
}
ANYBODY = {
    "de": ("Wer kann die Bänke streichen?", "Kann ich machen."),
    "fr": ("Quelqu'un peut repeindre les bancs ?", "Je le fais."),
    "es": ("¿Quién puede pintar los bancos?", "Me encargo yo."),
    "it": ("Chi può dipingere le panchine?", "Lo faccio io."),
    "pt": ("Quem pode pintar os bancos?", "Deixa comigo."),
    "nl": ("Wie kan de banken verven?", "Dat doe ik wel."),
}
OWN = {
    "de": "Dann schreibe ich morgen den Brief an die Stadt.",
    "fr": "Je m'occupe de la lettre à la ville demain.",
    "es": "La carta a la ciudad la escribo yo mañana.",
    "it": "La lettera alla città la scrivo io domani.",
    "pt": "Eu escrevo amanhã a carta para a cidade.",
    "nl": "Dan schrijf ik morgen de brief aan de stad.",
}


def owners(of: str, *sayings: str) -> list[str]:
    """The owners of the tasks."""
    with stemming_in(of):
        return [each.owner.name if each.owner else "" for each in commitments_of(said(*sayings))]


@pytest.mark.parametrize("of", TAKEN)
@pytest.mark.parametrize("sayings", [TAKEN, ANYBODY], ids=["has to be done", "who can"])
def test_taken(of: str, sayings: dict[str, tuple[str, str]]) -> None:
    """What has to be done, or is asked of anybody, is the task of who takes it."""
    asked, taken = sayings[of]
    assert owners(of, f"Ann: {asked}", f"Bob: {taken}") == ["Bob"]


@pytest.mark.parametrize("of", ANYBODY)
def test_nobodys(of: str) -> None:
    """Asked of anybody and taken by nobody it is nobody's task."""
    assert "Bob" not in owners(of, f"Ann: {ANYBODY[of][0]}", "Bob: Hm.")


@pytest.mark.parametrize("of", OWN)
def test_own(of: str) -> None:
    """What one person says to do is theirs, also where the person is named after the verb."""
    assert owners(of, f"Ann: {OWN[of]}") == ["Ann"]
