"""Whether a sentence is whole enough to be quoted: half ones and garbled words are not."""

import re

from agent.minutes.language_tables import words
from agent.minutes.spoken_language import language
from agent.minutes.task_titles import DANGLING
from agent.minutes.text_normalization import content, tokens
from agent.minutes.unfinished import is_unfinished

BROKEN_OFF = re.compile(r"(?:—|–|-{1,2}|…|\.\.\.|/)\s*\.?$")
DOUBLED = re.compile(r"\b(\w+(?: \w+)?)[, ]+\1\b", re.IGNORECASE)
RESTARTED = re.compile(r"\b(we|i|you|it|they|he|she|the|so|a)\b(?:\W+\w+){0,2}\W* [–—-]+ \1\b", re.IGNORECASE)
MAY_DOUBLE = frozenset(words("had that very no yes so really ha many much far long is do bye"))
MAY_END = frozenset(words("it that those these this them about in on for with so you us"))
VERB_LAST = re.compile(
    r"\b(?:as|where|what|who|how|whatever|wherever|than|the way) (?:\w+ ){1,2}?(?:is|are|was"
    r"|were)\W*$",
    re.IGNORECASE,
)
"""A clause that ends with its verb: “as it is”, “where the piano was”."""
MAX_DOUBLED = 1
MIN_WORDS = 3


def is_whole(text: str) -> bool:
    """Whether the text is a whole sentence: not broken off, not stammered, with something said in it."""
    if BROKEN_OFF.search(text) or RESTARTED.search(text) or len(set(content(text))) < 1:
        return False
    if language.get() != "en":
        return not is_unfinished(text, language.get())
    words = tokens(text)
    doubled = [found for found in DOUBLED.findall(text) if found.lower() not in MAY_DOUBLE]
    single = [word for word in words if len(word) == 1 and word.isalpha() and word not in "aioxs"]
    return (
        len(words) >= MIN_WORDS
        and (words[-1] not in DANGLING - MAY_END or VERB_LAST.search(text) is not None)
        and len(doubled) <= MAX_DOUBLED
        and len(single) <= len(words) // 8
    )
