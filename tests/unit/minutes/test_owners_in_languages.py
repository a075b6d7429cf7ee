"""Tasks given by name in other languages than English: to several people, in the future, as an order."""

import pytest

from agent.minutes.commitments import commitments_of
from agent.minutes.text_normalization import stemming_in
from tests.unit.minutes.made_up_speech import said


def tasks(of: str, *sayings: str) -> list[tuple[str, str]]:
    """Owner and title of each task."""
    with stemming_in(of):
        found = commitments_of(said(*sayings, there=("Bob", "Carl", "Erin")))
    return [(each.owner.name if each.owner else "", each.task) for each in found]


@pytest.mark.parametrize(
    ("of", "saying", "title"),
    [
        ("de", "Bob und Carl werden bis Dienstag die Karten verschicken.", "Die Karten verschicken"),
        ("de", "Bob und Carl müssen bis Freitag die Rechnungen prüfen.", "Die Rechnungen prüfen"),
        ("fr", "Bob et Carl vont peindre la clôture d'ici vendredi.", "Peindre la clôture"),
        ("fr", "Bob et Carl imprimeront les affiches pour lundi.", "Imprimer les affiches"),
        ("es", "Bob y Carl tienen que firmar el contrato antes del viernes.", "Firmar el contrato"),
        ("es", "Bob y Carl pintarán la valla antes del viernes.", "Pintar la valla"),
        ("it", "Bob e Carl devono firmare il contratto entro venerdì.", "Firmare il contratto"),
        ("it", "Bob e Carl dipingeranno la recinzione entro venerdì.", "Dipingere la recinzione"),
        ("pt", "O Bob e o Carl vão pintar a cerca até sexta.", "Pintar a cerca"),
        ("nl", "Bob en Carl gaan voor vrijdag het hek schilderen.", "Het hek schilderen"),
    ],
)
def test_two(of: str, saying: str, title: str) -> None:
    """Two people named together both have the task, in the infinitive."""
    assert tasks(of, f"Ann: {saying}") == [("Bob", title), ("Carl", title)]


@pytest.mark.parametrize(
    ("of", "saying"),
    [
        ("de", "Carl und ich bestellen die Fliesen bis Montag."),
        ("de", "Carl und ich werden bis Montag die Fliesen bestellen."),
        ("fr", "Carl et moi allons commander le carrelage pour lundi."),
        ("es", "Carl y yo pediremos los azulejos para el lunes."),
        ("it", "Carl e io ordineremo le piastrelle entro lunedì."),
        ("pt", "Carl e eu vamos encomendar os azulejos até segunda."),
        ("nl", "Carl en ik zullen maandag de tegels bestellen."),
    ],
)
def test_with_the_speaker(of: str, saying: str) -> None:
    """Somebody and “I” both have it."""
    assert [owner for owner, _ in tasks(of, f"Ann: {saying}")] == ["Ann", "Carl"]


@pytest.mark.parametrize(
    ("of", "saying", "titles"),
    [
        (
            "fr",
            "Bob va rédiger le texte et Carl va vérifier les chiffres.",
            "Rédiger le texte|Vérifier les chiffres",
        ),
        ("es", "Bob redactará el texto y Carl revisará las cifras.", "Redactar el texto|Revisar las cifras"),
        (
            "it",
            "Bob scriverà il testo e Carl controllerà i numeri.",
            "Scrivere il testo|Controllare i numeri",
        ),
        (
            "pt",
            "O Bob vai redigir o texto e o Carl vai verificar os números.",
            "Redigir o texto|Verificar os números",
        ),
    ],
)
def test_one_each(of: str, saying: str, titles: str) -> None:
    """A task ends where the sentence goes on to what somebody else is to do."""
    assert tasks(of, f"Ann: {saying}") == list(zip(("Bob", "Carl"), titles.split("|"), strict=True))


@pytest.mark.parametrize(
    ("of", "order", "answer", "title"),
    [
        ("de", "Bob, ruf bitte bis Freitag die Bank an.", "Mach ich.", "Die Bank anrufen"),
        ("fr", "Bob, appelle la banque demain, s'il te plaît.", "D'accord.", "Appeler la banque"),
        ("es", "Bob, llama al banco mañana.", "Vale.", "Llamar al banco"),
        ("it", "Bob, chiama la banca domani, per favore.", "Va bene.", "Chiamare la banca"),
        ("pt", "Bob, liga para o banco amanhã, por favor.", "Está bem.", "Ligar para o banco"),
        ("nl", "Bob, bel alsjeblieft morgen de bank.", "Oké.", "De bank bellen"),
    ],
)
def test_ordered(of: str, order: str, answer: str, title: str) -> None:
    """An order to somebody called by name is their task."""
    assert tasks(of, f"Ann: {order}", f"Bob: {answer}") == [("Bob", title)]


@pytest.mark.parametrize(
    ("of", "saying"),
    [
        ("de", "Bob und Carl werden am Montag nicht da sein."),
        ("de", "Carl und ich kennen uns seit Jahren."),
        ("de", "Bob, schreib das bitte in den Chat."),
        ("fr", "Bob et Carl seront à Lyon demain."),
        ("fr", "Bob, parle plus fort, s'il te plaît."),
        ("es", "Bob llegará tarde el viernes."),
        ("es", "Bob estará en Madrid el lunes."),
        ("it", "Carl verrà alla riunione lunedì."),
        ("it", "Bob, guarda lo schermo."),
        ("pt", "O Carl chegará amanhã."),
        ("nl", "Bob en Carl zullen maandag op vakantie zijn."),
        ("en", "Carl and I will see each other on Friday."),
        ("en", "Bob and Carl need to leave at five."),
    ],
)
def test_no_task(of: str, saying: str) -> None:
    """Where people are and go, and what is done in the room, is nobody's task."""
    assert tasks(of, f"Ann: {saying}", "Bob: Okay.") == []
