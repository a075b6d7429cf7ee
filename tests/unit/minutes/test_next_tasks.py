"""What the same person is to do next is a task of its own, with its own day."""

import pytest

from agent.minutes.commitments import commitments_of
from agent.minutes.text_normalization import stemming_in
from tests.unit.minutes.made_up_speech import said

BOTH = [
    (
        "de",
        "Ich rufe morgen die Bank an und schicke dann allen die Zahlen.",
        "Die Bank anrufen|Allen die Zahlen schicken",
    ),
    (
        "de",
        "Ich drucke bis Freitag die Flyer und hänge die Plakate auf.",
        "Die Flyer drucken|Die Plakate aufhängen",
    ),
    (
        "de",
        "Ich repariere bis Freitag die Tür und putze am Montag das Bad.",
        "Die Tür reparieren|Das Bad putzen",
    ),
    (
        "de",
        "Dann buche ich bis Freitag den Saal und lade alle Gäste ein.",
        "Den Saal buchen|Alle Gäste einladen",
    ),
    (
        "nl",
        "Ik bel morgen de bank en stuur dan iedereen de cijfers.",
        "De bank bellen|Iedereen de cijfers sturen",
    ),
    ("nl", "Ik print voor vrijdag de flyers en hang de posters op.", "De flyers printen|De posters ophangen"),
    (
        "es",
        "Yo reservo la sala y preparo las tarjetas para el viernes.",
        "Reservar la sala|Preparar las tarjetas",
    ),
    (
        "it",
        "Prenoterò la sala e preparerò gli inviti entro venerdì.",
        "Prenotare la sala|Preparare gli inviti",
    ),
    ("pt", "Eu reservo a sala e preparo os crachás até sexta.", "Reservar a sala|Preparar os crachás"),
    ("fr", "Je réserverai la salle et je préparerai les badges.", "Réserver la salle|Préparer les badges"),
]
FRIDAY, MONDAY, NONE = "6", "9", "-"


def tasks(of: str, saying: str) -> list[str]:
    """Title and day of each task."""
    with stemming_in(of):
        found = commitments_of(said(f"Ann: {saying}", "Bob: Hm.", there=("Bob", "Carl")))
    return [f"{each.task} {each.due.day.day if each.due else NONE}" for each in found]


@pytest.mark.parametrize(
    ("saying", "titles"),
    [
        (
            "I'll call the bank by Friday and then send everybody the figures.",
            [f"Call the bank {FRIDAY}", f"Send everybody the figures {NONE}"],
        ),
        (
            "Bob, can you print the flyers by Friday and also hang up the posters?",
            [f"Print the flyers {FRIDAY}", f"Hang up the posters {NONE}"],
        ),
        (
            "I'll print the flyers by Friday and hang up the posters on Monday.",
            [f"Print the flyers {FRIDAY}", f"Hang up the posters {MONDAY}"],
        ),
        (
            "By Friday I'll print the flyers and by Monday I'll hang the posters.",
            [f"Print the flyers {FRIDAY}", f"Hang the posters {MONDAY}"],
        ),
        (
            "I'll order the paint, pick up the brushes and clean the room by Friday.",
            [f"Order the paint {FRIDAY}", f"Pick up the brushes {FRIDAY}", f"Clean the room {FRIDAY}"],
        ),
        (
            "By Monday I'll order the paint and clean the room.",
            [f"Order the paint {MONDAY}", f"Clean the room {MONDAY}"],
        ),
        (
            "I'll send the form on Friday; the invoice I'll send on Monday.",
            [f"Send the form {FRIDAY}", f"Send the invoice {MONDAY}"],
        ),
    ],
)
def test_days(saying: str, titles: list[str]) -> None:
    """A day belongs to the clause in which it stands, or that it stands before."""
    assert tasks("en", saying) == titles


@pytest.mark.parametrize(
    ("saying", "day"),
    [("I'll write the report on Friday, on Monday I'll send the bill.", FRIDAY)],
)
def test_next_lead(saying: str, day: str) -> None:
    """A day before the next promise is not of the one before."""
    assert tasks("en", saying) == [f"Write the report {day}", f"Send the bill {MONDAY}"]


