"""Which words a number, a day or a name goes with, so that two of them cannot be swapped."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise, permutations

from agent.minutes.claims.claim_lexicon import listed
from agent.minutes.claims.figure_roles import relating_keys, roles_in
from agent.minutes.claims.lexicons import lexicon
from agent.minutes.claims.quantities import quantities
from agent.minutes.claims.spoken_days import month_words, weekday_words
from agent.minutes.claims.terms import framing, terms
from agent.minutes.spoken_language import language
from agent.minutes.text_normalization import TOKEN, sentences, tokens
from agent.minutes.transcript_lines import first_name

BINDING = frozenset(
    ("from", "to", "than", "before", "after", "von", "bis", "auf", "de", "à", "a", "para", "van", "tot")
)
"""Prepositions that tell the roles of two numbers or names apart."""
BORDER = re.compile(r"[,;] |\b(?:and|but|instead of|rather than|while|whereas)\b")
"""What follows goes with the next item, what precedes it with the one before."""


@dataclass(frozen=True, slots=True)
class _Bound:
    """By item the words that go with it, those before it if `words_first`."""

    words_first: bool
    words: dict[str, frozenset[str]]


def swapped(claim: str, said: Iterable[str], names: Collection[str] = ()) -> bool:
    """Whether a number, day or name of the claim goes with a word that another such goes with in speech."""
    people = frozenset(part for name in names for part in tokens(name))
    for find, named in (
        (_numbers, False),
        (_dates, False),
        (_days, False),
        (lambda text: _named(text, names), True),
    ):
        ours = find(claim)
        if not ours:
            continue
        for sentence in said:
            theirs = find(sentence)
            shared = set(ours.values()) & set(theirs.values())
            if not named and _in_another_part(find, claim, sentence):
                return True
            if find is _numbers and any(_is_of_other_part(find, claim, part) for part in sentences(sentence)):
                return True
            if not named and _is_of_another(claim, ours, sentence, theirs, people):
                return True
            if len(shared) > 1 and _crossed(
                _bound(claim, ours, shared, people), _bound(sentence, theirs, shared, people), mutual=named
            ):
                return True
    return False


def _in_another_part(find: Callable[[str], Mapping[int, str]], claim: str, sentence: str) -> bool:
    """Whether a figure's words in the claim are said of another figure and not of it."""
    theirs = _parts(find, sentence, go_on=True)
    for figure, words in _parts(find, claim):
        own = frozenset[str]().union(*(part for each, part in theirs if each == figure))
        other = frozenset[str]().union(*(part for each, part in theirs if each != figure))
        if own and not words & own - other and words & other - own:
            return True
    return False


def _parts(
    find: Callable[[str], Mapping[int, str]], text: str, *, go_on: bool = False
) -> list[tuple[str, frozenset[str]]]:
    """The parts of a text with one figure, and the words of each; one without may go on with the last."""
    low = text.lower().replace("’", "'")
    bounds = sorted({0, len(low), *(found.start() for found in BORDER.finditer(low))})
    figures = find(low)
    found: list[tuple[str, frozenset[str]]] = []
    for start, end in pairwise(bounds):
        inside = {figure for at, figure in figures.items() if start <= at < end}
        if len(inside) == 1:
            part = weekday_words(language.get()).sub(
                " ", month_words(language.get()).sub(" ", low[start:end])
            )
            words = frozenset(term.key for term in terms(part)) - framing()
            before = found[-1][1] if found and go_on else words
            found.append((inside.pop(), words or before))
    return found


def _is_of_other_part(find: Callable[[str], Mapping[int, str]], claim: str, sentence: str) -> bool:
    """Whether all that the claim says before a figure is told in a part of a sentence without that figure."""
    parts = [(set(find(part).values()), _words(part)) for part in BORDER.split(sentence.lower())]
    for at, figure in find(claim).items():
        about = _words(BORDER.split(claim[:at].lower())[-1])
        with_it = [words for figures, words in parts if figure in figures]
        without = [words for figures, words in parts if figure not in figures]
        if len(about) > 1 and with_it and all(words and about.isdisjoint(words) for words in with_it):
            return any(about <= words for words in without)
    return False


def _words(text: str) -> frozenset[str]:
    return frozenset(term.key for term in terms(text)) - framing()


def _is_of_another(
    claim: str, ours: dict[int, str], sentence: str, theirs: dict[int, str], people: Collection[str]
) -> bool:
    """Whether the words before a figure of the claim stand before another in speech, not around this one."""
    mine = _bound(claim, ours, ours.values(), people)
    before = _bound(sentence, theirs, theirs.values(), people)
    if not mine.words_first or not before.words_first or len(before.words) < 2:
        return False
    shared = mine.words.keys() & before.words.keys()
    if len(shared) > 1 and all(each.words[item] & BINDING for each in (mine, before) for item in shared):
        return False
    order = list(before.words)
    changed = {each for move in roles_in(sentence).moves for each in move}
    for figure in mine.words.keys() & before.words.keys() - changed:
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
    if all(each.words[item] & BINDING for each in (ours, theirs) for item in ours.words):
        ours, theirs = _only_binding(ours), _only_binding(theirs)
    return any(
        _goes_over(ours, theirs, one, other) and (not mutual or _goes_over(ours, theirs, other, one))
        for one, other in permutations(ours.words, 2)
    )


def _only_binding(bound: _Bound) -> _Bound:
    """Where every item has its preposition, these alone tell: “to 7 from 11” is “from 11 to 7”."""
    return _Bound(bound.words_first, {item: words & BINDING for item, words in bound.words.items()})


def _goes_over(ours: _Bound, theirs: _Bound, one: str, other: str) -> bool:
    return bool((ours.words[one] - theirs.words[one]) & (theirs.words[other] - theirs.words[one]))


def _dates(text: str) -> dict[int, str]:
    """Days of a month: “3 March”, “March 3”."""
    named = {match.end() for match in month_words(language.get()).finditer(text.lower())}
    numbers = [each for each in quantities(text) if not each.implied and not each.unit]
    ends = {each.at: each.at + len(re.match(r"[\w,.-]*", text[each.at :])[0]) for each in numbers}  # type: ignore[index]
    months = {match.start() for match in month_words(language.get()).finditer(text.lower())}
    return {
        each.at: each.key[0]
        for each in numbers
        if {each.at - 1, each.at} & named or {ends[each.at] + 1, ends[each.at] + 4} & months
    }


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
    after: dict[str, set[str]] = {}
    low = text.lower().replace("’", "'")
    borders = [found.start() for found in BORDER.finditer(low)]
    for match in TOKEN.finditer(low):
        item = items.get(match.start())
        while borders and match.start() > borders[0]:
            borders.pop(0)
            if order and stretches[-1]:
                after.setdefault(order[-1], set()).update(stretches[-1])
                stretches[-1] = set()
        if item in shared and item not in order:
            order.append(str(item))
            stretches.append(set())
        elif match[0] in listed(known.to) or match[0] in BINDING:
            stretches[-1].add(match[0])
        elif match.start() not in items and match[0] not in people:
            stretches[-1] |= {term.key for term in terms(match[0])} - framing()
    words_first = bool(stretches[0] - BINDING - relating_keys(text))
    words = {
        item: frozenset(stretches[at if words_first else at + 1] | after.get(item, set()))
        for at, item in enumerate(order)
    }
    return _Bound(words_first, words)
