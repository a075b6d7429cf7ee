"""Topics are noun phrases, the specific before the vague; what is none names no topic."""

import pytest

from agent.minutes.text_normalization import stemming_in
from agent.minutes.topic_phrases import MeetingPhrases
from tests.unit.minutes.made_up_speech import said

NOUNS = [
    ("bus company", "The bus company raised its fares.", "So we write to the bus company."),
    ("night shift", "Nobody wants the night shift.", "For the night shift we pay more."),
    ("kiln", "The kiln is cold.", "We light the kiln at six."),
    ("drainage", "They talk about drainage.", "Without drainage it floods."),
    ("rental agreement", "Our rental agreement ends.", "A rental agreement takes weeks."),
    ("gutters", "I clean gutters.", "With the gutters open, it drips."),
    ("ticketing", "The ticketing is slow.", "Our ticketing costs a lot."),
    ("seed bed", "The seed bed froze.", "We cover the seed bed."),
    ("GDPR", "GDPR says so.", "Is that GDPR or a local law?"),
    ("shared drive", "It is on the shared drive.", "The shared drive is full."),
]
NO_NOUNS = [
    ("surprised", "I was surprised by it.", "She looked surprised to hear it."),
    ("sounds", "That sounds right.", "It sounds like it to me."),
    ("roll", "We roll the barrels.", "They roll them down there."),
    ("told", "She told the doorman.", "He told them again."),
    ("releases", "He releases it on Monday.", "She releases it later."),
    ("carefully", "We carefully lift it.", "They do it carefully now."),
    ("comfortable", "I am comfortable there.", "It is comfortable enough for me."),
    ("pushing", "They are pushing it.", "You were pushing me."),
    ("expensive", "It is expensive here.", "That was expensive for us."),
]
FOREIGN = [
    ("de", "Dachrinne", "Wir reinigen die Dachrinne.", "Bei Regen läuft die Dachrinne über."),
    ("de", "Spielplatz", "Das Gerät steht am Spielplatz.", "Ein Spielplatz braucht Schatten."),
    ("es", "tejado", "El agua entra por el tejado.", "Hay que mirar el tejado."),
    ("fr", "toiture", "On regarde la toiture.", "Une toiture coûte cher."),
    ("it", "tettoia", "La tettoia perde.", "Sotto la tettoia piove."),
    ("nl", "dakgoot", "De dakgoot lekt.", "Wij maken de dakgoot schoon."),
    ("pt", "telhado", "O telhado está velho.", "A água entra no telhado."),
]
FOREIGN_NO_NOUNS = [
    ("de", "überrascht", "Anna war überrascht davon.", "Die Eltern waren überrascht."),
    ("de", "klingt", "Für Anna klingt es gut.", "Das Lied klingt nach Regen."),
    ("de", "gründlich", "Wir putzen gründlich den Flur.", "Das Fenster wird gründlich geputzt."),
    ("es", "rápidamente", "Lo cerró rápidamente Pedro.", "El agua sube rápidamente en abril."),
    ("es", "comprando", "Estamos comprando ladrillos.", "Siguen comprando arena."),
    ("fr", "fréquemment", "Elle passe fréquemment ici.", "Il pleut fréquemment en mars."),
    ("it", "lentamente", "Il fiume sale lentamente qui.", "Si muove lentamente davvero."),
    ("pt", "devagarmente", "O rio sobe devagarmente aqui.", "Ele anda devagarmente sempre."),
]


def topics(of: str, *sayings: str) -> list[str]:
    """The topics of a meeting."""
    with stemming_in(of):
        spoken = said(*(f"Ann: {each}" for each in sayings))
        return [phrase.text for phrase in MeetingPhrases(spoken).best(count=9)]


@pytest.mark.parametrize(("phrase", "one", "other"), NOUNS)
def test_noun_phrases(phrase: str, one: str, other: str) -> None:
    """A noun phrase that is said again is a topic."""
    assert phrase in topics("en", one, other)


@pytest.mark.parametrize(("word", "one", "other"), NO_NOUNS)
def test_verbs_and_adjectives(word: str, one: str, other: str) -> None:
    """A verb, an adjective or an adverb is none, nor is a phrase that ends in one."""
    assert not [each for each in topics("en", one, other) if word in each.split()]


@pytest.mark.parametrize(("of", "noun", "one", "other"), FOREIGN)
def test_nouns_of_other_languages(of: str, noun: str, one: str, other: str) -> None:
    """Likewise in other languages."""
    assert noun in topics(of, one, other)


@pytest.mark.parametrize(("of", "word", "one", "other"), FOREIGN_NO_NOUNS)
def test_no_nouns_of_other_languages(of: str, word: str, one: str, other: str) -> None:
    """Likewise in other languages, by endings, and in German by capitals."""
    assert word not in topics(of, one, other)


def test_specific_first() -> None:
    """A phrase of two words goes before a single word that is said as often, and before its own head."""
    found = topics(
        "en",
        "We saw the harbour wall, with that sum.",
        "The harbour wall takes the sum.",
        "That wall and the sum are for Friday.",
    )
    assert found[0] == "harbour wall"
    assert "wall" not in found


def test_fewer_rather_than_bad() -> None:
    """Where nothing is a noun phrase nothing is named."""
    assert topics("en", "I was surprised and it sounds fine.", "It sounds like you were surprised.") == []
