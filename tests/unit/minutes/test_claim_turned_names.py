"""Who does it to whom is told in the order of their names in languages without a table of grammar."""

import pytest

from tests.unit.minutes.test_claim_replaced import holds


@pytest.mark.parametrize(
    ("language", "true", "false", "passive"),
    [
        ("de", "Bob hat Carl geholfen.", "Carl hat Bob geholfen.", "Carl wurde von Bob geholfen."),
        ("fr", "Bob a remplacé Carl.", "Carl a remplacé Bob.", "Carl a été remplacé par Bob."),
        ("it", "Bob ha aiutato Carl.", "Carl ha aiutato Bob.", "Carl è stato aiutato da Bob."),
        ("nl", "Bob heeft Carl geholpen.", "Carl heeft Bob geholpen.", "Carl is door Bob geholpen."),
    ],
)
def test_turned_names(language: str, true: str, false: str, passive: str) -> None:
    """Two names in the other order are the other way round, unless it is told in the passive."""
    assert holds(true, f"Ann: {true}", language=language)
    assert not holds(false, f"Ann: {true}", language=language)
    assert holds(passive, f"Ann: {true}", language=language)


@pytest.mark.parametrize(
    ("language", "saying", "claim"),
    [
        ("de", "Am Montag kommt Uwe nach Köln.", "Uwe kommt am Montag nach Köln."),
        ("de", "In Köln wohnt Katja seit Mai.", "Katja wohnt seit Mai in Köln."),
        ("de", "Für Uwe hat Katja einen Kuchen gebacken.", "Katja hat einen Kuchen für Uwe gebacken."),
        ("de", "Katja hat gestern mit Uwe gesprochen.", "Uwe hat gestern mit Katja gesprochen."),
        (
            "de",
            "Unsere Schüler haben neunzig Euro für die neue Bücherei gesammelt.",
            "Für die neue Bücherei wurden 90 Euro gesammelt.",
        ),
        ("fr", "À Lyon Marie ouvre un bureau en mai.", "Marie ouvre un bureau à Lyon en mai."),
        ("fr", "Marie a rencontré Paul.", "Paul a rencontré Marie."),
        ("es", "A Carmen la llamó Pablo ayer.", "Pablo llamó a Carmen ayer."),
        ("it", "A Roma Sara apre un negozio.", "Sara apre un negozio a Roma."),
    ],
)
def test_free_order(language: str, saying: str, claim: str) -> None:
    """With the same prepositions names may stand in any order, as may who does it with each other."""
    assert holds(claim, f"Ann: {saying}", language=language)


@pytest.mark.parametrize(
    ("language", "saying", "claim"),
    [
        ("de", "Katja hat für Uwe einen Kuchen gebacken.", "Uwe hat für Katja einen Kuchen gebacken."),
        ("de", "Gestern hat Uwe Katja angerufen.", "Katja hat gestern Uwe angerufen."),
        ("fr", "Marie a remplacé Paul avec Luc.", "Marie a remplacé Luc avec Paul."),
        ("es", "Carmen ayudó a Pablo.", "Pablo ayudó a Carmen."),
    ],
)
def test_other_roles(language: str, saying: str, claim: str) -> None:
    """Who has the other's preposition, or place where none stands, has the other's part."""
    assert not holds(claim, f"Ann: {saying}", language=language)
