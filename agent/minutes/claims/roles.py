"""Who does what to whom, from which number to which, what before what: roles that must not be swapped."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import permutations

from agent.minutes.claims.claim_lexicon import listed, raw
from agent.minutes.claims.lexicons import lexicon
from agent.minutes.claims.quantities import quantities
from agent.minutes.claims.spoken_days import month_words, weekday_words
from agent.minutes.claims.terms import framing, key, terms
from agent.minutes.spoken_language import language
from agent.minutes.text_normalization import TOKEN, tokens
from agent.minutes.transcript_lines import first_name

BINDING = frozenset(
    ("from", "to", "than", "before", "after", "von", "bis", "auf", "de", "à", "a", "para", "van", "tot")
)
"""Prepositions that tell the roles of two numbers or names apart."""


@dataclass(frozen=True, slots=True)
class _Bound:
    """By item the words that go with it, those before it if `words_first`."""

    words_first: bool
    words: dict[str, frozenset[str]]


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


def swapped(claim: str, said: Iterable[str], names: Collection[str] = ()) -> bool:
    """Whether a number, day or name of the claim goes with a word that another such goes with in speech."""
    people = frozenset(part for name in names for part in tokens(name))
    for find, named in ((_numbers, False), (_days, False), (lambda text: _named(text, names), True)):
        ours = find(claim)
        if len(set(ours.values())) < 2:
            continue
        for sentence in said:
            theirs = find(sentence)
            shared = set(ours.values()) & set(theirs.values())
            if len(shared) > 1 and _crossed(
                _bound(claim, ours, shared, people), _bound(sentence, theirs, shared, people), mutual=named
            ):
                return True
    return False


def _crossed(ours: _Bound, theirs: _Bound, *, mutual: bool) -> bool:
    """Whether words go over from one item to another; for names, whose place is free, both ways."""
    if ours.words_first != theirs.words_first:
        return False
    return any(
        _goes_over(ours, theirs, one, other) and (not mutual or _goes_over(ours, theirs, other, one))
        for one, other in permutations(ours.words, 2)
    )


def _goes_over(ours: _Bound, theirs: _Bound, one: str, other: str) -> bool:
    return bool((ours.words[one] - theirs.words[one]) & (theirs.words[other] - theirs.words[one]))


def _numbers(text: str) -> dict[int, str]:
    months = month_words(language.get())
    named = {match.end() for match in months.finditer(text.lower())}
    return {
        each.at: each.key[0]
        for each in quantities(text)
        if not each.implied and not {each.at - 1, each.at} & named
    }


def _days(text: str) -> dict[int, str]:
    return {match.start(): match[0] for match in weekday_words(language.get()).finditer(text.lower())}


def _named(text: str, names: Collection[str]) -> dict[int, str]:
    return {
        match.start(): name
        for name in map(first_name, names)
        for match in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", text.lower())
    }


def _bound(text: str, items: dict[int, str], shared: Collection[str], people: Collection[str]) -> _Bound:
    """The words that go with each item: those before it, or if a sentence begins with one, those after it."""
    known = lexicon()
    stretches: list[set[str]] = [set()]
    order: list[str] = []
    for match in TOKEN.finditer(text.lower().replace("’", "'")):
        item = items.get(match.start())
        if item in shared and item not in order:
            order.append(str(item))
            stretches.append(set())
        elif match[0] in listed(known.to) or match[0] in BINDING:
            stretches[-1].add(match[0])
        elif match.start() not in items and match[0] not in people:
            stretches[-1] |= {term.key for term in terms(match[0])} - framing()
    words_first = bool(stretches[0] - BINDING)
    words = {item: frozenset(stretches[at if words_first else at + 1]) for at, item in enumerate(order)}
    return _Bound(words_first, words)


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
    later_first = chronological and found[0].strip() == "after"
    return (sides[1], sides[0]) if later_first else sides


def _keys(text: str) -> frozenset[str]:
    return frozenset(term.key for term in terms(text)) | {f"{each.key[0]}" for each in quantities(text)}


def opposed(
    ours: frozenset[str],
    said: str,
    denied: frozenset[str],
    opposites: Sequence[tuple[frozenset[str], ...]],
) -> bool:
    """Whether the claim has one word of a pair of opposites where speech has the other."""
    theirs = all_keys(said) - denied
    for row in opposites:
        for one, other in (row, row[::-1]):
            mine, its = frozenset(map(key, one)), frozenset(map(key, other))
            if not mine & ours or its & ours or not its & theirs:
                continue
            if not mine & theirs or _nearer(ours - mine, said, mine, its):
                return True
    return False


def _nearer(about: frozenset[str], said: str, mine: frozenset[str], its: frozenset[str]) -> bool:
    """Whether the rest of a claim is said next to the opposite, not next to its own word."""
    parts = [all_keys(part) for part in re.split(r",|\band\b|\bbut\b|\bund\b|\bet\b|\by\b", said.lower())]
    with_mine = max((len(about & part) for part in parts if mine & part), default=0)
    with_its = max((len(about & part) for part in parts if its & part), default=0)
    return with_its > with_mine


def all_keys(text: str) -> frozenset[str]:
    """Keys of all words, those without content too."""
    return _all_keys(text, language.get())


@lru_cache(maxsize=8192)
def _all_keys(text: str, _language: str) -> frozenset[str]:
    return frozenset(key(token) for token in tokens(text)) | {each.key for each in terms(text)}
