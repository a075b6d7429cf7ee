"""Which words a number, a day or a name goes with, so that two of them cannot be swapped."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import permutations

from agent.minutes.claims.claim_lexicon import listed
from agent.minutes.claims.lexicons import lexicon
from agent.minutes.claims.quantities import quantities
from agent.minutes.claims.spoken_days import month_words, weekday_words
from agent.minutes.claims.terms import framing, terms
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


def swapped(claim: str, said: Iterable[str], names: Collection[str] = ()) -> bool:
    """Whether a number, day or name of the claim goes with a word that another such goes with in speech."""
    people = frozenset(part for name in names for part in tokens(name))
    for find, named in ((_numbers, False), (_days, False), (lambda text: _named(text, names), True)):
        ours = find(claim)
        if not ours:
            continue
        for sentence in said:
            theirs = find(sentence)
            shared = set(ours.values()) & set(theirs.values())
            if not named and _is_of_another(claim, ours, sentence, theirs, people):
                return True
            if len(shared) > 1 and _crossed(
                _bound(claim, ours, shared, people), _bound(sentence, theirs, shared, people), mutual=named
            ):
                return True
    return False


def _is_of_another(
    claim: str, ours: dict[int, str], sentence: str, theirs: dict[int, str], people: Collection[str]
) -> bool:
    """Whether the words before a figure of the claim stand before another in speech, not around this one."""
    mine = _bound(claim, ours, ours.values(), people)
    before = _bound(sentence, theirs, theirs.values(), people)
    if not mine.words_first or not before.words_first or len(before.words) < 2:
        return False
    order = list(before.words)
    for figure in mine.words.keys() & before.words.keys():
        after = order[order.index(figure) + 1 :][:1]
        around = before.words[figure].union(*(before.words[each] for each in after))
        others = frozenset[str]().union(*(before.words[each] for each in order if each != figure))
        words = mine.words[figure] - BINDING
        if words and not words & around and len(words & others) > len(words) / 2:
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
