"""Stretches of a transcript: parts of about the same height, laid out when they come into view."""

from collections.abc import Iterable

from server.pages.gap_lines import GapLine
from server.pages.transcript import Turn

STRETCH_REM = 100
"""About two windows high; `.stretch` in the style sheet says the same for what is not laid out yet."""
LINE_REM = 1.6
LINE_CHARACTERS = 46
"""A line of the transcript's column."""
AROUND_REM = 2.4
"""A turn's head and padding."""

Line = Turn | GapLine
Stretch = list[Line]


def stretches(lines: Iterable[Line]) -> list[Stretch]:
    """Divide lines in their order; no line is divided, and none is lost."""
    found: list[Stretch] = []
    height_rem = float(STRETCH_REM)
    for line in lines:
        if height_rem >= STRETCH_REM:
            found.append([])
            height_rem = 0
        found[-1].append(line)
        height_rem += _height_rem(line)
    return found


def _height_rem(line: Line) -> float:
    texts = [line.text] if isinstance(line, GapLine) else [segment.text for segment in line.segments]
    characters = sum(len(text) + 1 for text in texts)
    return AROUND_REM + LINE_REM * -(-characters // LINE_CHARACTERS)
