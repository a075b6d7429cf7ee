"""How a language says that a question stays open, and which questions nobody has to answer."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class QuestionCues:
    """Patterns of one language; those of answers match at the begin of a line."""

    unknown: re.Pattern[str]
    """An answer that answers nothing: nobody here knows, or it is looked at later."""
    procedural: re.Pattern[str]
    """About hearing and seeing each other, turns to speak, and the course of the meeting."""
    rhetorical: re.Pattern[str]
    """Asked without wanting an answer."""
    named: re.Pattern[str]
    """Names what is asked as an open question; `what` is the question."""
    undecided: re.Pattern[str]
    """Says what has to be decided or found out: whether, how, when …"""


def cues(unknown: str, procedural: str, rhetorical: str, named: str, undecided: str) -> QuestionCues:
    """Compile the alternatives of each pattern."""
    return QuestionCues(
        re.compile(rf"^(?:\W*\w+[,.!]?\s+){{0,2}}?\W*(?:{unknown})", re.IGNORECASE),
        re.compile(rf"(?:{procedural})", re.IGNORECASE),
        re.compile(rf"(?:{rhetorical})", re.IGNORECASE),
        re.compile(rf"\b(?:{named})\s*(?::|–|-|,)?\s+(?P<what>.{{8,}})", re.IGNORECASE),
        re.compile(rf"\b(?:{undecided})\b", re.IGNORECASE),
    )
