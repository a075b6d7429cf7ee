"""Which tasks and decisions of ours are those that people wrote down."""

from tests.bench.minutes_matching import Said, Score, matches, same_people, similarity, weights_of
from tests.unit.minutes.made_up_speech import said

SPOKEN = said(
    "Ann: The roof of the barn leaks again.",
    "Ann: I'll ask the carpenter for an offer.",
    "Bob: And the barn needs a new door.",
    "Bob: Let's paint the barn in autumn.",
)
WEIGHTS = weights_of(SPOKEN)


def of(number: int, text: str) -> Said:
    """A text that cites the line of this number."""
    return Said(text, SPOKEN.lines[number - 1].text)


def test_cited_words_count() -> None:
    """What people wrote may be in the cited turns instead of our text."""
    offer = "Ann to get an offer of the carpenter for the roof"
    assert similarity(of(2, "Ask the carpenter for an offer"), offer, WEIGHTS) > 0.5


def test_common_words_are_light() -> None:
    """To share the meeting's subject alone is no match."""
    assert matches([of(4, "Paint the barn in autumn")], ["Buy a new door for the barn"], WEIGHTS) == {}


def test_each_once() -> None:
    """Two of ours for one of theirs are one match; a pair gives way where that makes more pairs."""
    twice = [of(2, "Ask the carpenter for an offer"), of(2, "Ask the carpenter for the offer")]
    theirs = ["Ask the carpenter for an offer", "Carpenter: offer by Friday"]
    assert len(matches(twice, theirs[:1], WEIGHTS)) == 1
    assert len(matches(twice, theirs, WEIGHTS)) == 2


def test_scores() -> None:
    """Nothing written is no precision, not a bad one."""
    assert Score(0, 0, 3).precision is None
    assert (Score(1, 2, 4) + Score(1, 2, 0)).f1 == 0.5


def test_people() -> None:
    """A first name is the person; one of two owners is not both."""
    assert same_people({"Ann"}, {"Ann Berg"})
    assert not same_people({"Ann"}, {"Ann Berg", "Bob Lee"})
