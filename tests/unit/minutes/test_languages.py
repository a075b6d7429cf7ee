"""Decisions, commitments and content words in languages other than English and Korean."""

from collections.abc import Iterator
from datetime import date

import pytest

from agent.minutes.claim_support import negated
from agent.minutes.commitments import commitments_of
from agent.minutes.decisions import decisions_of
from agent.minutes.languages import TABLES
from agent.minutes.spoken_language import spoken_tables
from agent.minutes.text_normalization import content, stem, stemming_in
from server.languages import code_of
from tests.unit.minutes.made_up_speech import said

THURSDAY, FRIDAY = date(2026, 3, 5), date(2026, 3, 6)
"""After the day of `said`, a Wednesday."""
DECIDED = [
    ("de", "Wir haben heute beschlossen, den Stand auf der Messe zu mieten."),
    ("de", "Also, wir haben uns für den blauen Umschlag entschieden."),
    ("de", "Damit ist beschlossen: Die Bibliothek öffnet auch am Sonntag."),
    ("fr", "Nous avons décidé de fermer la cantine en juillet."),
    ("fr", "Donc on part sur la salle du premier étage pour le concert."),
    ("fr", "On est d'accord pour repousser la vente au printemps."),
    ("es", "Hemos decidido alquilar el almacén del puerto."),
    ("es", "Quedamos en abrir la tienda los domingos."),
    ("it", "Abbiamo deciso di spostare la mostra a ottobre."),
    ("it", "Siamo d'accordo di comprare due biciclette per il magazzino."),
    ("pt", "Decidimos pintar a escola durante as férias."),
    ("pt", "Ficou combinado que o autocarro parte às oito."),
    ("nl", "We hebben besloten de tuin in april open te stellen."),
    ("nl", "Het besluit is dat de koffie voortaan gratis wordt."),
]
ASSENTED = [
    ("de", "Ich schlage vor, das Sommerfest in den Park zu verlegen.", "Einverstanden."),
    ("fr", "Je propose de louer un camion plus grand.", "D'accord."),
    ("es", "Propongo cambiar el logotipo de la panadería.", "Sí, buena idea."),
    ("it", "Propongo di rimandare la gita in montagna.", "Va bene."),
    ("pt", "Proponho adiar a festa da aldeia.", "Concordo."),
    ("nl", "Laten we de markt naar zaterdag verplaatsen.", "Akkoord."),
]
UNDECIDED = [
    ("de", "Vielleicht haben wir das schon beschlossen, den Stand zu mieten."),
    ("de", "Haben wir eigentlich beschlossen, den Stand zu mieten?"),
    ("de", "Was wir gestern im Museum gesehen haben, war großartig."),
    ("fr", "Nous n'avons pas encore décidé de fermer la cantine."),
    ("fr", "Est-ce que nous avons décidé de fermer la cantine ?"),
    ("es", "Todavía no hemos decidido alquilar el almacén."),
    ("es", "¿Hemos decidido alquilar el almacén?"),
    ("it", "Non abbiamo ancora deciso di spostare la mostra."),
    ("pt", "Ainda não decidimos pintar a escola."),
    ("nl", "We hebben nog niet besloten de tuin open te stellen."),
]
COMMITTED = [
    (
        "de",
        "Ich schicke morgen den Entwurf an die Druckerei.",
        "Den Entwurf an die Druckerei schicken",
    ),
    ("de", "Ich werde die Rechnung für den Saal bezahlen.", "Die Rechnung für den Saal bezahlen"),
    (
        "fr",
        "Je vais envoyer le devis au fournisseur, mais pas avant midi.",
        "Envoyer le devis au fournisseur",
    ),
    ("fr", "J'enverrai les photos du chantier.", "Envoyer les photos du chantier"),
    ("es", "Voy a reservar la mesa para doce personas.", "Reservar la mesa para doce personas"),
    ("es", "Enviaré las facturas del taller.", "Enviar las facturas del taller"),
    ("it", "Mi occupo di prenotare il pullman.", "Mi occupo di prenotare il pullman"),
    ("it", "Invierò il modulo alla scuola.", "Inviare il modulo alla scuola"),
    ("pt", "Vou comprar os bilhetes do comboio.", "Comprar os bilhetes do comboio"),
    ("nl", "Ik stuur de folder naar de drukker.", "De folder naar de drukker sturen"),
    ("nl", "Ik zal de zaal voor het toneelstuk reserveren.", "De zaal voor het toneelstuk reserveren"),
]
ASKED = [
    ("de", "Bob, kannst du bitte die Einladung übersetzen?"),
    ("fr", "Bob, peux-tu traduire l'invitation du musée ?"),
    ("es", "Bob, ¿puedes traducir la invitación del museo?"),
    ("it", "Bob, puoi tradurre l'invito del museo?"),
    ("pt", "Bob, podes traduzir o convite do museu?"),
    ("nl", "Bob, kun je de uitnodiging van het museum vertalen?"),
]
NOT_COMMITTED = [
    ("de", "Ich schicke den Entwurf nicht an die Druckerei."),
    ("de", "Ich werde ehrlich sein."),
    ("de", "Ich muss sagen, der Plan für den Test ist wirklich gut."),
    ("de", "Ich kann den Plan der Bibliothek gut verstehen."),
    ("de", "Vielleicht schreibe ich einmal ein Buch."),
    ("fr", "Je ne vais pas envoyer le devis."),
    ("fr", "Je vais bien, merci."),
    ("fr", "Je dois dire que la commande était en retard."),
    ("it", "Devo dire che la prova è andata bene."),
    ("es", "No voy a reservar la mesa del restaurante."),
    ("it", "Non invierò il modulo alla scuola."),
    ("pt", "Não vou comprar os bilhetes do comboio."),
    ("nl", "Ik stuur de folder niet naar de drukker."),
]


