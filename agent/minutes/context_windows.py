"""A meeting in windows that a model can read whole: cut between lines, never over the budget."""

from collections.abc import Iterator, Sequence

from agent.minutes.ollama_client import tokens_of
from agent.minutes.transcript_lines import TranscriptLine

OVERLAP = 2
"""Lines of the window before, so that an answer keeps its question."""
LINE_CHARS = 1200
"""What of a line a model is shown; the rest of a longer one is left out there, not in the transcript."""


def windows(lines: Sequence[TranscriptLine], budget: int) -> Iterator[tuple[TranscriptLine, ...]]:
    """Every line is in a window, and none but of one line costs more than `budget` tokens."""
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
    """A line as a model reads it: its number, who, what; without anything that looks like our own marks."""
    speaker = line.person.shown.translate(_UNMARKED)
    text = line.text.translate(_UNMARKED)
    return f"[{line.number}] {speaker}: {text[:LINE_CHARS]}"


_UNMARKED = str.maketrans({"[": "(", "]": ")", "<": "(", ">": ")", "\n": " ", "\r": " ", "|": "/"})
