"""Whether a sentence states a decision of this meeting, or proposes one."""

import re

from agent.minutes.cue_phrases import KOREAN_DECIDED
from agent.minutes.retold import is_retold
from agent.minutes.spoken_language import spoken_tables
from agent.minutes.undecided_words import is_undone

VERB_SECOND = re.compile(
    r"(?:dann|damit|somit|also|dan|dus|daarmee) (?:ist|is) (?:das|es|dat|het)(?: \w+)? (?:entschieden"
    r"|beschlossen|abgemacht|besloten|afgesproken|beslist)\b(?!.*\?\s*$)",
    re.IGNORECASE,
)
"""A statement whose first word is no lead-in to a question: “dann ist das entschieden”."""


def decided(sentence: str) -> bool:
    """Whether the sentence states a decision of this meeting."""
    return bool(deciding(sentence)) and is_definite(sentence) and not is_retold(sentence)


def deciding(sentence: str) -> re.Match[str] | None:
    """The first cue of a decision that the words around it leave standing."""
    cues = (*spoken_tables().decided.finditer(sentence), *KOREAN_DECIDED.finditer(sentence))
    return next((cue for cue in cues if not is_undone(sentence, cue)), None)


def proposed(sentence: str) -> bool:
    """Whether the sentence makes a proposal that is not about the course of the meeting."""
    return bool(spoken_tables().proposed.search(sentence)) and is_definite(sentence)


def is_definite(sentence: str) -> bool:
    """Whether it is neither doubted, asked, conditional nor a joke, and not about the meeting itself."""
    return not (
        spoken_tables().doubt.search(sentence)
        or (spoken_tables().question.search(sentence) and not VERB_SECOND.match(sentence))
        or spoken_tables().conditional.search(sentence)
        or spoken_tables().joke.search(sentence)
        or is_course(sentence)
    )


def is_course(text: str) -> bool:
    """Whether it is about the course of the meeting itself."""
    return bool(spoken_tables().procedure.search(text))
