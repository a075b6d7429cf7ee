"""Sections of one kind of meeting, by rules, in several languages: small talk gives none."""

from dataclasses import replace
from uuid import UUID

import pytest

from agent.minutes.extractive import extract
from agent.minutes.special.found_statements import CUES
from agent.minutes.special.sections import special_statements
from agent.minutes.text_normalization import stemming_in
from server.languages import SEARCHED_FOR_RESULTS
from server.meeting.minutes_templates import TEMPLATES, BuiltIn, MinutesTemplate, TemplateSection
from server.meeting.special_sections import Statement
from tests.unit.minutes.made_up_speech import said, who


def found(
    template: BuiltIn | MinutesTemplate, *sayings: str, language: str = "en", **roles: str
) -> list[Statement]:
    """What the template's sections hold."""
    chosen = template if isinstance(template, MinutesTemplate) else TEMPLATES[template]
    by_id: dict[UUID, str] = {who(name): role for name, role in roles.items()}
    spoken = replace(said(*sayings), language=language, template=chosen, roles=by_id)
    with stemming_in(language):
        return special_statements(spoken, extract(spoken))


def labels(statements: list[Statement]) -> list[tuple[str, str]]:
    """Speaker and label of each."""
    return [(each.speaker, each.label) for each in statements]


STANDUPS = {
    "en": (
        "Yesterday I finished the payment form.",
        "Today I'm working on the export.",
        "I'm still waiting for the new certificate.",
    ),
    "de": (
        "Ich habe gestern das Zahlungsformular fertiggestellt.",
        "Heute arbeite ich an dem Export der Berichte.",
        "Ich warte noch auf das neue Zertifikat.",
    ),
    "fr": (
        "Hier j'ai terminé le formulaire de paiement.",
        "Aujourd'hui je vais tester l'export des rapports.",
        "Je suis bloqué par le nouveau certificat.",
    ),
    "es": (
        "Ayer terminé el formulario de pago.",
        "Hoy voy a probar la exportación de informes.",
        "Estoy bloqueado por el nuevo certificado.",
    ),
    "it": (
        "Ieri ho finito il modulo di pagamento.",
        "Oggi continuo con l'esportazione dei rapporti.",
        "Sono bloccato dal nuovo certificato.",
    ),
    "pt": (
        "Ontem terminei o formulário de pagamento.",
        "Hoje vou testar a exportação dos relatórios.",
        "Estou bloqueado pelo novo certificado.",
    ),
    "nl": (
        "Ik heb gisteren het betaalformulier afgerond.",
        "Vandaag werk ik aan de export van rapporten.",
        "Ik wacht nog op het nieuwe certificaat.",
    ),
    "ko": (
        "어제 결제 화면을 완료했습니다.",
        "오늘 보고서 내보내기를 진행할 예정입니다.",
        "새 인증서를 기다리고 있습니다.",
    ),
}


@pytest.mark.parametrize("language", STANDUPS)
def test_progress(language: str) -> None:
    """Done, next and blocked are told of who said so, in every language that has cues."""
    statements = found("standup", *(f"Ann: {each}" for each in STANDUPS[language]), language=language)
    assert labels(statements) == [("Ann", "done"), ("Ann", "next"), ("Ann", "blocked")]
    assert all(each.evidence for each in statements)


SMALL_TALK = {
    "en": (
        "How are you today?",
        "Fine, thanks, the weather is lovely.",
        "Yesterday I watched the match with my kids.",
        "I have not finished my coffee yet.",
        "See you tomorrow.",
    ),
    "de": (
        "Wie geht es dir heute?",
        "Danke, gut, das Wetter ist schön.",
        "Gestern war ich mit den Kindern im Zoo.",
        "Bis morgen dann.",
    ),
    "fr": (
        "Comment ça va aujourd'hui?",
        "Bien, merci, il fait beau.",
        "Hier on était au cinéma avec les enfants.",
        "À demain.",
    ),
    "es": ("¿Cómo estás hoy?", "Bien, gracias, hace buen tiempo.", "Ayer vimos el partido con los niños."),
    "it": ("Come stai oggi?", "Bene, grazie, fa bel tempo.", "Ieri siamo andati al mare con i bambini."),
    "pt": (
        "Como vai você hoje?",
        "Bem, obrigado, o tempo está lindo.",
        "Ontem fomos à praia com as crianças.",
    ),
    "nl": ("Hoe gaat het vandaag?", "Goed, dank je, lekker weer.", "Gisteren waren we in de dierentuin."),
    "ko": ("오늘 어떻게 지내세요?", "네, 날씨가 참 맑네요.", "어제 아이들과 동물원에 갔어요."),
}


@pytest.mark.parametrize("language", SMALL_TALK)
@pytest.mark.parametrize("template", ["standup", "interview", "retrospective", "client", "formal"])
def test_small_talk_gives_nothing(template: BuiltIn, language: str) -> None:
    """Nothing is made of small talk, whatever the template looks for."""
    lines = [f"{'Ann' if at % 2 else 'Ben'}: {each}" for at, each in enumerate(SMALL_TALK[language])]
    assert found(template, *lines, language=language, Ann="host", Ben="guest") == []


@pytest.mark.parametrize(
    "sentence",
    [
        "I haven't finished the payment form.",
        "Did you finish the payment form?",
        "If I finished the payment form, we could ship.",
        "There are no blockers with the payment form.",
        "Nothing is blocking the payment form.",
    ],
)
def test_no_progress(sentence: str) -> None:
    """What is denied, asked or supposed is neither done nor blocked."""
    assert found("standup", f"Ann: {sentence}") == []


