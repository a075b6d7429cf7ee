"""What people leave a meeting for is no task of it."""

import pytest

from agent.minutes.commitments import commitments_of
from agent.minutes.text_normalization import stemming_in
from tests.unit.minutes.made_up_speech import said


def tasks(of: str, saying: str) -> list[str]:
    """The titles of the tasks."""
    with stemming_in(of):
        return [each.task for each in commitments_of(said(f"Ann: {saying}", "Bob: Okay."))]


@pytest.mark.parametrize(
    ("of", "saying"),
    [
        ("en", "I'll drop off at eleven."),
        ("en", "I'll pick up the kids after this."),
        ("en", "I'll have to collect the children at four."),
        ("en", "I'm going to get the dog at noon."),
        ("en", "I'll grab a coffee."),
        ("en", "I'll pick up the kids from school at three."),
        ("en", "I'll make some tea for us tomorrow."),
        ("en", "I'll get some water first."),
        ("fr", "Je vais me chercher un café."),
        ("fr", "Je vais chercher les enfants à midi."),
        ("de", "Ich hole um vier die Kinder ab."),
        ("nl", "Ik haal om vier uur de kinderen op."),
        ("es", "Voy a recoger a los niños a las cuatro."),
        ("it", "Vado a prendere i bambini alle quattro."),
        ("pt", "Vou buscar as crianças às quatro."),
    ],
)
def test_errand(of: str, saying: str) -> None:
    """Leaving, fetching one's children or a drink is none."""
    assert tasks(of, saying) == []


@pytest.mark.parametrize(
    ("of", "saying", "title"),
    [
        ("en", "I'll drop off the keys at the office tomorrow.", "Drop off the keys at the office"),
        ("en", "I'll pick up the banner on Friday.", "Pick up the banner"),
        ("en", "I'll collect the children's drawings by Friday.", "Collect the children's drawings"),
        ("en", "I'll make a coffee rota for the club by Friday.", "Make a coffee rota for the club"),
        ("en", "I'll get a water meter installed by Friday.", "Get a water meter installed"),
        ("en", "I'll get the baby monitor repaired on Monday.", "Get the baby monitor repaired"),
        ("en", "I'll get the boys' changing room painted by Friday.", "Get the boys' changing room painted"),
        ("en", "I'll pick up the kids from school on Thursday.", "Pick up the kids from school"),
        ("fr", "Je vais me renseigner sur les prix pour vendredi.", "Se renseigner sur les prix"),
        ("fr", "Je vais m'inscrire au cours avant lundi.", "S'inscrire au cours"),
    ],
)
def test_work(of: str, saying: str, title: str) -> None:
    """The same verbs are work with other objects; a French reflexive is that of a list."""
    assert tasks(of, saying) == [title]
