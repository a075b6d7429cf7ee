"""Normalize a search query to the forms the database indexes (migration m0017)."""

import re
import unicodedata
from dataclasses import dataclass

UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005-\u3007\u3031-\u3035\u3040-\u30ff\u3130-\u318f"
    "\u3400-\u4dbf\u4e00-\u9fff\ua960-\ua97f\uaa60-\uaa7f\uac00-\ud7ff\uf900-\ufaff\U00020000-\U0003ffff"
)
"""Letters of scripts without spaces between words, and of Korean, whose particles follow the word."""
FIRST_RUN = 7_000_000_000_000
_RUN = re.compile(f"(?P<joined>(?<=[^\\W_]))?(?P<run>[{UNSPACED}]+)(?P<goes_on>(?=[^\\W_]))?")
_ACCENTS = re.compile("[\u0300-\u036f]")
_WORD = re.compile(f"(?:(?![{UNSPACED}])[^\\W_])+")


@dataclass(frozen=True, slots=True)
class SearchWords:
    """A query as typed, and `plain`, with a number in place of each run of unspaced letters."""

    typed: str
    plain: str
    runs: tuple[str, ...]

    @property
    def parts(self) -> list[str]:
        """Return each run's query: its single letter, or all pairs of neighbours."""
        return [" & ".join(f"'{run[n : n + 2]}'" for n in range(max(1, len(run) - 1))) for run in self.runs]

    @property
    def patterns(self) -> list[str]:
        """LIKE patterns of the runs."""
        return [f"%{run}%" for run in self.runs]


_LIKE = str.maketrans({"\\": r"\\", "%": r"\%", "_": r"\_"})


def liked(text: str) -> str:
    """Return the text as a part of a LIKE pattern."""
    return text.translate(_LIKE)


def plainly(text: str) -> str:
    """Return the text in one width and without accents, as the SQL function search_plain() does."""
    return unicodedata.normalize("NFC", _ACCENTS.sub("", unicodedata.normalize("NFKD", text)))


def search_words(text: str) -> SearchWords:
    """Parse a query; invisible characters are dropped."""
    typed = "".join(letter for letter in text if unicodedata.category(letter) not in ("Cc", "Cf", "Cs"))
    runs: list[str] = []

    def numbered(found: re.Match[str]) -> str:
        runs.append(found["run"])
        before, after = (" " if found[side] is not None else "" for side in ("joined", "goes_on"))
        return f"{before}{FIRST_RUN + len(runs)}{after}"

    return SearchWords(unicodedata.normalize("NFC", typed), _RUN.sub(numbered, plainly(typed)), tuple(runs))


def marks_in(text: str, plain_words: set[str], runs: tuple[str, ...]) -> list[tuple[int, int]]:
    """Return the offsets of the words whose plain form is given, and of the runs."""
    found = [match.span() for match in _WORD.finditer(text) if plainly(match[0]).casefold() in plain_words]
    for run in runs:
        found += [match.span() for match in re.finditer(re.escape(run), text)]
    return found


def joined(marks: list[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Sort the offsets and merge those that overlap."""
    whole: list[tuple[int, int]] = []
    for start, end in sorted(marks):
        if whole and start < whole[-1][1]:
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((start, end))
    return tuple(whole)
