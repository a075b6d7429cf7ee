"""How a language says what is done, comes next and is blocked, went well or badly, is to try or is wanted."""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SectionCues:
    """Patterns of one language, searched in single sentences."""

    done: re.Pattern[str]
    """The speaker has done it; from the speaker to the verb, so that a negation between them is seen."""
    next: re.Pattern[str]
    """The speaker does it next."""
    blocked: re.Pattern[str]
    free: re.Pattern[str]
    """Says that nothing blocks."""
    well: re.Pattern[str]
    badly: re.Pattern[str]
    trying: re.Pattern[str]
    """Proposes to do something another way from now on."""
    wants: re.Pattern[str]
    """Asks for something, or says that it is needed."""
    seconds: re.Pattern[str]
    """Seconds a motion."""


def section_cues(**patterns: str) -> SectionCues:
    """Compile the alternatives of each pattern."""
    return SectionCues(
        **{name: re.compile(rf"(?:{pattern})", re.IGNORECASE) for name, pattern in patterns.items()}
    )
