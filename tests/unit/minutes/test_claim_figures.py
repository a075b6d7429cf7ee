"""Figures, days, order, hearsay and quantifiers of claims, in eight languages."""

import pytest

from agent.minutes.claims.change_direction import same_direction
from agent.minutes.claims.event_order import same_order
from agent.minutes.claims.figure_roles import same_roles
from agent.minutes.claims.quantities import quantities
from agent.minutes.text_normalization import stemming_in
from tests.unit.minutes.test_claim_meaning import holds


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("de", "zweihundertfünfzig Euro", "250 €"),
        ("de", "zweieinhalb Stunden", "2,5 Stunden"),
        ("de", "einundzwanzig", "21"),
        ("fr", "quatre-vingt-dix", "90"),
        ("fr", "trois mille quatre cents euros", "3 400 euros"),
        ("fr", "une heure et demie", "90 minutes"),
        ("es", "treinta y cinco por ciento", "35 %"),
        ("es", "media hora", "30 minutos"),
        ("it", "duecentoquaranta", "240"),
        ("it", "60 mila euro", "60.000 euro"),
        ("nl", "vierendertig procent", "34 %"),
        ("nl", "anderhalf uur", "90 minuten"),
        ("pt", "cento e trinta euros", "130 euros"),
        ("pt", "três horas e meia", "3,5 horas"),
        ("ko", "5천만 원", "50,000,000원"),
        ("ko", "두 시간 반", "150분"),
        ("en", "from 20 to 30 thousand", "from 20,000 to 30,000"),
    ],
)
def test_numbers(language: str, one: str, other: str) -> None:
    """A number is the same in words and in digits, as the language writes them."""
    with stemming_in(language):
        assert [each.key for each in quantities(one)] == [each.key for each in quantities(other)]


@pytest.mark.parametrize(
    ("language", "said", "claim"),
    [
        ("en", "The fee went down by 12 percent.", "The fee went down to 12 percent."),
        ("en", "Over 300 people came.", "Fewer than 300 people came."),
        ("en", "The bus moves from Monday to Wednesday.", "The bus moves from Wednesday to Monday."),
        ("en", "The shop opens after Tuesday.", "The shop opens by Tuesday."),
        ("en", "I'll send it by Friday.", "Carl sends it before Friday."),
        ("en", "The shop opens on Friday.", "The shop opens after Friday."),
        ("en", "The shop opens from Friday.", "The shop opens before Friday."),
        ("en", "The shop opens before Friday.", "The shop opens from Friday."),
        ("de", "Ich schicke es bis Freitag.", "Carl schickt es vor Freitag."),
        ("fr", "Je l'envoie d'ici vendredi.", "Carl l'envoie avant vendredi."),
        ("es", "Lo envío para el viernes.", "Carl lo envía después del viernes."),
        ("it", "Lo mando entro venerdì.", "Carl lo manda prima di venerdì."),
        ("nl", "Ik stuur het uiterlijk vrijdag.", "Carl stuurt het na vrijdag."),
        ("pt", "Eu envio até sexta-feira.", "Carl envia antes de sexta-feira."),
        ("ko", "금요일까지 보낼게요.", "금요일 전에 보냅니다."),
        ("de", "Die Gebühr steigt um 12 Prozent.", "Die Gebühr steigt auf 12 Prozent."),
        ("de", "Es kamen mindestens 300 Leute.", "Es kamen höchstens 300 Leute."),
        ("es", "El curso pasa de lunes a miércoles.", "El curso pasa de miércoles a lunes."),
        ("pt", "A aula passou de segunda para quarta.", "A aula passou de quarta para segunda."),
        ("ko", "회의는 월요일에서 수요일로 바뀌었어요.", "회의는 수요일에서 월요일로 바뀌었어요."),
    ],
)
def test_roles_of_figures(language: str, said: str, claim: str) -> None:
    """A figure or day is no begin where it was the end, no size of a change where it was its result."""
    with stemming_in(language):
        assert same_roles(said, said)
        assert not same_roles(claim, said)


@pytest.mark.parametrize(
    ("language", "said", "claim"),
    [
        ("en", "I'll send it before Friday.", "Carl sends it by Friday."),
        ("en", "I'll send it on Friday.", "Carl sends it by Friday."),
        ("en", "It's closed after Friday.", "It is closed from Friday on."),
        ("de", "Ich schicke es vor Freitag.", "Carl schickt es bis Freitag."),
        ("it", "Lo mando prima di venerdì.", "Carl lo manda entro venerdì."),
        ("ko", "금요일 전에 보낼게요.", "금요일까지 보냅니다."),
    ],
)
def test_earlier_is_in_time(language: str, said: str, claim: str) -> None:
    """What is done before a day, or on it, is done by it."""
    with stemming_in(language):
        assert same_roles(claim, said)


