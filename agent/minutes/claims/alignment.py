"""Which word of speech a claim's word stands for, when it was not said itself: another form or a synonym."""

import re
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache

from agent.minutes.claims.claim_lexicon import ClaimLexicon
from agent.minutes.claims.lexicons import lexicon
from agent.minutes.claims.terms import key
from agent.minutes.claims.word_forms import is_form, is_parted
from agent.minutes.spoken_language import language

SHORT_STEM = 4
ENDINGS = re.compile(
    r"(?:e?r|e?st|ment|t?ion|ation|i?t|an[tc]e?|en[tc]e?|al|i?ty|i?ness|ful|ive|or|abl|ibl|i?ly|ship|age|is[tm]|ic|en"
    r"|th|s|d|ed|ing|ier)"
)
"""What makes another word of the same stem: complain and complaint, long and longer."""


def aligned(words: Iterable[str], spoken: Collection[str]) -> Mapping[str, str]:
    """By key of a claim's word that was not said, the key of the word that was said in its place."""
    found: dict[str, str] = {}
    for word in words:
        if word in spoken:
            continue
        near = sorted(
            each
            for each in spoken
            if _is_form(word, each)
            or _is_synonym(word, each)
            or is_parted(word, each, spoken, language.get())
        )
        if near:
            found[word] = near[0]
    return found


def _is_form(one: str, other: str) -> bool:
    if is_form(one, other, language.get()):
        return True
    short, long = sorted((one, other), key=len)
    if len(short) < SHORT_STEM:
        return False
    stem = short.rstrip("ei")
    return long.startswith(stem) and (ENDINGS.fullmatch(long[len(stem) :]) is not None)


def _is_synonym(one: str, other: str) -> bool:
    known = _groups(lexicon(), language.get())
    return not known.get(one, frozenset()).isdisjoint(known.get(other, ()))


@lru_cache(maxsize=32)
def _groups(known: ClaimLexicon, _language: str) -> Mapping[str, frozenset[int]]:
    """By key of a word, the numbers of its groups."""
    found: dict[str, set[int]] = {}
    for at, (group,) in enumerate(known.thesaurus):
        for word in group:
            found.setdefault(key(word), set()).add(at)
    return {word: frozenset(at) for word, at in found.items()}
