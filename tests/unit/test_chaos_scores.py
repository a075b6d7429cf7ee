"""What the chaos benchmark counts."""

from tests.bench.chaos_scores import Kill, Sentence, costs_of, count_lost, doubled

WORDS = ("The pilot sold two bicycles.", "Her lawyer ordered seven pizzas.", "My brother painted a fence.")


def said() -> list[Sentence]:
    """Three sentences of one person, ten seconds apart."""
    return [Sentence("Ann", text, 10.0 * place, 10.0 * place + 3) for place, text in enumerate(WORDS)]


def rows(*texts: str) -> list[dict[str, str]]:
    return [{"speaker": "Ann", "text": text} for text in texts]


def test_words_lost() -> None:
    """A sentence has lost the words that stand in no row, in the order of speech."""
    sentences = said()
    count_lost(sentences, rows("the pilot sold", "My brother painted a fence"))
    assert [each.lost for each in sentences] == [2, 5, 0]


def test_sentences_of_a_kill() -> None:
    """One that is spoken when a part is killed is in flight; those up to the next kill are after it."""
    first, second = costs_of(said(), [Kill("web", 1.0), Kill("job", 21.0)], [0.5, 2.0, 14.0, 22.0])
    assert [each.text for each in (*first.in_flight, *first.after)] == [*WORDS[:2]]
    assert [each.text for each in (*second.in_flight, *second.after)] == [WORDS[2]]
    assert first.silent_s == 12.0


def test_doubled() -> None:
    """Two rows of a speaker with the same words are one too many."""
    assert doubled(rows(WORDS[0], WORDS[0].lower(), WORDS[1], "no", "no")) == 1