@pytest.fixture
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    """The language of the meeting."""
    with stemming_in(request.param):
        yield request.param


@pytest.mark.parametrize(("language", "sentence"), DECIDED, indirect=["language"])
def test_decided(language: str, sentence: str) -> None:
    """A sentence that states a decision is one, in its own words."""
    (found,) = decisions_of(said(f"Ann: {sentence}"))
    assert found.text.rstrip(".") in sentence or found.text[1:].rstrip(".") in sentence


@pytest.mark.parametrize(("language", "proposal", "answer"), ASSENTED, indirect=["language"])
def test_assented(language: str, proposal: str, answer: str) -> None:
    """A proposal is a decision if somebody else assents, and only then."""
    assert len(decisions_of(said(f"Ann: {proposal}", f"Bob: {answer}"))) == 1
    assert decisions_of(said(f"Ann: {proposal}", f"Ann: {answer}")) == []


@pytest.mark.parametrize(("language", "sentence"), UNDECIDED, indirect=["language"])
def test_undecided(language: str, sentence: str) -> None:
    """Doubts and questions are no decisions."""
    assert decisions_of(said(f"Ann: {sentence}")) == []


@pytest.mark.parametrize(("language", "sentence", "task"), COMMITTED, indirect=["language"])
def test_committed(language: str, sentence: str, task: str) -> None:
    """A commitment is the speaker's, in their own words."""
    (found,) = commitments_of(said(f"Bob: {sentence}"))
    assert (found.task, found.owner.name if found.owner else None) == (task, "Bob")


@pytest.mark.parametrize(("language", "sentence"), ASKED, indirect=["language"])
def test_asked(language: str, sentence: str) -> None:
    """A request to somebody by name is theirs."""
    (found,) = commitments_of(said(f"Ann: {sentence}", there=("Bob",)))
    assert found.owner is not None
    assert found.owner.name == "Bob"


@pytest.mark.parametrize(("language", "sentence"), NOT_COMMITTED, indirect=["language"])
def test_not_committed(language: str, sentence: str) -> None:
    """What is refused, doubted, or no work is no commitment."""
    assert commitments_of(said(f"Bob: {sentence}")) == []


@pytest.mark.parametrize(
    ("language", "sentence", "words"),
    [
        ("de", "Und die Not der Bibliothek ist also doch groß", ["Not", "Bibliothek", "groß"]),
        ("fr", "C'est l'équipe qui s'occupe de la cantine", ["équipe", "occupe", "cantine"]),
        ("es", "Pues entonces la panadería está en el puerto", ["panadería", "puerto"]),
        ("it", "Allora, questa è la mostra del museo", ["mostra", "museo"]),
        ("pt", "Então o comboio parte às oito da manhã", ["comboio", "parte", "oito", "manhã"]),
        ("nl", "En dan is de tuin van ons nog niet open", ["tuin", "open"]),
    ],
    indirect=["language"],
)
def test_content(language: str, sentence: str, words: list[str]) -> None:
    """Words without content are those of the language: the German “Not” is no English “not”."""
    assert content(sentence) == [stem(word.lower()) for word in words]


def test_negation() -> None:
    """A claim is not supported by a sentence that denies it, in the language of both."""
    with stemming_in("de"):
        assert negated("Wir mieten den Stand nicht am Hafen", set(content("am Hafen")))
        assert not negated("Die Not am Hafen ist groß", set(content("Hafen")))


def test_regions_and_others() -> None:
    """A region has its language's tables; a language without any is read as English is."""
    with stemming_in("pt-BR"):
        assert spoken_tables() is TABLES["pt"]
    with stemming_in("sv"):
        assert spoken_tables() is not TABLES["nl"]
        assert decisions_of(said("Ann: We decided to rent the barn."))


def test_words_are_words() -> None:
    """Tables hold lower-case words, under codes that meetings have."""
    for code, tables in TABLES.items():
        assert code_of(code) == code
        for word in (*tables.stopwords, *tables.negations, *tables.work, *tables.framing):
            assert word == word.lower().strip(",.")


DUE = [
    ("de", "Ich schicke den Entwurf bis Freitag an die Druckerei.", FRIDAY),
    ("de", "Ich werde bis zum 20. März die Rechnung bezahlen.", date(2026, 3, 20)),
    ("de", "Ich schicke am Morgen den Entwurf an die Druckerei.", None),
    ("fr", "Je vais envoyer le devis avant vendredi.", FRIDAY),
    ("fr", "J'enverrai les photos d'ici la fin de la semaine.", FRIDAY),
    ("es", "Voy a reservar la mesa para mañana.", THURSDAY),
    ("es", "Voy a reservar la mesa por la mañana.", None),
    ("it", "Invierò il modulo entro venerdì.", FRIDAY),
    ("it", "Invierò il modulo entro il 2 gennaio.", date(2027, 1, 2)),
    ("pt", "Vou comprar os bilhetes até sexta-feira.", FRIDAY),
    ("pt", "Vou comprar os bilhetes até ao fim do mês.", date(2026, 3, 31)),
    ("nl", "Ik stuur de folder voor vrijdag naar de drukker.", FRIDAY),
    ("nl", "Ik stuur de folder uiterlijk volgende week.", date(2026, 3, 13)),
]


@pytest.mark.parametrize(("language", "sentence", "due"), DUE, indirect=["language"])
def test_due(language: str, sentence: str, due: date | None) -> None:
    """A deadline is the task's due date, and leaves its title; other days are no deadlines."""
    (found,) = commitments_of(said(f"Bob: {sentence}"))
    assert (found.due.day if found.due else None) == due
    assert due is None or found.due is None or found.due.phrase.lower() not in found.task.lower()
