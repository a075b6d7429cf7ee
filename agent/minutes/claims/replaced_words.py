"""Whether a claim has an unsaid noun or adjective where speech has another: “the red car” for “the blue car”.

Telling freely leaves words out and adds some; a word in the place of another tells of another thing.
"""

from collections.abc import Mapping

from agent.minutes.claims.clauses import Clause
from agent.minutes.claims.hearing import Hearing, heard_keys
from agent.minutes.claims.lexicons import lexicon
from agent.minutes.claims.units import UNITS
from agent.minutes.claims.word_order import known_verbs, verbs
from agent.minutes.claims.word_slots import REFERRING, Slot, slots

SHARED = 0.5
"""From this share of words in common on two clauses tell of the same."""


def replaced(heard: Hearing, ours: Clause, theirs: Clause) -> bool:
    """Whether an unsaid word of the claim's clause stands in the place of one that was said instead.

    What somebody else said before lends a clause what it refers to, and no word for one of its own.
    """
    about = ours.keys & heard.about
    missing, done = about - heard_keys((heard.said,)), verbs(ours)
    if not missing or len(about & theirs.keys) < SHARED * len(about):
        return False
    said = [slot for slot in slots(theirs.text) if slot.key not in ours.keys and slot.key in theirs.keys]
    return any(
        _is_alike(mine, its, heard.otherwise)
        for mine in slots(ours.text)
        if mine.key in missing and (mine.article or mine.key not in done)
        for its in said
        if mine.key not in heard.context or REFERRING.isdisjoint(its.article.split())
    )


def _is_alike(mine: Slot, its: Slot, as_heard: Mapping[str, str]) -> bool:
    """Whether two words stand in the same place: after the same preposition, or beside the same word."""
    if its.word in mine.word or mine.word in its.word or UNITS.get(its.word):
        return False  # a part of a compound; “last year's” for “old”
    before = mine.before and as_heard.get(mine.before, mine.before) == its.before
    after = mine.after and as_heard.get(mine.after, mine.after) == its.after
    leads = before or (mine.preposition and mine.preposition == its.preposition)
    if _is_verb(mine) or _is_verb(its):
        return bool(leads and after and lexicon().reads_grammar)
    return bool(leads or after)


def _is_verb(slot: Slot) -> bool:
    """Whether the word may be a verb: known as one, or its object follows; no article precedes it."""
    if slot.article or slot.preposition:
        return False
    return slot.precedes_article or slot.key in known_verbs()