@pytest.mark.parametrize(
    ("language", "said", "true", "false"),
    [
        ("en", "Rents went from 600 to 700 euros.", "Rents rose to 700 euros.", "Rents fell to 700 euros."),
        ("de", "Die Zahl der Plätze stieg auf 80.",
         "Die Plätze wurden mehr.", "Die Zahl der Plätze sank auf 80."),
        ("fr", "Les prix ont augmenté.", "Les prix sont en hausse.", "Les prix ont baissé."),
        ("it", "Le spese sono scese da 9 a 7.", "Le spese sono diminuite.", "Le spese sono salite."),
        ("nl", "De huur is gestegen.", "De huur is hoger.", "De huur is gedaald."),
        ("ko", "비용이 줄었습니다.", "비용이 감소했다.", "비용이 증가했다."),
    ],
)  # fmt: skip
def test_direction(language: str, said: str, true: str, false: str) -> None:
    """What rose did not fall, whether it is told by a word or by figures."""
    with stemming_in(language):
        assert same_direction(true, said)
        assert not same_direction(false, said)


@pytest.mark.parametrize(
    ("language", "said", "true", "false"),
    [
        ("en", "Once the roof is dry we paint.",
         "We paint after the roof is dry.", "We paint before the roof is dry."),
        ("de", "Zuerst prüft Nina die Leitung, danach streichen wir.",
         "Gestrichen wird, nachdem Nina die Leitung geprüft hat.",
         "Wir streichen, bevor Nina die Leitung prüft."),
        ("fr", "D'abord on nettoie la cave, ensuite on peint.",
         "On peint après avoir nettoyé la cave.", "On peint avant de nettoyer la cave."),
        ("es", "Primero limpiamos el patio, luego pintamos.",
         "Pintamos después de limpiar el patio.", "Pintamos antes de limpiar el patio."),
        ("it", "Prima puliamo la cantina, poi dipingiamo.",
         "Dipingiamo dopo aver pulito la cantina.", "Dipingiamo prima di pulire la cantina."),
        ("ko", "지붕을 고친 다음 벽을 칠합니다.", "지붕을 고친 후에 벽을 칠한다.",
         "벽을 칠한 다음 지붕을 고친다."),
    ],
)  # fmt: skip
def test_order(language: str, said: str, true: str, false: str) -> None:
    """Two events keep their order, whichever words tell it."""
    with stemming_in(language):
        assert same_order(true, said, {})
        assert not same_order(false, said, {})


@pytest.mark.parametrize(
    ("language", "saying", "false"),
    [
        ("de", "Ana: Der Händler behauptet, die Ware sei unterwegs.", "Die Ware ist unterwegs."),
        ("fr", "Ana: Selon le vendeur, le colis est parti.", "Le colis est parti."),
        ("es", "Ana: El vendedor dice que el paquete ha salido.", "El paquete ha salido."),
        ("it", "Ana: Il venditore dice che il pacco è partito.", "Il pacco è partito."),
        ("nl", "Ana: Volgens de verkoper is het pakket onderweg.", "Het pakket is onderweg."),
        ("pt", "Ana: O vendedor diz que a encomenda saiu.", "A encomenda saiu."),
        ("ko", "Ana: 판매자 말로는 소포가 출발했다고 합니다.", "소포가 출발했다."),
        ("de", "Ana: Einige Mieter haben bezahlt.", "Alle Mieter haben bezahlt."),
        ("pt", "Ana: Alguns vizinhos pagaram.", "Todos os vizinhos pagaram."),
        ("de", "Ana: Das Fest ist nicht diesen Freitag.", "Das Fest ist diesen Freitag."),
        ("es", "Ana: Pinto la puerta mañana.", "Pinto la puerta hoy."),
    ],
)
def test_hearsay_and_quantifiers(language: str, saying: str, false: str) -> None:
    """What somebody else says is no fact, some are not all, another day is another day."""
    with stemming_in(language):
        assert not holds(false, saying)


@pytest.mark.parametrize(
    ("language", "saying", "true"),
    [
        ("en", "Carl: The paint arrives tomorrow.", "The paint arrives on Thursday."),
        ("de", "Ana: Die Farbe kommt übermorgen.", "Die Farbe kommt am Freitag."),
        ("es", "Ana: La pintura llegó el martes.", "La pintura llegó ayer."),
        ("en", "Carl: Rents went from 600 to 700 euros.", "Rents rose by 100 euros, from 600 to 700."),
    ],
)
def test_same_day_in_other_words(language: str, saying: str, true: str) -> None:
    """A day may be told by another of its names, a change by its size."""
    with stemming_in(language):
        assert holds(true, saying)


def test_number_in_a_name() -> None:
    """A number that is part of a name counts nothing."""
    assert [each.key[0] for each in quantities("Thirty cases of COVID-19 in ward B-7")] == ["30"]
