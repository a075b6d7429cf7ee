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


USED_AS_NOUNS = [
    ("en", "deliverable", "We discuss the deliverable.", "Here is a deliverable."),
    ("en", "wireless", "The wireless is down.", "We reset the wireless."),
    ("en", "consumable", "The consumable is gone.", "Each consumable is ordered."),
    ("en", "manifest", "The manifest is wrong.", "Correct the manifest."),
    ("en", "vest", "The vest is orange.", "She wears a vest."),
    ("en", "crucible", "The crucible is hot.", "They broke a crucible."),
    ("en", "Budapest", "They go to Budapest.", "From Budapest it goes on."),
    ("en", "summer fair", "The summer fair is in June.", "Who opens the summer fair?"),
    ("en", "public", "The public is invited.", "Open it for the public."),
    ("en", "general", "The general was there.", "Who saw the general?"),
    ("en", "minor", "The minor is here.", "Is there a minor?"),
    ("en", "project plan", "The project plan is late.", "Who has the project plan?"),
    ("en", "priest", "The priest is here.", "Ask the priest."),
    ("en", "printed circular", "The printed circular is late.", "Who has the printed circular?"),
    ("en", "receivable", "The receivable is open.", "Each receivable is checked."),
    ("en", "stable", "The stable is full.", "Who cleans the stable?"),
    ("en", "watershed", "The watershed is dry.", "They map the watershed."),
    ("en", "harvest", "The harvest is late.", "After the harvest it rains."),
    *(
        ("de", noun, f"Am Ende kommt {noun} vor.", f"Dort ist {noun} gemeint.")
        for noun in (
            "Wochenende", "Spende", "Anzeige", "Tisch", "Fisch", "Fleisch", "Abend", "Jugend", "Nachbar",
            "Koenig", "Honig", "Dividende", "Vorsitzende", "Studierende", "Gegend", "Essig", "Pfennig",
            "Legende", "Kalender", "Tugend", "Käfig",
        )
    ),
    ("fr", "table", "On voit la table.", "Sur la table il y en a."),
    ("fr", "cible", "La cible est là.", "On voit la cible."),
    ("fr", "comptable", "Le comptable est là.", "On appelle le comptable."),
    ("fr", "tondeuse", "La tondeuse est là.", "On a une tondeuse."),
    ("fr", "enjeux", "Les enjeux sont là.", "On voit les enjeux."),
    ("fr", "lieux", "Les lieux sont là.", "On voit les lieux."),
    ("fr", "cartable", "Le cartable est là.", "On a un cartable."),
    ("es", "cable", "El cable es así.", "Sin el cable no."),
    ("es", "mando", "El mando está ahí.", "Con el mando sí."),
    ("es", "bando", "El bando está ahí.", "Con el bando sí."),
    ("es", "contable", "El contable está ahí.", "Con el contable sí."),
    ("es", "combustible", "El combustible está ahí.", "Sin el combustible no."),
    ("es", "contrabando", "El contrabando es así.", "Sin el contrabando no."),
    ("it", "bando", "Il bando è qui.", "Con il bando si."),
    ("it", "contabile", "Il contabile è qui.", "Con il contabile si."),
    ("it", "dividendo", "Il dividendo è qui.", "Con il dividendo si."),
    ("it", "automobile", "La mente e una automobile.", "Con una automobile si."),
    ("it", "comando", "Il comando è qui.", "Con il comando si."),
    ("pt", "bando", "O bando é assim.", "Com o bando não."),
    ("pt", "comando", "O comando é assim.", "Com o comando não."),
    ("pt", "dividendo", "O dividendo é assim.", "Com o dividendo não."),
    ("pt", "imóvel", "O imóvel é assim.", "Com o imóvel não."),
]  # fmt: skip
STILL_NO_NOUNS = [
    ("en", "cheapest", "It is the cheapest of all.", "Who has the cheapest?"),
    ("en", "biggest", "It is the biggest of all.", "Who has the biggest?"),
    ("en", "easiest", "It is the easiest of all.", "Who has the easiest?"),
    ("en", "fair", "It was fair of him.", "That is fair enough."),
    ("en", "wireless", "It is wireless now.", "They are wireless and so on."),
    ("en", "public", "It is public now.", "They are public and so on."),
    ("nl", "duidelijk", "Het is een duidelijk verhaal.", "Dat is een duidelijk antwoord."),
    ("fr", "véritable", "Un véritable souci est là.", "Un véritable miracle est là."),
    ("es", "notable", "Un notable cambio es así.", "Una notable mejora es así."),
    ("de", "freundlich", "Das war freundlich von ihr.", "Sie ist freundlich zu Anna."),
]
CLAUSES = [
    ("queue", "fills", "The queue fills when it rains.", "The queue fills when they come."),
    ("customers", "churn", "The customers churn when it rains.", "Our customers churn because it rains."),
    ("roof repair", "costs", "The roof repair costs forty thousand.", "The roof repair costs 40 each."),
    ("queue", "fills", "The queue fills until they come.", "Then the queue fills while it rains."),
    ("boat trip", "lasts", "The boat trip lasts two hours.", "The boat trip lasts a day."),
    ("pump", "fails", "The pump fails because it is old.", "A pump fails when it rains."),
    (
        "water bill",
        "doubles",
        "The water bill doubles when it rains.",
        "The water bill doubles because it is hot.",
    ),
    ("survey", "shows", "The survey shows that they pay.", "The survey shows that it rains."),
    ("boats", "sink", "The boats sink when it rains.", "The boats sink because they leak."),
]
UNITS = [
    ("en", "euros", "It is forty euros.", "They want sixty euros."),
    ("en", "dollars", "It is forty dollars.", "They want the dollars."),
    ("en", "metres", "It is forty metres.", "They want sixty metres."),
    ("en", "percent", "It is forty percent.", "They want a percent."),
    ("de", "Euro", "Es sind vierzig Euro.", "Sie wollen die Euro."),
    ("fr", "euros", "Il faut les euros.", "Il y a deux euros."),
    ("es", "euros", "Hay dos euros.", "Son los euros."),
    ("it", "euro", "Ci sono due euro.", "Sono gli euro."),
]


