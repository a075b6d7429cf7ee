"""Word times for the second pass's text, from those of the first."""

from itertools import accumulate

from agent.comparable_words import comparable, matcher
from agent.recognizer import TimedWord


def aligned(text: str, first: tuple[TimedWord, ...], confidence: float) -> tuple[TimedWord, ...]:
    """Time each word of the text; none if the first pass had no times.

    A word that both passes have keeps its time. Others share the time of the words they replace, or the time
    between their neighbours, by their length.
    """
    if not first:
        return ()
    words = text.split()
    before, after = [comparable(word.w) for word in first], [comparable(word) for word in words]
    timed: list[TimedWord] = []
    for kind, a_start, a_end, b_start, b_end in matcher(before, after).get_opcodes():
        if kind == "equal":
            timed += [
                TimedWord(word, old.s, old.e, old.c)
                for word, old in zip(words[b_start:b_end], first[a_start:a_end], strict=True)
            ]
        elif b_start < b_end:
            start_ms, end_ms = _span(first, a_start, a_end)
            timed += _shared(words[b_start:b_end], start_ms, end_ms, confidence)
    return tuple(timed)


def _span(first: tuple[TimedWord, ...], start: int, end: int) -> tuple[int, int]:
    """Return the time of these words; without any, the time between their neighbours."""
    if start < end:
        return first[start].s, first[end - 1].e
    before_ms = first[start - 1].e if start else first[0].s
    return before_ms, max(before_ms, first[start].s if start < len(first) else before_ms)


def _shared(words: list[str], start_ms: int, end_ms: int, confidence: float) -> list[TimedWord]:
    ends = list(accumulate(map(len, words)))
    at = [start_ms + (end_ms - start_ms) * each // ends[-1] for each in (0, *ends)]
    return [TimedWord(word, at[n], at[n + 1], confidence) for n, word in enumerate(words)]
