"""Whether words of a claim have changed places: who does it to whom, what goes with what, what is first."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import permutations

from agent.minutes.claims.claim_lexicon import pattern, raw
from agent.minutes.claims.clauses import Clause
from agent.minutes.claims.lexicons import lexicon
from agent.minutes.claims.terms import key, terms
from agent.minutes.spoken_language import language, spoken_tables
from agent.minutes.text_normalization import tokens

PARTS = re.compile(r",\s|;\s|\band\b|\bbut\b|\bwhile\b|\bwhereas\b")
THIRD_PERSON = re.compile(
    r"(?<![.,] )(?<!the )(?<!\ba )(?<!of )(?<!two )(?<!^)\b([a-z]{2,}[^s\W]s)\b(?! of\b)"
)
"""What may be a verb of the third person: pays, but not “the sends”."""
I_FIRST = re.compile(r"(?:\w+,? ){0,2}i(?:'ll|'m|'d|'ve)?(?![\w'])")
ME = re.compile(r"(?<!\w)me(?![\w'])")
Keys = frozenset[str]


def turned_round(ours: Clause, theirs: Clause, speaker: str = "") -> bool:
    """Whether what stands before a verb of the claim's clause stands after it in speech, and the reverse.

    `speaker`, a name, stands for I and me.
    In the passive the sides are turned: “the dog was bitten by the man” is “the man bit the dog”.
    """
    known = lexicon()
    if not known.reads_grammar:
        return False  # the verb may stand first or last there
    mine, its = [term.key for term in ours.terms], [term.key for term in theirs.terms]
    if speaker and I_FIRST.match(theirs.text):
        its = [key(speaker), *its]
    elif speaker and ME.search(theirs.text):
        its = [*its, key(speaker)]
    passive = [bool(pattern(known.passive).search(each.text)) for each in (ours, theirs)]
    for verb in verbs(ours):
        if mine.count(verb) != 1 or its.count(verb) != 1:
            continue
        before, after = _around(mine, verb)
        if passive[0] != passive[1]:
            if " by " not in (ours if passive[0] else theirs).text:
                continue
            before, after = after, before
        left, right = _around(its, verb)
        shared_before, shared_after = before & (left | right), after & (left | right)
        if shared_before and shared_before <= right - left and shared_after & (left - right):
            return True
    return False


def verbs(clause: Clause) -> Keys:
    """Keys of the words after one of modality or tense: what is done."""
    found = {match["verb"] or match["did"] for match in raw(lexicon().verb).finditer(clause.text)}
    if not found:
        found = {
            match[1]
            for match in THIRD_PERSON.finditer(clause.text)
            if match[1][:-1] in _verbs_of(language.get())
        }
    return frozenset(term.key for term in clause.terms if term.word in found)


def known_verbs() -> frozenset[str]:
    """Keys of verbs of the spoken language."""
    return _verb_keys(language.get())


@lru_cache(maxsize=32)
def _verb_keys(code: str) -> frozenset[str]:
    return frozenset(map(key, _verbs_of(code)))


@lru_cache(maxsize=32)
def _verbs_of(_language: str) -> frozenset[str]:
    return frozenset(lexicon().irregular.values()) | spoken_tables().work


def _around(keys: Sequence[str], verb: str) -> tuple[Keys, Keys]:
    at = keys.index(verb)
    return frozenset(keys[:at]), frozenset(keys[at + 1 :])


def crossed(claim: str, said: Sequence[str], otherwise: Mapping[str, str]) -> bool:
    """Whether two parts of a claim have words of two parts of a sentence each: “wash A and paint B”."""
    ours = _parts(claim, otherwise)
    if len(ours) < 2:
        return False
    for sentence in said:
        theirs = _parts(sentence, {})
        for one, other in permutations(range(len(theirs)), 2):
            first, second = theirs[one] - theirs[other], theirs[other] - theirs[one]
            if any(
                left & first and left & second and right & first and right & second
                for left, right in permutations(ours, 2)
            ):
                return True
    return False


def _parts(text: str, otherwise: Mapping[str, str]) -> list[Keys]:
    parts = [
        frozenset(otherwise.get(each.key, each.key) for each in terms(part))
        for part in PARTS.split(text.lower())
    ]
    return [part for part in parts if len(part) > 1]


def told_backwards(claim: str, said: Sequence[str], otherwise: Mapping[str, str]) -> bool:
    """Whether “A before B” is told of what speech tells in the order B, then A."""
    known = lexicon()
    found = raw(known.earlier_later).search(claim.lower())
    if not found or any(raw(known.earlier_later).search(each.lower()) for each in said):
        return False
    left, right = claim[: found.start()], claim[found.end() :]
    if not tokens(left):
        left, _, right = right.partition(",")
        left, right = right, left
    if found[0] in ("after", "following"):
        left, right = right, left
    places = [_place(side, said, otherwise) for side in (left, right)]
    if None in places or places[0] == places[1]:
        return False
    first, last = sorted(int(place) for place in places if place is not None)
    follows = any(pattern(known.then).search(each.lower()) for each in said[first + 1 : last + 1])
    return follows and places[0] == last


def _place(side: str, said: Sequence[str], otherwise: Mapping[str, str]) -> int | None:
    """The sentence that has most of a side's words."""
    about = {otherwise.get(each.key, each.key) for each in terms(side)}
    shared = [len(about & {each.key for each in terms(sentence)}) for sentence in said]
    best = max(shared, default=0)
    return shared.index(best) if best else None
