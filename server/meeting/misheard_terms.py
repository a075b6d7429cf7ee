"""Finding and replacing a misheard term in a text, in whole words and in the case it is written in."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from server.meeting.search_words import UNSPACED

CONTEXT = 40
"""Characters shown on each side of a hit."""


@dataclass(frozen=True, slots=True)
class Hit:
    """Where the term stands, in characters, and what stands there instead."""

    start: int
    end: int
    instead: str


@dataclass(frozen=True)
class Term:
    """A misheard term and what was said.

    In scripts without spaces a word has no ends that could be seen, so there any part of a run is a hit.
    Without `matches_case` the replacement takes the case of what it replaces where it is written in small
    letters itself: a name keeps its own.
    """

    heard: str
    meant: str
    matches_case: bool = False
    in_words: bool = False
    """Also find it inside of longer words."""

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        # any blanks between the words: a line end, or a space of another width
        spelled = r"\s+".join(map(re.escape, self.heard.split()))
        if not self.in_words:
            word = f"(?:(?![{UNSPACED}])[^\\W_])"
            begin = f"(?<!{word})" if re.match(word, self.heard) else ""
            end = f"(?!{word})" if re.search(f"{word}$", self.heard) else ""
            spelled = f"{begin}{spelled}{end}"
        return re.compile(spelled, 0 if self.matches_case else re.IGNORECASE)

    def hits(self, text: str) -> Iterator[Hit]:
        """Find the term; what stands there already as it should is no hit."""
        for found in self._pattern.finditer(text):
            instead = self._cased(found[0])
            if instead != found[0]:
                yield Hit(found.start(), found.end(), instead)

    def replaced(self, text: str) -> str:
        """Return the text with every hit replaced."""
        parts, at = [], 0
        for hit in self.hits(text):
            parts += [text[at : hit.start], hit.instead]
            at = hit.end
        return "".join((*parts, text[at:]))

    def _cased(self, found: str) -> str:
        if self.matches_case or self.meant != self.meant.lower():
            return self.meant
        letters = [letter for letter in found if letter.isalpha()]
        if len(letters) > 1 and all(letter.isupper() for letter in letters):
            return self.meant.upper()
        if letters and letters[0].isupper():
            return self.meant[:1].upper() + self.meant[1:]
        return self.meant
