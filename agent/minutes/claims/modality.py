"""Whether two clauses are equally sure: done, settled, to be done, possible, wished or supposed."""

import re

from agent.minutes.claims.claim_lexicon import ClaimLexicon, listed, pattern
from agent.minutes.claims.clauses import Clause
from agent.minutes.claims.hearing import Hearing
from agent.minutes.claims.same_meaning import INQUIRIES, has_condition, is_task
from agent.minutes.claims.terms import key, terms
from agent.minutes.claims.word_order import verbs
from agent.minutes.spoken_language import spoken_tables
from agent.minutes.text_normalization import tokens
from agent.minutes.transcript_lines import TranscriptLine

MODAL_REACH = 8
"""Number of words after one of modality that it may apply to."""
OPEN = frozenset(("might", "could", "would", "should", "want"))
"""Kinds of modality of what may not happen."""
NO_FACT = OPEN | {"must", "will", "propose"}
GOVERNED = re.compile(
    r"(?:[ ,]+(?:be|been|being|have|not|also|only|to|an?|the|i|we|you|they|it|\w+ly)\b)*[ ,]+([\w'-]+)"
)
"""The first word after one of modality that it applies to."""
PROPOSED = frozenset(("propose", "should", "could"))
"""Kinds of modality of what is decided by assent."""


def same_modality(heard: Hearing, ours: Clause, theirs: Clause, line: TranscriptLine) -> bool:
    """Whether a clause of the claim is as sure, and as far done, as one that was said."""
    asked = theirs.question or theirs.request
    if not heard.known.reads_grammar:
        unsure, is_done = pattern(heard.known.unsure), pattern(heard.known.is_done)
        if is_done.search(ours.text) and not is_done.search(theirs.text):
            return not (asked or pattern(heard.known.to_be_done).search(theirs.text))
        return asked or bool(unsure.search(ours.text)) or not unsure.search(theirs.text)
    if heard.statement.act in INQUIRIES | {"offers"} or is_task(heard.statement):
        return True
    if "might" in ours.modality and (asked or theirs.modality & {"will", "must"}):
        return not asked and bool(theirs.modality & (OPEN | {"likely", "can", "propose"}))
    if heard.statement.act == "decides":
        may_be = asked or bool(theirs.modality & PROPOSED)
        return _is_decided(theirs) or (may_be and heard.is_assented(line))
    if "past" in ours.modality and asked:
        return "past" in theirs.modality
    if asked and ours.modality & {"fact", "will", "can"}:
        return True  # assented to, as seen already
    if theirs.modality & PROPOSED and "past" not in ours.modality and heard.is_assented(line):
        return True
    return _is_as_sure(heard, ours, theirs)


def _is_as_sure(heard: Hearing, ours: Clause, theirs: Clause) -> bool:
    if verbs(ours) and verbs(ours) <= frozenset(map(key, listed(heard.known.discussed))):
        return True  # that it was discussed or suggested, not that it is so
    if ours.modality == {"fact"}:
        return has_condition(heard) or not _governed(heard.known, theirs) & ours.keys
    shared = ours.keys & theirs.keys
    mine, its = (_said_of(heard.known, each, shared) for each in (ours, theirs))
    if theirs.reporter and "would" in its:
        its |= {"will"}  # “they'd fix it” was said to be told
    if not mine & OPEN and its & OPEN and mine & {"fact", "past", "will"} and not mine & its:
        return False
    return any(kind in its for meant in mine for kind in heard.known.agrees.get(meant, meant).split())


def _governed(known: ClaimLexicon, clause: Clause) -> frozenset[str]:
    """Keys of the words right after one of modality by which the clause states no fact."""
    found = set[str]()
    for kind in clause.modality & NO_FACT:
        for match in pattern(known.modals[kind]).finditer(clause.text):
            after = GOVERNED.match(clause.text[match.end() :])
            found |= {each.key for each in terms(after[1])} if after else set()
    return frozenset(found)


def _is_decided(theirs: Clause) -> bool:
    """Whether a clause settles something: “let's”, “we will”, “we keep it”."""
    if theirs.modality & {"propose", "will", "must", "should"}:
        return True
    return bool(theirs.modality & {"fact", "past"}) and (
        "we" in tokens(theirs.text) or bool(spoken_tables().decided.search(theirs.sentence))
    )


def _said_of(known: ClaimLexicon, clause: Clause, shared: frozenset[str]) -> frozenset[str]:
    """Kinds of modality that are expressed closely before a word that both clauses have."""
    kinds = clause.modality - {"stance"} or clause.modality
    near = set[str]()
    for kind in kinds & known.modals.keys():
        for match in pattern(known.modals[kind]).finditer(clause.text):
            after = " ".join(clause.text[match.start() :].split()[: MODAL_REACH + 1])
            before = " ".join(clause.text[: match.start()].split()[-2:])
            if not shared.isdisjoint(each.key for each in terms(f"{before} {after}")):
                near.add(kind)
    return frozenset(near) or (kinds - known.modals.keys()) or kinds
