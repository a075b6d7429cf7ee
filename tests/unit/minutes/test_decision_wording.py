"""How decisions are worded: whole sentences, without what only says that it is decided, and each once."""

import pytest

from agent.minutes.decision_words import answering
from agent.minutes.extractive import distinct, extract
from agent.minutes.text_normalization import stemming_in
from agent.minutes.verb_second import with_first_word
from server.meeting.minutes import Claim
from tests.unit.minutes.made_up_speech import said


def decisions(of: str, *sayings: str) -> list[str]:
    """The decisions of a meeting in a language."""
    with stemming_in(of):
        return [each.text for each in extract(said(*sayings)).decisions]


@pytest.mark.parametrize(
    ("of", "saying", "text"),
    [
        ("en", "Ann: So that's decided, the drain is moved to the east side.",
         "The drain is moved to the east side."),
        ("de", "Ann: Dann ist beschlossen: Das Sommerfest findet am zwanzigsten Juni statt.",
         "Das Sommerfest findet am zwanzigsten Juni statt."),
    ],
)  # fmt: skip
def test_that_it_is_decided(of: str, saying: str, text: str) -> None:
    """Under “Decisions” nobody needs to read that it is decided."""
    assert decisions(of, saying, "Bob: Ja, gut.") == [text]


@pytest.mark.parametrize(
    ("text", "said_before", "whole"),
    [
        ("Nehmen wir den DJ.", "Gut, dann nehmen wir den DJ.", "Dann nehmen wir den DJ."),
        ("Nehmen wir den DJ.", "Nehmen wir den DJ.", "Nehmen wir den DJ."),
        ("Wir nehmen den DJ.", "Dann wir nehmen den DJ.", "Wir nehmen den DJ."),
    ],
)
def test_german_verb_second(text: str, said_before: str, whole: str) -> None:
    """A German sentence keeps the word before its verb."""
    with stemming_in("de"):
        assert with_first_word(text, said_before) == whole


def test_what_it_answers() -> None:
    """Of what a short decision answers the sentence with its words is quoted, in the language's marks."""
    asked = "Die Kosten sind gestiegen. Ich schlage vor, dass wir auf zehn Euro gehen. Das war es von mir."
    with stemming_in("de"):
        told = answering("Schlagen wir das so vor.", asked)
    assert told == "Schlagen wir das so vor („Ich schlage vor, dass wir auf zehn Euro gehen“)"


def test_answers_itself() -> None:
    """What it answers is not quoted if the decision says it all."""
    with stemming_in("en"):
        assert answering("We rent the hall.", "We rent the hall. Fine.") == "We rent the hall."


def test_said_twice() -> None:
    """A decision with and without what it answers is one, in the shorter form."""
    with stemming_in("en"):
        once = distinct([Claim("We take the red tent (“What about rain”)."), Claim("We take the red tent.")])
    assert [each.text for each in once] == ["We take the red tent."]


@pytest.mark.parametrize(
    ("language", "sayings"),
    [
        ("en", ["Ann: We decided to keep the budget as it is."]),
        ("en", ["Ann: We agreed to leave the piano where it was."]),
        ("en", ["Ann: We resolved to hire a gardener."]),
        ("en", ["Ann: Agreed, we close on Mondays."]),
        ("en", ["Ann: Monday or Tuesday?", "Bob: I'd take Tuesday.", "Ann: Tuesday it is then."]),
        ("de", ["Ann: Dann ist das entschieden: wir verkaufen den Bus."]),
        ("de", ["Bob: Sollen wir den Zaun streichen?", "Ann: Der Antrag ist angenommen."]),
    ],
)
def test_plain_wording(language: str, sayings: list[str]) -> None:
    """These ways of saying that something is decided are heard."""
    assert decisions(language, *sayings)


@pytest.mark.parametrize(
    ("language", "saying"),
    [
        ("en", "We resolved the issue with the pump."),
        ("en", "Agreed, we need more chairs."),
        ("en", "We agreed that the shed was"),
        ("de", "Dann ist das entschieden?"),
        ("de", "Angenommen, der Antrag ist beschlossen."),
    ],
)
def test_other_wording(language: str, saying: str) -> None:
    """The same words of something else, half, asked or supposed, decide nothing."""
    assert not decisions(language, f"Ann: {saying}")
