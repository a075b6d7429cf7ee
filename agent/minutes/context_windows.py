"""Splits a transcript between lines into windows that fit a model's token budget."""

from collections.abc import Iterator, Sequence

from agent.minutes.llm.language_model import tokens_of
from agent.minutes.transcript_lines import TranscriptLine

OVERLAP = 2
"""Lines repeated from the previous window, so that an answer is read with its question."""
LINE_CHARS = 1200
"""Maximum length of a line in a prompt; a longer one is truncated there, not in the transcript."""


def windows(lines: Sequence[TranscriptLine], budget: int) -> Iterator[tuple[TranscriptLine, ...]]:
    """Yield windows that cover every line; only a window of a single line may exceed `budget` tokens."""
    window: list[TranscriptLine] = []
    cost = fresh = 0
    for line in lines:
        price = tokens_of(shown(line))
        if fresh and cost + price > budget:
            yield tuple(window)
            window = window[-OVERLAP:]
            cost, fresh = sum(tokens_of(shown(each)) for each in window), 0
            while window and cost + price > budget:
                cost -= tokens_of(shown(window.pop(0)))
        window.append(line)
        cost += price
        fresh += 1
    if fresh:
        yield tuple(window)


def shown(line: TranscriptLine) -> str:
    """Format a line for a prompt: number, speaker, text; the prompt's own delimiters are removed."""
    speaker = line.person.shown.translate(_UNMARKED)
    text = line.text.translate(_UNMARKED)
    return f"[{line.number}] {speaker}: {text[:LINE_CHARS]}"


_UNMARKED = str.maketrans({"[": "(", "]": ")", "<": "(", ">": ")", "\n": " ", "\r": " ", "|": "/"})
