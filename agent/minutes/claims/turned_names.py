"""Whether two people of a claim have changed places about a deed, where no grammar is known."""

import re

from agent.minutes.claims.claim_lexicon import listed
from agent.minutes.claims.clauses import Clause
from agent.minutes.claims.hearing import Hearing
from agent.minutes.claims.lexicons import lexicon
from agent.minutes.claims.terms import terms
from agent.minutes.claims.word_slots import articles
from agent.minutes.spoken_language import language, spoken_tables
from agent.minutes.text_normalization import tokens

BY = "von durch par por pelo pela da dal dalla door"
"""Before who does it, where it is told of who undergoes it."""
CAPITAL = re.compile(r"(?:([^\W\d_]+) )?\b([A-ZÀ-Ý][^\W\d_]+)")
BETWEEN = re.compile(r"[,;:?!]")


def names_turned(heard: Hearing, ours: Clause, theirs: Clause) -> bool:
    """Whether a claim's clause names two people in the other order around the same deed."""
    if lexicon().reads_grammar:
        return False
    called = _names(heard.statement.text) & _names(heard.said)
    return any(
        (mine := _deed(ours.text, one, other)) and (its := _deed(theirs.text, other, one)) and mine & its
        for one in called
        for other in called - {one}
    )


def _names(text: str) -> frozenset[str]:
    """Words with a capital that no article precedes, as German nouns have: names, and the first word."""
    known = articles(language.get())
    words = CAPITAL.findall(text)
    return frozenset(
        word.lower()
        for before, word in words
        if before.lower() not in known and word.lower() not in spoken_tables().stopwords
    )


def _deed(text: str, one: str, other: str) -> frozenset[str]:
    """Keys of what is said of two people, one named before the other; nothing if it may be turned round."""
    words = tokens(text)
    if one not in words or other not in words or words.index(one) > words.index(other):
        return frozenset()
    between = re.search(rf"(?<!\w){re.escape(one)}(?!\w)(.*?)(?<!\w){re.escape(other)}(?!\w)", text)
    if between is None or BETWEEN.search(between[1]) or not listed(BY).isdisjoint(tokens(between[1])):
        return frozenset()
    if not listed("und et y e en i oder ou o of").isdisjoint(tokens(between[1])):
        return frozenset()
    return frozenset(each.key for each in terms(text)) - {each.key for each in terms(f"{one} {other}")}
