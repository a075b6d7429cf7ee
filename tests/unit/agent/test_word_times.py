"""Words of a Whisper reading: what belongs to a word, when it begins, how sure it is."""

from typing import Any

import pytest

from agent.whisper.word_times import starts_s, with_punctuation


def part(word: str, start_s: float, end_s: float, probability: float = 0.9) -> dict[str, Any]:
    """One word as faster-whisper times it."""
    return {"word": word, "start": start_s, "end": end_s, "probability": probability}


def test_punctuation_is_not_doubted() -> None:
    """A word is as sure as it was heard, however sure its comma is."""
    assert with_punctuation([part(" Yes", 0.2, 0.5, 0.9), part(",", 0.5, 0.6, 0.2)], is_spaced=True) == [
        (" Yes,", 0.2, 0.6, 0.9)
    ]


def test_part_of_a_word_is_doubted() -> None:
    """A word is no surer than its least sure part."""
    parts = [part(" can", 0.2, 0.5, 0.9), part("'t", 0.5, 0.6, 0.2)]
    assert with_punctuation(parts, is_spaced=True) == [(" can't", 0.2, 0.6, 0.2)]


def test_unspaced_words_stay_apart() -> None:
    """In a script without spaces only punctuation joins the word before it."""
    parts = [part("会議", 0.0, 0.4), part("は", 0.4, 0.5), part("。", 0.5, 0.5)]
    assert [word for word, *_ in with_punctuation(parts, is_spaced=False)] == ["会議", "は。"]


@pytest.mark.parametrize(("before", "start_s"), [(" on.", 2.7), (" on", 1.0)])
def test_sentence_after_a_pause(before: str, start_s: float) -> None:
    """A sentence's first word does not begin with the pause before it; a word in it may be drawn out."""
    words = [(" Go", 0.0, 0.2, 1.0), (before, 0.2, 0.4, 1.0), (" So", 1.0, 3.1, 1.0), (" it", 3.1, 3.3, 1.0)]
    assert starts_s(words)[2] == pytest.approx(start_s)


def test_silence_before_the_first_word() -> None:
    """The first word does not begin with the samples."""
    words = [(" Go", 0.0, 1.0, 1.0), (" on", 1.0, 1.2, 1.0), (" now", 1.2, 1.4, 1.0)]
    assert starts_s(words)[0] == pytest.approx(0.6)


def test_no_words() -> None:
    """Nothing said, nothing timed."""
    assert starts_s([]) == []
