"""Which of two events comes first: told by before and after, once, first and then, in any order of words."""

import re
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from itertools import pairwise

from agent.minutes.claims.relation_words import RelationWords, relation_words
from agent.minutes.claims.terms import terms
from agent.minutes.spoken_language import language
from agent.minutes.text_normalization import sentences

PART = re.compile(r"[,;:]\s")
Keys = frozenset[str]
Pair = tuple[Keys, Keys]
"""Keys of the words of the earlier event and of the later one."""


@cache
def _pattern(code: str, name: str) -> re.Pattern[str]:
    words = getattr(relation_words(), name)
    return re.compile(rf"{'' if code == 'ko' else '(?<![^ ,(])'}(?:{words})(?!\w)(?:(?<=')|(?!'))")


def orders(text: str) -> tuple[Pair, ...]:
    """The pairs of events whose order a text tells."""
    return _orders(text, language.get())


@lru_cache(maxsize=2048)
def _orders(text: str, code: str) -> tuple[Pair, ...]:
    known = relation_words()
    found: list[Pair] = []
    parts: list[str] = []
    for sentence in sentences(text):
        low = sentence.lower().replace("’", "'").rstrip(".!?")
        found += _of_sentence(known, code, low)
        parts += [part for part in PART.split(low) if part.strip()]
    found += _in_sequence(code, parts)
    return tuple((one - other, other - one) for one, other in found if one - other and other - one)


def _of_sentence(known: RelationWords, code: str, low: str) -> list[Pair]:
    found = []
    for name, earlier_left in (("before", True), ("after", False)):
        for match in _pattern(code, name).finditer(low):
            left, right = _sides(known, low, match, postposed=code == "ko")
            one, other = _keys(left), _keys(right)
            if one and other:  # Korean words stand after the event: “before” ends the later one
                found.append((one, other) if earlier_left != (code == "ko") else (other, one))
    return found


def _sides(known: RelationWords, low: str, match: re.Match[str], *, postposed: bool) -> tuple[str, str]:
    left, right = low[: match.start()], low[match.end() :]
    if postposed:
        return left, right
    right, comma, rest = right.partition(", ")
    if _keys(left):
        return left, right
    subjects = list(re.finditer(rf"(?<!\w)(?:{known.pronouns})(?![\w'])", right))
    if len(subjects) > 1:  # “Before we left we paid”
        return right[subjects[-1].start() :], right[: subjects[-1].start()]
    if comma:  # “After the test, we launch”
        return rest, right
    words = right.split()
    cut = next((at for at in range(1, len(words)) if _keys(" ".join(words[:at]))), len(words))
    return " ".join(words[cut:]), " ".join(words[:cut])  # “Nach dem Konzert räumen wir auf”


def _in_sequence(code: str, parts: Sequence[str]) -> list[Pair]:
    """Events told one after another with first and then, or with what came beforehand."""
    found: list[Pair] = []
    for before, part in pairwise(parts):
        one, other = _keys(before), _keys(part)
        if _pattern(code, "then").search(part):
            found.append((one, other))
        elif _pattern(code, "beforehand").search(part) and not _pattern(code, "then").search(before):
            found.append((other, one))
    firsts = [at for at, part in enumerate(parts) if _pattern(code, "first").search(part)]
    thens = [at for at, part in enumerate(parts) if _pattern(code, "then").search(part)]
    found += [
        (_keys(parts[one]), _keys(parts[other]))
        for one in (*firsts, *thens)
        for other in thens
        if one + 1 < other <= one + 4
    ]
    return found


def _keys(text: str) -> Keys:
    return frozenset(each.key for each in terms(text))


def same_order(claim: str, said: str, otherwise: Mapping[str, str]) -> bool:
    """Whether no two events of the claim are told in the reverse order in what was said."""
    theirs = orders(said)
    if not theirs:
        return True
    for pair in orders(claim):
        one, other = (frozenset(otherwise.get(key, key) for key in side) for side in pair)
        straight = any(one & first and other & last for first, last in theirs)
        crossed = any(one & last and other & first for first, last in theirs)
        if crossed and not straight:
            return False
    return True


def order_keys(text: str) -> Keys:
    """Keys of the words of a text that tell nothing but the order."""
    code, low = language.get(), text.lower()
    return frozenset(
        each.key
        for name in ("before", "after", "first", "then", "beforehand")
        for match in _pattern(code, name).finditer(low)
        for each in terms(match[0])
    )
