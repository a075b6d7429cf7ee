"""Questions that stay open, and those that are none: answered, asked in passing, requests, settled later."""

import pytest

from agent.minutes.extractive import extract
from agent.minutes.text_normalization import stemming_in
from tests.unit.minutes.made_up_speech import said

OPEN = {
    "en": (
        "Who pays for the new roof of the boat house?",
        "Good question, no idea.",
        "The club pays for the new roof.",
    ),
    "de": ("Wer bezahlt das neue Dach vom Bootshaus?", "Das weiß ich nicht.", "Der Verein bezahlt das Dach."),
    "fr": (
        "Qui paie le nouveau toit du hangar à bateaux ?",
        "Je ne sais pas.",
        "Le club paie le nouveau toit.",
    ),
    "es": ("¿Quién paga el nuevo tejado del cobertizo?", "No lo sé.", "El club paga el nuevo tejado."),
    "it": ("Chi paga il nuovo tetto della rimessa?", "Non lo so.", "Il club paga il nuovo tetto."),
    "nl": ("Wie betaalt het nieuwe dak van het botenhuis?", "Geen idee.", "De club betaalt het nieuwe dak."),
    "pt": ("Quem paga o novo telhado do hangar?", "Não sei.", "O clube paga o novo telhado."),
    "ko": ("보트 창고 지붕 수리비는 누가 내나요?", "모르겠습니다.", "동호회가 지붕 수리비를 냅니다."),
}
LEFT = {
    "en": "We still need to decide whether the old boats are sold.",
    "de": "Wir müssen noch klären, ob die alten Boote verkauft werden.",
    "fr": "Il faut encore décider si les vieux bateaux seront vendus.",
    "es": "Todavía tenemos que decidir si los barcos viejos se venden.",
    "it": "Dobbiamo ancora decidere se le barche vecchie saranno vendute.",
    "nl": "We moeten nog beslissen of de oude boten verkocht worden.",
    "pt": "Ainda temos de decidir se os barcos velhos são vendidos.",
}


def questions(*sayings: str, of: str = "en") -> list[str]:
    """The texts of the open questions of a meeting."""
    with stemming_in(of):
        return [each.text for each in extract(said(*sayings)).open_questions]


@pytest.mark.parametrize("language", OPEN)
def test_nobody_knows(language: str) -> None:
    """A question to which people say that they do not know stays open, until somebody answers it."""
    question, unknown, answer = OPEN[language]
    asked = [f"Ann: {question}", f"Bob: {unknown}"]
    assert questions(*asked, of=language) == [question]
    assert questions(f"Ann: {question}", f"Bob: {answer}", of=language) == []
    if language != "ko":
        assert questions(*asked, f"Cem: {answer}", of=language) == []


@pytest.mark.parametrize("language", LEFT)
def test_said_to_be_open(language: str) -> None:
    """What somebody says has still to be decided is open."""
    assert questions(f"Ann: {LEFT[language]}", of=language) == [LEFT[language]]


def test_last_word() -> None:
    """A question after which nobody says anything is open."""
    assert questions("Ann: The roof leaks.", "Bob: Who repairs the gutters of the boat house?") == [
        "Who repairs the gutters of the boat house?"
    ]


@pytest.mark.parametrize(
    "sayings",
    [
        ["Ann: Can you hear me on this microphone now?"],
        ["Ann: Shall we move on to the next item of the agenda?"],
        ["Ann: Any further questions about the budget report?"],
        ["Ann: The roof of the boat house leaks, right?"],
        ["Ann: Bob, can you send the offer of the roofer to the club?", "Bob: Sure."],
        ["Ann: Do we close the boat house in winter?", "Bob: Yes."],
        ["Ann: Do we close the boat house in winter?", "Bob: No."],
        ["Ann: Who repairs the gutters of the boat house?", "Bob: The roofer does, in May."],
        ["Ann: Last year we had to decide whether the boats are sold."],
    ],
)
def test_none(sayings: list[str]) -> None:
    """Questions about the meeting, tags, requests, answered ones and those of former times are none."""
    assert questions(*sayings) == []


def test_settled_later() -> None:
    """What is decided later is not open."""
    assert not questions(
        "Ann: When do we close the boat house for the winter?",
        "Bob: I don't know yet.",
        "Ann: The gutters leak as well.",
        "Bob: We decided to close the boat house for the winter in October.",
    )


def test_asked_twice() -> None:
    """A question that is asked again in like words is one."""
    asked = "Who pays for the new roof of the boat house?"
    assert questions(f"Ann: {asked}", "Bob: No idea.", f"Cem: {asked}", "Bob: No idea.") == [asked]
