"""Whose words are told is given no order by what comes after the name."""

import pytest

from agent.minutes.commitments import commitments_of
from agent.minutes.text_normalization import stemming_in
from tests.unit.minutes.made_up_speech import said


def owners(of: str, saying: str) -> list[str]:
    """The owners of the tasks."""
    with stemming_in(of):
        found = commitments_of(said(f"Ann: {saying}", there=("Paolo",)))
    return [each.owner.name if each.owner else "" for each in found]


@pytest.mark.parametrize(
    ("of", "saying"),
    [
        ("it", "Come dice Paolo, prepara le tabelle la ditta entro venerdì."),
        ("it", "Come ha detto Paolo, prepara le tabelle la ditta entro venerdì."),
        ("it", "Secondo Paolo, prepara le tabelle la ditta entro venerdì."),
        ("es", "Según Paolo, prepara las tablas la empresa para el viernes."),
        ("fr", "Selon Paolo, prépare les tables la société pour vendredi."),
        ("pt", "Segundo Paolo, prepara as tabelas a empresa até sexta."),
        ("nl", "Volgens Paolo, stuur ik de cijfers voor vrijdag."),
        ("de", "Laut Paolo, bestelle ich bis Freitag die Lampen."),
        ("it", "Paolo compirà quarant'anni lunedì."),
    ],
)
def test_reported(of: str, saying: str) -> None:
    """A name after “as … says” or “according to” is not spoken to; a birthday is no task."""
    assert "Paolo" not in owners(of, saying)


@pytest.mark.parametrize(
    ("of", "saying"),
    [
        ("it", "Paolo, prepara le tabelle entro venerdì."),
        ("it", "Allora Paolo, prepara le tabelle entro venerdì."),
        ("es", "Paolo, prepara las tablas para el viernes."),
        ("fr", "Bon, Paolo, prépare les tables pour vendredi."),
        ("de", "Paolo, bestelle bis Freitag die Lampen."),
    ],
)
def test_ordered(of: str, saying: str) -> None:
    """Who is called by name has the task."""
    assert owners(of, saying) == ["Paolo"]
