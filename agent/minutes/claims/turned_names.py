"""Whether two people of a claim have changed places about a deed, where no grammar is known."""

import re

from agent.minutes.claims.claim_lexicon import listed
from agent.minutes.claims.clauses import Clause
from agent.minutes.claims.hearing import Hearing
from agent.minutes.claims.lexicons import lexicon
from agent.minutes.claims.quantities import is_figure
from agent.minutes.claims.terms import terms
from agent.minutes.claims.units import UNITS
from agent.minutes.claims.word_slots import articles, prepositions
from agent.minutes.spoken_language import language, spoken_tables
from agent.minutes.text_normalization import tokens

BY = "von durch par por pelo pela da dal dalla door"
"""Before who does it, where it is told of who undergoes it."""
WORDS = re.compile(r"[^\W_]+|[^\w\s]")
CAPITAL = re.compile(r"[A-ZÀ-Ý][^\W\d_]+")
DAYS = "montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag"
ADJECTIVE = ("e", "en", "er", "es", "em")
"""Endings of a German adjective between an article and its noun."""
WITH = "mit avec con com met"
MEET = re.compile(r"\b(?:ge)?(?:rencontr|treff|trifft|traf|troffen|incontr|ontmoet|heirat|épous)")
"""Begins verbs of what two people do to each other alike."""
MUTUAL = re.compile(
    rf"{MEET.pattern}|\b(?:ge)?(?:sprech|sprich|sprach|sproch|rede|stritt|streit|telefon|parl|discut|disput|"
    r"habl|reun|encontr|litig|discuss|fal[aoe]|convers|praat|sprak|sprok|overleg)"
)
BETWEEN = re.compile(r"[,;:?!]")


def names_turned(heard: Hearing, ours: Clause, theirs: Clause) -> bool:
    """Whether a claim's clause names two people in the other order around the same deed."""
    if lexicon().reads_grammar:
        return False
    called = _names(heard.statement.text) & _names(heard.said)
    return any(
        not _may_turn(ours.text, theirs.text, one, other)
        and (mine := _deed(ours.text, one, other))
        and (its := _deed(theirs.text, other, one))
        and mine & its
        for one in called
        for other in called - {one}
    )


def _names(text: str) -> frozenset[str]:
    """Words with a capital that are no measures and no nouns after an article: names, and the first word."""
    words = WORDS.findall(text)
    low = ["", "", *map(str.lower, words)]
    unnamed = spoken_tables().stopwords | listed(DAYS) | UNITS.keys()
    return frozenset(
        word.lower()
        for word, before, earlier in zip(words, low[1:], low, strict=False)
        if CAPITAL.fullmatch(word) and word.lower() not in unnamed and not _is_before_noun(earlier, before)
    )


def _is_before_noun(earlier: str, before: str) -> bool:
    """Whether a noun, not a name, follows two words: “die neue”, “zehn”."""
    known = articles(language.get())
    described = language.get() == "de" and before.endswith(ADJECTIVE) and earlier in known
    return before in known or is_figure(before) or described


def _may_turn(mine: str, its: str, one: str, other: str) -> bool:
    """Whether two names have the same prepositions in both texts, or do something with each other."""
    ours, theirs = ((_role(text, one), _role(text, other)) for text in (mine, its))
    if ours == theirs:
        return any(ours) or bool(MEET.search(mine) and MEET.search(its))
    with_each_other = any({role, ""} == set(ours) == set(theirs) for role in listed(WITH))
    return with_each_other and bool(MUTUAL.search(mine) and MUTUAL.search(its))


def _role(text: str, name: str) -> str:
    """The preposition right before a name in its plain form; empty if none."""
    words = tokens(text)
    before = words[words.index(name) - 1] if name in words[1:] else ""
    return prepositions(language.get()).get(before, "")


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
