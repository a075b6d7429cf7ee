"""Titles of tasks in other languages have an infinitive, as in a list; requests there are heard."""

import pytest

from agent.minutes.commitments import commitments_of
from agent.minutes.infinitives import as_infinitive
from agent.minutes.text_normalization import stemming_in
from tests.unit.minutes.made_up_speech import said

TURNED = [
    ("de", "ich schicke den Bericht", "den Bericht schicken"),
    ("de", "ich rufe den Klempner an", "den Klempner anrufen"),
    ("de", "bereite ich die Bühne vor", "die Bühne vorbereiten"),
    ("de", "ich sammle die Unterschriften ein", "die Unterschriften einsammeln"),
    ("de", "kümmere mich um die Stühle", "sich um die Stühle kümmern"),
    ("de", "übernimmst du die Kasse", "die Kasse übernehmen"),
    ("de", "ich schicke euch die Noten, sobald sie da sind", "die Noten schicken, sobald sie da sind"),
    ("es", "enviaré el informe", "enviar el informe"),
    ("es", "haré las entradas", "hacer las entradas"),
    ("es", "yo preparo el escenario", "preparar el escenario"),
    ("es", "me encargo de las sillas", "encargarse de las sillas"),
    ("es", "te mando las partituras", "mandar las partituras"),
    ("es", "traduzco el cartel", "traducir el cartel"),
    ("fr", "j'enverrai le rapport", "envoyer le rapport"),
    ("fr", "je préparerai la scène", "préparer la scène"),
    ("fr", "je prendrai les clés", "prendre les clés"),
    ("fr", "je finirai le tableau", "finir le tableau"),
    ("fr", "des chaises", "s'occuper des chaises"),
    ("it", "invierò la relazione", "inviare la relazione"),
    ("it", "scriverò la lettera", "scrivere la lettera"),
    ("pt", "enviarei o relatório", "enviar o relatório"),
    ("pt", "peço as chaves", "pedir as chaves"),
    ("nl", "ik stuur het verslag", "het verslag sturen"),
    ("nl", "ik bel de loodgieter op", "de loodgieter opbellen"),
]
UNTURNED = [
    ("en", "send the report"),
    ("de", "die Einladung schreiben"),
    ("es", "enviar el informe"),
    ("es", "reservar la sala"),
    ("fr", "envoyer le rapport"),
    ("it", "inviare la relazione"),
    ("pt", "enviar o relatório"),
    ("nl", "het verslag schrijven"),
]
REQUESTS = [
    ("de", "Kannst du die Folien machen, Bob?", "Ja, mache ich.", "Die Folien machen"),
    ("de", "Übernimmst du die Kasse, Bob?", "Ja, gern.", "Die Kasse übernehmen"),
    ("de", "Bob, schickst du uns bitte die Noten?", "Klar, mache ich.", "Die Noten schicken"),
    ("de", "Rufst du den Klempner an, Bob?", "Ja, mache ich.", "Den Klempner anrufen"),
    ("es", "¿Puedes hacer las entradas, Bob?", "Sí, las hago yo.", "Hacer las entradas"),
    ("es", "Bob, ¿puedes hacer el cartel?", "Sí, lo haré.", "Hacer el cartel"),
    ("es", "¿Nos mandas las partituras, Bob?", "Sí, claro.", "Mandar las partituras"),
    ("fr", "Tu peux faire les affiches, Bob ?", "Oui, je les fais.", "Faire les affiches"),
]
NO_REQUESTS = [
    ("de", "Kannst du die Folien machen, Bob?", "Nein, ich bin im Urlaub."),
    ("de", "Übernimmst du die Kasse, Bob?", "Nein, keine Zeit."),
    ("de", "Kannst du mich hören, Bob?", "Ja, klar."),
    ("de", "Rufst du mal?", "Nein."),
    ("es", "¿Puedes hacer las entradas, Bob?", "No, no puedo."),
    ("es", "¿Nos mandas las partituras, Bob?", "No, lo siento."),
    ("es", "¿Puedes oírme, Bob?", "Sí, claro."),
]


@pytest.mark.parametrize(("of", "task", "title"), TURNED)
def test_infinitive(of: str, task: str, title: str) -> None:
    """What somebody says of themselves gets the infinitive, joined with what was parted from it."""
    with stemming_in(of):
        assert as_infinitive(task) == title


@pytest.mark.parametrize(("of", "task"), UNTURNED)
def test_infinitive_stays(of: str, task: str) -> None:
    """What has the infinitive already stays as it is."""
    with stemming_in(of):
        assert as_infinitive(task) == task


@pytest.mark.parametrize(("of", "asked", "answered", "title"), REQUESTS)
def test_request_accepted(of: str, asked: str, answered: str, title: str) -> None:
    """A request that is accepted is the task of who was asked."""
    with stemming_in(of):
        found = commitments_of(said(f"Ann: {asked}", f"Bob: {answered}"))
    assert [(each.task, each.owner and each.owner.name) for each in found] == [(title, "Bob")]


@pytest.mark.parametrize(("of", "asked", "answered"), NO_REQUESTS)
def test_request_declined(of: str, asked: str, answered: str) -> None:
    """A request that is declined, or about the room, is no task."""
    with stemming_in(of):
        assert commitments_of(said(f"Ann: {asked}", f"Bob: {answered}")) == []


@pytest.mark.parametrize(
    ("of", "sentence", "title"),
    [
        (
            "de",
            "Ich schicke den Bericht bis Freitag an den Vorstand.",
            "Den Bericht an den Vorstand schicken",
        ),
        ("de", "Dann bereite ich die Bühne für Montag vor.", "Die Bühne vorbereiten"),
        ("es", "Enviaré el informe mañana.", "Enviar el informe"),
        ("es", "Yo preparo el escenario para el lunes.", "Preparar el escenario"),
    ],
)
def test_without_its_day(of: str, sentence: str, title: str) -> None:
    """The day is not in the title, nor the preposition before it."""
    with stemming_in(of):
        (found,) = commitments_of(said(f"Bob: {sentence}"))
    assert found.task == title
    assert found.due is not None