@pytest.mark.parametrize(
    ("of", "saying", "titles"),
    [
        (
            "fr",
            "Je vais appeler la banque vendredi et ensuite envoyer les chiffres.",
            "Appeler la banque|Envoyer les chiffres",
        ),
        (
            "fr",
            "Je vais commander la peinture et aller chercher les pinceaux.",
            "Commander la peinture|Aller chercher les pinceaux",
        ),
        (
            "fr",
            "Je vais imprimer les tracts et lundi je vais accrocher les affiches.",
            "Imprimer les tracts|Accrocher les affiches",
        ),
        (
            "es",
            "Voy a llamar al banco el viernes y luego enviar las cifras.",
            "Llamar al banco|Enviar las cifras",
        ),
        (
            "it",
            "Ordinerò la vernice e ritirerò i pennelli entro venerdì.",
            "Ordinare la vernice|Ritirare i pennelli",
        ),
        (
            "pt",
            "Vou encomendar a tinta e buscar os pincéis até sexta.",
            "Encomendar a tinta|Buscar os pincéis",
        ),
        (
            "de",
            "Ich werde bis Freitag die Farbe bestellen und die Pinsel abholen.",
            "Die Farbe bestellen|Die Pinsel abholen",
        ),
        (
            "nl",
            "Ik zal voor vrijdag de verf bestellen en de kwasten ophalen.",
            "De verf bestellen|De kwasten ophalen",
        ),
    ],
)
def test_languages(of: str, saying: str, titles: str) -> None:
    """In other languages, too, the next task has its own title."""
    assert [each.rsplit(" ", 1)[0] for each in tasks(of, saying)] == titles.split("|")


@pytest.mark.parametrize(
    ("of", "saying", "title"),
    [
        ("en", "I'll draft the letter by Friday, and after that we can talk.", "Draft the letter"),
        ("en", "I'll send the report and the invoice by Friday.", "Send the report and the invoice"),
        ("en", "I'll write the report by Friday and enjoy the weekend.", "Write the report"),
        ("en", "I'll clean the kitchen and then probably the bathroom by Friday.", "Clean the kitchen"),
        ("en", "I'll talk to the owners by Friday and then with the tenants.", "Talk to the owners"),
        ("en", "I'll check the roof by Friday and then after the meeting the cellar.", "Check the roof"),
        ("en", "I'll prepare the slides by Friday and also for the board the budget.", "Prepare the slides"),
        ("en", "I'll carry the piano on Saturday, and Bob brings the van.", "Carry the piano"),
        (
            "fr",
            "Je vais envoyer la lettre et le papier de Bob vendredi.",
            "Envoyer la lettre et le papier de Bob",
        ),
        (
            "it",
            "Ordinerò la vernice e il colore della porta entro venerdì.",
            "Ordinare la vernice e il colore della porta",
        ),
        (
            "de",
            "Ich schicke bis Freitag die Einladung und Liste der Gäste.",
            "Die Einladung und Liste der Gäste schicken",
        ),
        (
            "de",
            "ich schicke bis freitag die einladung und liste der gäste",
            "Die einladung und liste der gäste schicken",
        ),
        ("de", "Ich drucke bis Freitag die Flyer und große Plakate.", "Die Flyer und große Plakate drucken"),
        (
            "nl",
            "Ik bestel voor vrijdag de verf en kwasten voor de deur.",
            "De verf en kwasten voor de deur bestellen",
        ),
    ],
)
def test_one(of: str, saying: str, title: str) -> None:
    """Two things joined by “and” are one task; what leads to the next clause is no part of it."""
    assert [each.rsplit(" ", 1)[0] for each in tasks(of, saying)] == [title]


@pytest.mark.parametrize(("of", "saying", "titles"), BOTH)
def test_finite(of: str, saying: str, titles: str) -> None:
    """Two verbs of one “I” are two tasks, each with its own infinitive and particle."""
    assert [each.rsplit(" ", 1)[0] for each in tasks(of, saying)] == titles.split("|")


def test_included() -> None:
    """What goes with a task is none of its own."""
    titles = tasks("en", "I'll print the flyers by Friday, report A included.")
    assert [each for each in titles if each.startswith("Report")] == []
