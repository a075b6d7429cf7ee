"""Refined words keep the times at which the first pass heard them."""

from agent.recognizer import TimedWord
from agent.word_alignment import aligned

FIRST = (
    TimedWord("we", 100, 200, 0.9),
    TimedWord("spend", 200, 600, 0.4),
    TimedWord("less", 700, 1000, 0.8),
)


def times(text: str) -> list[tuple[str, int, int]]:
    """Words with their times."""
    return [(word.w, word.s, word.e) for word in aligned(text, FIRST, 0.7)]


def test_same_words() -> None:
    """Case and punctuation change no time."""
    assert times("We spend less.") == [("We", 100, 200), ("spend", 200, 600), ("less.", 700, 1000)]


def test_other_word() -> None:
    """A word that replaces another takes its time and the second pass's confidence."""
    assert aligned("We spent less.", FIRST, 0.7)[1] == TimedWord("spent", 200, 600, 0.7)


def test_more_words() -> None:
    """Words that replace one share its time by their length; one between words fits between them."""
    assert times("We ha ve less.")[1:3] == [("ha", 200, 400), ("ve", 400, 600)]
    assert times("We spend much less.")[2] == ("much", 600, 700)


def test_fewer_words() -> None:
    """A word that is gone leaves the others' times."""
    assert times("We less.") == [("We", 100, 200), ("less.", 700, 1000)]


def test_words_at_the_edges() -> None:
    """Words before the first and after the last get no time outside of the speech."""
    found = times("So we spend less now.")
    assert (found[0], found[-1]) == (("So", 100, 100), ("now.", 1000, 1000))


def test_no_times() -> None:
    """Without times in the first pass there are none."""
    assert aligned("We spent less.", (), 0.7) == ()
