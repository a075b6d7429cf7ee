"""What somebody said as a sentence about them, only where no word changes what it means."""

import pytest

from agent.minutes.extractive import extract
from agent.minutes.quotable_sentences import QuotableSentence, by_topic, quotable
from agent.minutes.reported_speech import reported
from agent.minutes.text_normalization import stemming_in
from agent.minutes.topic_phrases import MeetingPhrases
from tests.unit.minutes.made_up_speech import said

REPORTED = [
    ("The kiln is too small for the big vases.", "Bob said that the kiln is too small for the big vases"),
    ("The rent has risen by 40 euros since March.", "Bob said that the rent has risen by 40 euros"),
    ("I think the kiln will crack in the cold.", "Bob thinks that the kiln will crack in the cold"),
    ("We need two more wooden shelves for the glazes.", "Bob said that they need two more wooden shelves"),
    ("Our supplier has raised the price of clay.", "Bob said that their supplier has raised the price"),
    ("Most glazes should dry for at least two days.", "Bob said that most glazes should dry"),
    ("So, the clay costs more because the pit closed.", "Bob said that the clay costs more because"),
]
QUOTED = [
    "I carried the kiln down the stairs alone.",
    "You should glaze the big vases twice.",
    "This kiln is too small for the big vases.",
    "It is too small for all the big vases.",
    "The kiln will be delivered here tomorrow morning.",
    "He said the kiln was too small for vases.",
    "They told us that we should buy the big kiln.",
    "The colour of the glaze on the big vases.",
    "Send the photographs of the kiln to the supplier.",
    "Welcome to the first meeting of the pottery club.",
    "The kiln, um, is too small for vases.",
    "Let's buy the big kiln from the supplier.",
]


def only(sentence: str) -> str | None:
    """The sentence as Bob's, reported."""
    spoken = said(f"Bob: {sentence}", "Ann: The kiln, the rent, a glaze.")
    return reported(next(quotable(spoken.lines[0])), spoken)


@pytest.mark.parametrize(("sentence", "told"), REPORTED)
def test_reported(sentence: str, told: str) -> None:
    """Who says it is named, “I think” is what they think, and “we” are “they”."""
    found = only(sentence)
    assert found is not None
    assert found.startswith(told)


@pytest.mark.parametrize("sentence", QUOTED)
def test_quoted(sentence: str) -> None:
    """What another mouth would change, half sentences and orders are not reported."""
    spoken = said(f"Bob: {sentence}")
    assert reported(QuotableSentence(sentence, spoken.lines[0], (1, 0)), spoken) is None


def test_other_languages() -> None:
    """No other language is reported: its verbs would change."""
    with stemming_in("de"):
        spoken = said("Bob: Der Ofen ist zu klein für die Vasen.")
        assert reported(next(quotable(spoken.lines[0])), spoken) is None


def test_by_topic() -> None:
    """Sentences on one topic stand together."""
    spoken = said(
        "Ann: The old kiln is too small for the vases.",
        "Bob: The rental agreement ends in the autumn of next year.",
        "Ann: The old kiln needs a new door before the winter.",
        "Bob: The rental agreement costs more than the clay does.",
    )
    sentences = [each for line in spoken.lines for each in quotable(line)]
    phrases = MeetingPhrases(spoken).best(count=4)
    assert [each.line.number for each in by_topic(sentences, phrases)] == [1, 3, 2, 4]


def test_same_person_again() -> None:
    """A second sentence of the same person is what they added."""
    found = extract(
        said(
            *("Ann: Hm.", "Bob: Well.") * 8,
            "Bob: The old kiln is too small for the vases of the club.",
            "Bob: The old kiln needs a new door before the winter comes.",
        )
    ).executive_summary
    assert "Bob said that the old kiln is too small" in found
    assert "Bob added that the old kiln needs a new door" in found
