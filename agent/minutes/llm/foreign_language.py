"""Tells an answer in another language than the lines it is about: by script, then by the commonest words."""

import unicodedata
from collections import Counter
from functools import cache

from agent.minutes.languages import TABLES
from agent.minutes.spoken_language import ENGLISH_AND_KOREAN
from agent.minutes.text_normalization import tokens

MIN_LETTERS = 24
"""Of fewer letters neither script nor language can be told."""
MIN_COMMON = 4
"""Common words of a language that must occur."""
AHEAD = 1.5
"""How many times more common words of one language than of any other must occur."""
EAST_ASIAN = {"HIRAGANA": "CJK", "KATAKANA": "CJK"}


def is_foreign(answer: str, lines: str) -> bool:
    """Whether the answer is written in another script or language than the lines; False if unclear."""
    scripts = _script(answer), _script(lines)
    if None in scripts or scripts[0] != scripts[1]:
        return None not in scripts
    spoken, written = language_of(lines), language_of(answer)
    return None not in (spoken, written) and spoken != written


def _script(text: str) -> str | None:
    letters = Counter(_script_of(each) for each in text if each.isalpha())
    return letters.most_common(1)[0][0] if letters.total() >= MIN_LETTERS else None


@cache
def _script_of(letter: str) -> str:
    name = unicodedata.name(letter, "UNKNOWN").split()[0]
    return EAST_ASIAN.get(name, name)


def language_of(text: str) -> str | None:
    """Return the ISO code of a language with tables, or of English; None if none is clearly ahead."""
    said = Counter(tokens(text))
    common = {"en": ENGLISH_AND_KOREAN.stopwords} | {code: each.stopwords for code, each in TABLES.items()}
    hits = Counter(
        {code: sum(said[word] for word in words if word in said) for code, words in common.items()}
    )
    (first, most), (_, second) = hits.most_common(2)
    return first if most >= MIN_COMMON and most >= AHEAD * second else None