@pytest.mark.parametrize(("of", "noun", "one", "other"), USED_AS_NOUNS)
def test_use_before_ending(of: str, noun: str, one: str, other: str) -> None:
    """A word that is used as a noun is one whatever its ending."""
    assert noun in topics(of, one, other)


@pytest.mark.parametrize(("of", "word", "one", "other"), STILL_NO_NOUNS)
def test_superlatives_and_adjectives(of: str, word: str, one: str, other: str) -> None:
    """A superlative after an article, or an adjective before a noun, is none."""
    assert not [each for each in topics(of, one, other) if word in each.split()]


@pytest.mark.parametrize(("noun", "verb", "one", "other"), CLAUSES)
def test_clauses(noun: str, verb: str, one: str, other: str) -> None:
    """Of a clause its subject is a topic, and its verb no part of it."""
    found = topics("en", one, other)
    assert noun in found
    assert not [each for each in found if verb in each.split()]


@pytest.mark.parametrize(("of", "unit", "one", "other"), UNITS)
def test_units(of: str, unit: str, one: str, other: str) -> None:
    """What something is counted in is no topic."""
    assert unit not in topics(of, one, other)


@pytest.mark.parametrize(
    ("of", "name", "one", "other"),
    [
        ("fr", "pompe à chaleur", "La pompe à chaleur est chère.", "On compare une pompe à chaleur."),
        ("fr", "château d'eau", "Le château d'eau fuit.", "On vide le château d'eau."),
        ("es", "bomba de calor", "La bomba de calor es cara.", "Pedimos una bomba de calor."),
        ("it", "sala da pranzo", "La sala da pranzo è fredda.", "Puliamo la sala da pranzo."),
        ("pt", "bomba de calor", "A bomba de calor é cara.", "Pedimos uma bomba de calor."),
        ("de", "Schwimmbad", "Das Dach des Schwimmbads ist alt.", "Dort steht das Schwimmbad."),
        ("de", "Rathaus", "Das Dach des alten Rathauses tropft.", "Vor dem Rathaus steht ein Baum."),
        ("de", "Autos", "Die Autos stehen am Hafen.", "Neben dem Auto sind noch mehr Autos."),
    ],
)
def test_whole_name(of: str, name: str, one: str, other: str) -> None:
    """Two nouns with a word like “de” between them are one topic, and a genitive is not its name."""
    with stemming_in(of):
        best = MeetingPhrases(said(f"Ann: {one}", f"Bob: {other}")).best()
    assert [each.text for each in best] == [name]
