"""The laws of tasks and decisions in other languages: declined, retold, conditional, in the room."""

from collections.abc import Iterator

import pytest

from agent.minutes.commitments import commitments_of
from agent.minutes.decisions import decisions_of
from agent.minutes.text_normalization import stemming_in
from tests.unit.minutes.made_up_speech import said

REQUESTS = {
    "de": "Bob, kannst du bitte die Einladung übersetzen?",
    "fr": "Bob, peux-tu traduire l'invitation du musée ?",
    "es": "Bob, ¿puedes traducir la invitación del museo?",
    "it": "Bob, puoi tradurre l'invito del museo?",
    "pt": "Bob, podes traduzir o convite do museu?",
    "nl": "Bob, kun je de uitnodiging van het museum vertalen?",
}
REFUSALS = {
    "de": "Nein, ich bin im Urlaub.",
    "fr": "Non, je suis en vacances.",
    "es": "No, estoy de vacaciones.",
    "it": "No, sono in vacanza.",
    "pt": "Não, estou de férias.",
    "nl": "Nee, ik ben op vakantie.",
}
OFFERS = {
    "de": "Das kann ich machen.",
    "fr": "Je m'en occupe.",
    "es": "Yo me encargo.",
    "it": "Ci penso io.",
    "pt": "Eu trato disso.",
    "nl": "Dat doe ik wel.",
}
IN_THE_ROOM = [
    ("de", "Ich werde kurz meinen Bildschirm teilen."),
    ("de", "Ich werde den Plan für den Test jetzt erklären."),
    ("fr", "Je vais partager mon écran."),
    ("fr", "Je vais vous montrer le devis."),
    ("es", "Voy a compartir mi pantalla."),
    ("es", "Voy a explicar el plan de la tienda."),
    ("it", "Condividerò lo schermo con voi."),
    ("it", "Invierò una domanda al relatore."),
    ("pt", "Vou partilhar o meu ecrã."),
    ("pt", "Vou explicar o plano da loja."),
    ("nl", "Ik zal even mijn scherm delen."),
    ("nl", "Ik zal het plan voor de tuin uitleggen."),
]
CONDITIONAL = [
    ("de", "Wenn die Bank zustimmt, schicke ich den Vertrag an den Notar."),
    ("de", "Ich schicke den Vertrag an den Notar, falls die Bank zustimmt."),
    ("fr", "Si la banque accepte, je vais envoyer le contrat au notaire."),
    ("es", "Si el banco acepta, voy a enviar el contrato al notario."),
    ("it", "Se la banca accetta, invierò il contratto al notaio."),
    ("pt", "Se o banco aceitar, vou enviar o contrato ao notário."),
    ("nl", "Als de bank akkoord gaat, zal ik het contract naar de notaris sturen."),
]
RETOLD = [
    ("de", "Wir haben gestern beschlossen, den Stand zu mieten."),
    ("de", "Letzte Woche wurde der Haushalt beschlossen, mit dem neuen Dach."),
    ("fr", "La semaine dernière, nous avons décidé de fermer la cantine."),
    ("es", "Ayer decidimos alquilar el almacén del puerto."),
    ("it", "Nella scorsa riunione abbiamo deciso di spostare la mostra."),
    ("pt", "Na semana passada decidimos pintar a escola."),
    ("nl", "Vorige week hebben we besloten de tuin in april open te stellen."),
]
COURSE = [
    ("de", "Damit ist das Protokoll der letzten Sitzung genehmigt, es wird beschlossen."),
    ("fr", "Nous avons décidé de passer au point suivant."),
    ("es", "Hemos decidido pasar al siguiente punto."),
    ("it", "Abbiamo deciso di passare al prossimo punto."),
    ("pt", "Decidimos passar ao próximo ponto."),
    ("nl", "We hebben besloten naar het volgende punt te gaan."),
]


@pytest.fixture
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    """The language of the meeting."""
    with stemming_in(request.param):
        yield request.param


def owners(*sayings: str) -> list[str | None]:
    """The owners of the tasks found."""
    found = commitments_of(said(*sayings, there=("Bob", "Carla")))
    return [each.owner.name if each.owner else None for each in found]


@pytest.mark.parametrize("language", REQUESTS, indirect=True)
def test_declined(language: str) -> None:
    """Who declines does not get the task; another who offers to do it does."""
    asked, refused = f"Ann: {REQUESTS[language]}", f"Bob: {REFUSALS[language]}"
    assert owners(asked) == ["Bob"]
    assert owners(asked, refused) == []
    assert owners(asked, refused, f"Carla: {OFFERS[language]}") == ["Carla"]


@pytest.mark.parametrize(("language", "sentence"), [*IN_THE_ROOM, *CONDITIONAL], indirect=["language"])
def test_no_task(language: str, sentence: str) -> None:
    """What is done in the meeting itself, or hangs on something, is no task."""
    assert owners(f"Bob: {sentence}") == []


@pytest.mark.parametrize(("language", "sentence"), [*RETOLD, *COURSE], indirect=["language"])
def test_no_decision(language: str, sentence: str) -> None:
    """What was decided before this meeting, or is its course, is no decision."""
    assert decisions_of(said(f"Ann: {sentence}")) == []


def test_korean() -> None:
    """What is retold in Korean is no decision, and who declines has no task."""
    assert decisions_of(said("민지: 지난주에 출시를 오월로 미루기로 했습니다.")) == []
    assert owners("민지: Bob, 보고서를 보내 주세요.", "Bob: 아니요, 못 해요.") == []
