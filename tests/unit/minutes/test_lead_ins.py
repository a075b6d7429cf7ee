"""Words that lead into a sentence are left out of a quotation, and only where they say nothing."""

import pytest

from agent.minutes.quotable_sentences import trimmed
from agent.minutes.text_normalization import stemming_in

KEPT = {
    "en": [
        "Because of the rain we closed the pool early.",
        "Because the pump failed the cellar is wet.",
        "So far the bakery has paid half of the rent.",
        "But for the grant the hall would be closed.",
        "Right turns are banned on the high street.",
        "Well water is cheaper than bottled water.",
        "Then came the flood.",
        "Yes and no answers are not allowed.",
        "Like father, like son, they both run the mill.",
        "Now and then the lift gets stuck.",
    ],
    "de": ["Dann kam der Sturm.", "Gut achtzig Leute kamen.", "Um neun fährt die Fähre ab."],
    "fr": ["Bien sûr la piscine ferme.", "Bien des familles se plaignent.", "Et si nous ouvrons en mai."],
    "es": ["Sí que cuesta mucho.", "Bueno es que abra antes."],
    "it": ["Bene o male la piscina resta aperta.", "Poi venne la tempesta."],
    "pt": ["Bom dia a todos, comecemos pelo horário.", "Um barco afundou ontem."],
    "nl": ["Goed honderd mensen kwamen.", "Toen de storm kwam viel de stroom uit."],
}
SHORTER = {
    "en": [
        ("So we paint the gate.", "we paint the gate."),
        ("Okay so the ferry leaves at nine.", "the ferry leaves at nine."),
        ("Yeah, and Bob sings.", "Bob sings."),
        ("But two of the boats sank.", "two of the boats sank."),
        ("Um well, over ninety people came.", "over ninety people came."),
    ],
    "de": [("Gut wir streichen das Tor.", "wir streichen das Tor."), ("Und, ja, Bob singt.", "Bob singt.")],
    "fr": [("Mais l'hôtel reste ouvert.", "l'hôtel reste ouvert.")],
    "es": [("Entonces el barco sale.", "el barco sale.")],
    "it": [("Ma l'albergo resta aperto.", "l'albergo resta aperto.")],
    "pt": [("E nós pintamos o portão.", "nós pintamos o portão.")],
    "nl": [("Dus de boot vertrekt.", "de boot vertrekt.")],
}


@pytest.mark.parametrize(("language", "text"), [(of, text) for of, texts in KEPT.items() for text in texts])
def test_says_something(language: str, text: str) -> None:
    """A first word without which the sentence says something else, or nothing, stays."""
    with stemming_in(language):
        assert trimmed(text) == text


@pytest.mark.parametrize(
    ("language", "text", "shorter"), [(of, *pair) for of, pairs in SHORTER.items() for pair in pairs]
)
def test_says_nothing(language: str, text: str, shorter: str) -> None:
    """A lead-in is left out before a comma, and before what begins a clause."""
    with stemming_in(language):
        assert trimmed(text) == shorter
