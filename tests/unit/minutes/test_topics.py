"""Topics: where they begin, and phrases of the meeting's own words as titles."""

import pytest

from agent.minutes.function_words import function_words
from agent.minutes.text_normalization import stemming_in
from agent.minutes.topic_boundaries import MAX_TOPICS, boundaries
from agent.minutes.topic_phrases import MeetingPhrases
from agent.minutes.topic_segmentation import topics_of
from tests.unit.minutes.made_up_speech import said

BRIDGE = [
    "Ann: We saw the old bridge and its rusty bolts.",
    "Ben: The old bridge needs bolts from the smith.",
]
CHOIR = [
    "Ann: Then for the summer choir we open our chapel.",
    "Ben: The summer choir, with its candles, is in the chapel.",
]


def test_boundary() -> None:
    """A topic begins where the words change."""
    spoken = said(*BRIDGE * 15, *CHOIR * 15)
    parts = boundaries(spoken.lines, MeetingPhrases(spoken).ignored)
    assert [len(part) for part in parts] == [30, 30]


def test_titles() -> None:
    """Each topic is called by a phrase that was said in it."""
    titles = [topic.title for topic in topics_of(said(*BRIDGE * 15, *CHOIR * 15))]
    assert titles == ["Old bridge", "Summer choir"]


def test_most_topics() -> None:
    """However long a meeting is, it has few topics."""
    spoken = said(
        *(
            f"Ann: The plan of house {at // 20:c} needs word{at // 20} and thing{at // 20}."
            for at in range(2000, 2600)
        )
    )
    assert len(boundaries(spoken.lines, ())) <= MAX_TOPICS


def test_one_line() -> None:
    """A single line is a single part."""
    spoken = said("Ann: The old bridge.")
    assert [len(part) for part in boundaries(spoken.lines, ())] == [1]


@pytest.mark.parametrize("name", ["Ann", "Ben"])
def test_names_are_no_topics(name: str) -> None:
    """The people there are no topic."""
    spoken = said(
        "Ann: The old Ben and the old Ann repair the old Ben.", "Ben: The old Ann is here with Ben."
    )
    assert name not in " ".join(phrase.text for phrase in MeetingPhrases(spoken).best(count=9))


def test_capitals() -> None:
    """A phrase is spelled as it mostly was."""
    spoken = said("Ann: The report of NASA is late.", "Ben: We ask NASA for it, says the NASA office.")
    assert MeetingPhrases(spoken).best()[0].text == "NASA"


def test_part_of_a_phrase() -> None:
    """A word that is only said in a longer phrase is no topic of its own."""
    best = MeetingPhrases(said(*BRIDGE * 3)).best(count=9)
    assert [phrase.text for phrase in best if "bridge" in phrase.text] == ["old bridge"]


def test_derived_function_words() -> None:
    """In a language without a list, words that are short or said everywhere are no topic."""
    sayings = [f"Anna: Och sedan ska vi titta under huset efter sak{at:c}na." for at in range(97, 113)]
    with stemming_in("sv"):
        found = function_words(said(*sayings).lines)
    assert {"och", "ska", "vi", "sedan", "under"} <= set(found)


def test_german_stop_words() -> None:
    """German function words and words of any conversation are no topics."""
    with stemming_in("de"):
        spoken = said(
            "Anna: Wir haben heute die Frage, ob die Wärmepumpe kommt.",
            "Bernd: Die Frage ist, ob wir die Wärmepumpe haben wollen.",
        )
        assert [phrase.text for phrase in MeetingPhrases(spoken).best(count=9)] == ["Wärmepumpe"]


def test_what_that_does_is_no_topic() -> None:
    """A verb after “that” or “this” is none: these are pronouns as often as articles."""
    spoken = said(
        "Ann: The smith has no bolts for the bridge. That surprised me.",
        "Ben: That surprised me. The smith wants to be paid first.",
        "Ann: The bridge stays closed. That surprised me.",
        "Ben: Yes, this helped. And the railings?",
        "Ann: This helped. The railings can wait.",
    )
    with stemming_in("en"):
        named = [each.named for each in MeetingPhrases(spoken).best(count=3)]
    assert "the smith" in named
    assert "the bridge" in named
    assert "surprised" not in named
