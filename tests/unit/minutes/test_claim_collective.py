"""That everybody agreed is not borne out by one person's word, in whatever words it is told."""

import pytest

from agent.minutes.claim_support import supports
from agent.minutes.extractive import extract
from agent.minutes.text_normalization import stemming_in
from tests.unit.minutes.made_up_speech import said

SAYING = "Ann: Everyone agreed to sell the old van."


@pytest.mark.parametrize(
    "claim",
    [
        "The group agreed to sell the old van.",
        "It was agreed to sell the old van.",
        "They decided to sell the old van.",
        "The old van will be sold.",
    ],
)
def test_in_other_words(claim: str) -> None:
    """A claim without “everyone” that has only such a sentence needs a second voice too."""
    for answer in ("Hm.", "What was that about?", "Yes, what did you say?"):
        heard = said(SAYING, f"Bob: {answer}")
        assert not supports(heard.lines[:1], claim, heard)
    heard = said(SAYING, "Bob: Yes, that's right.")
    assert supports(heard.lines[:1], claim, heard)


def test_first_hand() -> None:
    """Who says what “we” decided tells it first-hand; what else a line says is not of everybody."""
    heard = said("Ann: We decided to sell the old van.", "Bob: Hm.")
    assert supports(heard.lines[:1], "They decided to sell the old van.", heard)
    heard = said("Ann: The roof leaks. Everyone agreed to sell the old van.", "Bob: Hm.")
    assert supports(heard.lines[:1], "The roof leaks.", heard)


def test_silent_others() -> None:
    """The only one who talks does not speak for those who listen."""
    heard = said(SAYING, there=("Ann", "Bob", "Carl"))
    assert not supports(heard.lines, "Everyone agreed to sell the old van.", heard)
    assert extract(heard).decisions == []


def test_rules() -> None:
    """Without a model it is a decision, too, once somebody else says yes."""
    assert extract(said(SAYING, "Bob: Hm, the weather.")).decisions == []
    assert extract(said(SAYING, "Bob: Yes.")).decisions != []


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("Not everyone pays, therefore we agreed to raise the fee.", "en"),
        ("Everyone pays late, so we agreed to raise the fee.", "en"),
        ("Nicht alle zahlen, deshalb haben wir beschlossen, den Beitrag zu erhöhen.", "de"),
        ("No todos pagan, por eso decidimos subir la cuota.", "es"),
        ("We all know the rent is too high and we've decided to move to Leeds.", "en"),
        ("Wir haben alle Angebote geprüft und beschlossen, bei Huber zu bestellen.", "de"),
        ("On sait tous que le bus est vieux et on a décidé de le vendre.", "fr"),
        ("We hebben alle offertes bekeken en besloten het dak te repareren.", "nl"),
    ],
)
def test_another_clause(sentence: str, language: str) -> None:
    """What is said of everybody in another clause, or of not everybody, is not what they agreed to."""
    with stemming_in(language):
        heard = said(f"Ann: {sentence}", "Bob: Hm.")
        assert extract(heard).decisions != []


@pytest.mark.parametrize(
    ("sentence", "language"),
    [
        ("We all talked about it and agreed to sell the old van.", "en"),
        ("Wir haben alle beschlossen, den alten Bus zu verkaufen.", "de"),
        ("Wir haben alle Eves Vorschlag zugestimmt, den alten Bus zu verkaufen.", "de"),
        ("Alle Mieter haben beschlossen, das Dach zu reparieren.", "de"),
        ("Nous avons tous décidé de vendre le bus.", "fr"),
    ],
)
def test_all_of_us(sentence: str, language: str) -> None:
    """What all of us, or all of a kind of people, agreed to still needs a second voice."""
    with stemming_in(language):
        assert extract(said(f"Ann: {sentence}", "Bob: Hm.")).decisions == []
