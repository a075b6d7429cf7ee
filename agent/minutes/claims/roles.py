"""Who does what to whom, from which number to which, what before what: roles that must not be swapped."""

import re
from collections.abc import Sequence
from functools import lru_cache

from agent.minutes.claims.claim_lexicon import listed, raw
from agent.minutes.claims.lexicons import lexicon
from agent.minutes.claims.quantities import quantities
from agent.minutes.claims.terms import terms
from agent.minutes.text_normalization import tokens


def names_as_object(text: str, name: str) -> bool:
    """Whether the name stands where somebody gets or undergoes something: “to Carol”, “send Carol the …”."""
    places = _places(text, name)
    return any(role in ("to", "from", "object") for role in places)


def names_as_source(text: str, name: str) -> bool:
    """Whether the name stands where something comes from: “heard from Dan”."""
    return set(_places(text, name)) == {"from"}


def names_as_subject(text: str, name: str) -> bool:
    """Whether the name stands where somebody does, has or is called upon: “Carol will”, “Carol, can you”."""
    return any(role == "subject" for role in _places(text, name))


@lru_cache(maxsize=4096)
def _places(text: str, name: str) -> tuple[str, ...]:
    known = lexicon()
    low = text.lower().replace("’", "'")
    found = []
    for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", low):
        before = re.findall(r"[\w']+", low[: match.start()])[-1:]
        word = before[0] if before and not re.search(r"[.,;:!?]\s*$", low[: match.start()]) else ""
        if word in listed(known.to):
            found.append("to")
        elif word == known.from_:
            found.append("from")
        elif word in ("by", "with", "about", "of", "at", "on", "than"):
            found.append("by" if word == "by" else "other")
        elif low[match.end() :].startswith("'s") and re.match(r"'s \w+(?:\W|$)", low[match.end() :]) is None:
            found.append("other")
        elif word and word not in (
            "and",
            "or",
            "but",
            "so",
            "that",
            "if",
            "when",
            "then",
            "because",
            "now",
            "yes",
            "ok",
        ):
            follows = re.match(
                r"(?:'s|'ll|'d)?\s+(?:will|would|is|was|has|had|can|could|should|must|may|might|does|did"
                r"|\w+s|\w+ed)\b",
                low[match.end() :],
            )
            found.append("subject" if follows else "object")
        else:
            found.append("subject")
    return tuple(found)


def order_broken(claim: str, said: Sequence[str]) -> bool:
    """Whether the two sides of “before”, “after”, “than” or “because” are swapped."""
    known = lexicon()
    for words, chronological in ((known.earlier_later, True), (known.sides, False), (known.cause, False)):
        ours = _sides(claim, words, chronological=chronological)
        if not ours:
            continue
        for sentence in said:
            theirs = _sides(sentence, words, chronological=chronological)
            if theirs and _is_swap(ours, theirs):
                return True
    return False


def _is_swap(
    ours: tuple[frozenset[str], frozenset[str]], theirs: tuple[frozenset[str], frozenset[str]]
) -> bool:
    left, right = theirs[0] - theirs[1], theirs[1] - theirs[0]
    straight = len(ours[0] & left) + len(ours[1] & right)
    crossed = len(ours[0] & right) + len(ours[1] & left)
    return bool(ours[0] & right and ours[1] & left) or crossed > straight


def _sides(text: str, words: str, *, chronological: bool) -> tuple[frozenset[str], frozenset[str]] | None:
    low = text.lower().replace("’", "'")
    found = raw(words).search(low)
    if not found:
        return None
    left, right = low[: found.start()], low[found.end() :]
    if not tokens(left):  # “After the test, we launch”
        right, _, left = right.partition(",")
    sides = (_keys(left), _keys(right))
    later_first = chronological and found[0].strip() in ("after", "following")
    return (sides[1], sides[0]) if later_first else sides


def _keys(text: str) -> frozenset[str]:
    return frozenset(term.key for term in terms(text)) | {f"{each.key[0]}" for each in quantities(text)}
