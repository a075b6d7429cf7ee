"""Who does what for whom, in languages other than English."""

import pytest

from agent.minutes.text_normalization import stemming_in
from tests.unit.minutes.test_claim_meaning import holds


@pytest.mark.parametrize(
    ("language", "sayings", "true", "false"),
    [
        ("de", ("Ana: Kurt, leihst du mir die Leiter?", "Kurt: Klar, ich leihe sie dir."),
         "Kurt leiht Ana die Leiter.", "Ana leiht Kurt die Leiter."),
        ("de", ("Ana: Ich frage Herrn Specht, ob er den Schuppen streicht.",),
         "Ana fragt Herrn Specht, ob er den Schuppen streicht.",
         "Herr Specht fragt Ana, ob sie den Schuppen streicht."),
        ("de", ("Ana: Ich habe mit Frau Specht geredet, sie übernimmt die Kasse.",),
         "Frau Specht übernimmt die Kasse.", "Ana übernimmt die Kasse."),
        ("fr", ("Ana: Luc, tu peux prêter l'échelle à Zoé ?", "Luc: Oui, je la prête."),
         "Luc prête l'échelle à Zoé.", "Zoé prête l'échelle à Luc."),
        ("fr", ("Ana: J'ai demandé à Luc de fermer la cave.",),
         "Ana a demandé à Luc de fermer la cave.", "Luc a demandé à Ana de fermer la cave."),
        ("es", ("Ana: Yo cierro la bodega y tú, Luis, apagas las luces.",),
         "Ana cierra la bodega y Luis apaga las luces.", "Luis cierra la bodega."),
        ("es", ("Ana: Luis, ¿puedes prestar la escalera a Eva?", "Luis: Sí, se la presto mañana."),
         "Luis presta la escalera a Eva.", "Eva presta la escalera a Luis."),
        ("it", ("Ana: Luca, puoi prestare la scala a Eva?", "Luca: Sì, la presto domani."),
         "Luca presta la scala a Eva.", "Eva presta la scala a Luca."),
        ("nl", ("Ana: Ik vraag Piet of hij de kelder wil sluiten.",),
         "Ana vraagt Piet of hij de kelder wil sluiten.", "Piet vraagt Ana of ze de kelder wil sluiten."),
        ("pt", ("Ana: Eu não fecho a cave, mas o Rui fecha a cave.",),
         "O Rui fecha a cave.", "A Ana fecha a cave."),
        ("ko", ("민아: 준호 씨, 은지 씨에게 열쇠를 전해 주세요.", "준호: 네, 전하겠습니다."),
         "준호가 은지에게 열쇠를 전한다.", "은지가 준호에게 열쇠를 전한다."),
    ],
)  # fmt: skip
def test_who_does_it(language: str, sayings: tuple[str, ...], true: str, false: str) -> None:
    """Pronouns, prepositions, particles and answers tell who does it and who gets it."""
    with stemming_in(language):
        assert holds(true, *sayings)
        assert not holds(false, *sayings)


@pytest.mark.parametrize(
    ("language", "saying", "true"),
    [
        ("de", "Ana: Ich habe die Mappe eingepackt.", "Die Mappe wurde von Ana eingepackt."),
        ("de", "Ana: Ich verteile die Einkaufszettel.", "Ana verteilt die Zettel."),
        ("fr", "Ana: J'ai versé l'acompte.", "Ana a payé l'acompte."),
        ("es", "Ana: El curso empieza el lunes.", "El curso comienza el lunes."),
        ("it", "Ana: Io mando la lettera.", "Ana invia la lettera."),
        ("pt", "Ana: Ninguém reclamou do cheiro.", "Não houve reclamações do cheiro."),
    ],
)
def test_other_words(language: str, saying: str, true: str) -> None:
    """Other forms, parts of compounds and everyday synonyms are the same words."""
    with stemming_in(language):
        assert holds(true, saying)


@pytest.mark.parametrize(
    ("language", "saying", "false"),
    [
        ("de", "Ana: Der Vorstand muss noch zustimmen.", "Der Vorstand hat zugestimmt."),
        ("es", "Ana: Hemos contratado a dos jardineros.", "Han despedido a dos jardineros."),
        ("fr", "Ana: J'ai versé l'acompte.", "Ana a reçu l'acompte."),
        ("ko", "민아: 새 책상이 도착하지 않았습니다.", "새 책상이 도착했다."),
    ],
)
def test_what_is_done(language: str, saying: str, false: str) -> None:
    """Another deed, one still to be done and one denied are not the one told."""
    with stemming_in(language):
        assert not holds(false, saying)