def test_answers() -> None:
    """A question goes with what others say to it, until who asked goes on; others are left out."""
    statements = found(
        "interview",
        "Ann: Which part of the migration was the hardest for your team?",
        "Ben: The hardest part was moving the billing data.",
        "Ben: It took us four months.",
        "Ann: Thanks, that helps.",
        "Ann: Who decided about the budget of the migration?",
        "Ben: I don't know.",
        "Ann: Can you hear me?",
        "Ben: Yes, we hear you well.",
    )
    assert labels(statements) == [("Ann", "question"), ("Ben", "answer"), ("Ben", "answer")]
    assert len({each.group for each in statements}) == 1


RETROSPECTIVES = {
    "en": (
        "The release went really well.",
        "The reviews took too long.",
        "Next time we should start the tests earlier.",
    ),
    "de": (
        "Das Release lief richtig gut.",
        "Die Reviews haben zu lange gedauert.",
        "Wir sollten die Tests früher anfangen.",
    ),
    "fr": (
        "La livraison s'est très bien passée.",
        "Les relectures étaient trop longues.",
        "On devrait commencer les tests plus tôt.",
    ),
    "es": (
        "El lanzamiento salió muy bien.",
        "Las revisiones tomaron demasiado tiempo.",
        "Deberíamos empezar antes las pruebas.",
    ),
    "it": (
        "Il rilascio è andato molto bene.",
        "Le revisioni hanno richiesto troppo tempo.",
        "Dovremmo iniziare prima i test.",
    ),
    "pt": (
        "O lançamento correu muito bem.",
        "As revisões levaram tempo demais.",
        "Deveríamos começar os testes mais cedo.",
    ),
    "nl": (
        "De release ging heel goed.",
        "De reviews duurden te lang.",
        "Volgende keer beginnen we eerder met testen.",
    ),
    "ko": (
        "이번 출시가 잘 진행됐습니다.",
        "코드 리뷰가 너무 늦었습니다.",
        "다음에는 테스트를 먼저 시작합시다.",
    ),
}


@pytest.mark.parametrize("language", RETROSPECTIVES)
def test_lessons(language: str) -> None:
    """Each sentence is in the column it belongs to."""
    statements = found(
        "retrospective", *(f"Ann: {each}" for each in RETROSPECTIVES[language]), language=language
    )
    assert [each.label for each in statements] == ["well", "badly", "try"]


def test_not_well_is_badly() -> None:
    """A denied praise is none."""
    assert [
        each.label for each in found("retrospective", "Ann: The release of the app did not go well.")
    ] == ["badly"]


REQUESTS = {
    "en": "We need a report of all open invoices.",
    "de": "Wir brauchen einen Bericht über alle offenen Rechnungen.",
    "fr": "Nous avons besoin d'un rapport de toutes les factures.",
    "es": "Necesitamos un informe de todas las facturas.",
    "it": "Abbiamo bisogno di un rapporto di tutte le fatture.",
    "pt": "Precisamos de um relatório de todas as faturas.",
    "nl": "Wij hebben een rapport van alle facturen nodig.",
    "ko": "모든 미결 송장 보고서가 필요합니다.",
}


@pytest.mark.parametrize("language", REQUESTS)
def test_requests(language: str) -> None:
    """The client's wish is a request; the same from our side is not."""
    wish = REQUESTS[language]
    theirs = found("client", f"Cleo: {wish}", language=language, Cleo="guest", Ann="host")
    assert labels([each for each in theirs if each.label == "request"]) == [("Cleo", "request")]
    ours = found("client", f"Ann: {wish}", language=language, Cleo="guest", Ann="host")
    assert "request" not in [each.label for each in ours]


def test_promises() -> None:
    """What somebody of our side takes on is a promise, with its date."""
    statements = found(
        "client",
        "Cleo: Could you send the offer for the second warehouse?",
        "Ann: I'll send the offer by Friday.",
        Cleo="guest",
        Ann="host",
    )
    assert ("Ann", "promise") in labels(statements)
    assert any("2026-03-06" in each.text for each in statements if each.label == "promise")


def test_movers() -> None:
    """Formal minutes say who moved and who seconded."""
    statements = found(
        "formal",
        "Ann: I move that we approve the budget of the library.",
        "Ben: I second.",
        "Cleo: Aye.",
        "Ann: The motion carries.",
    )
    assert labels(statements) == [("Ann", "mover"), ("Ben", "seconder")]


def test_custom_section() -> None:
    """Without a model a section of one's own has the sentences with its words, and none that lacks them."""
    own = MinutesTemplate(
        "Mine", "", (TemplateSection("custom", "Risks", "List every risk of the schedule."),)
    )
    statements = found(
        own,
        "Ann: The biggest risk is that the supplier delivers late.",
        "Ben: The new office has a nice kitchen with a view.",
    )
    assert [(each.group, each.speaker) for each in statements] == [("Risks", "Ann")]


def test_languages() -> None:
    """Pages say that nothing was found only where something is looked for."""
    assert set(CUES) == set(SEARCHED_FOR_RESULTS)


def test_another_language() -> None:
    """A language without cues has no statements, rather than wrong ones."""
    assert found("standup", "Ann: Eilen sain maksulomakkeen valmiiksi.", language="fi") == []
