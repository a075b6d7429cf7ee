"""Where a clause ends: at the end of its sentence, or where the next one begins."""

import re
from dataclasses import dataclass

from server.sentence_ends import with_kept_points


@dataclass(frozen=True, slots=True)
class ClauseEnd:
    """Finds the end of a clause by a pattern, which a point that ends no sentence never meets."""

    pattern: re.Pattern[str]
    """Matches from the end of the clause to that of the text."""

    def sub(self, instead: str, text: str) -> str:
        """The text with `instead` for all that follows its first clause."""
        found = self.pattern.search(with_kept_points(text))
        return text[: found.start()] + instead if found else text
