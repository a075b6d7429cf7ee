"""Whether two clauses both deny or both affirm."""

from agent.minutes.claims.claim_lexicon import ClaimLexicon, listed, raw
from agent.minutes.claims.clauses import Clause, is_denial
from agent.minutes.claims.figure_roles import same_changes
from agent.minutes.claims.hearing import Hearing
from agent.minutes.claims.terms import terms
from agent.minutes.claims.word_order import verbs
from agent.minutes.text_normalization import tokens


def same_polarity(heard: Hearing, ours: Clause, theirs: Clause) -> bool:
    """Whether a negation is in both, on a word that both have, or in neither."""
    negative = raw(heard.known.negative)
    shared = ours.keys & theirs.keys
    done = verbs(ours) & theirs.keys
    if (done - ours.negated) & theirs.negated and not negative.search(ours.text):
        return False
    if ours.negated and theirs.negated and not ours.negated & theirs.keys:
        return True
    denies = is_denial(heard.known, tokens(theirs.sentence)) or _has_negative(heard.known, ours, theirs)
    if _denies(heard.known, ours) and not denies and not any(each.negative for each in theirs.terms):
        return False
    if not ours.negated & shared:
        found = negative.search(ours.text)
        return not theirs.negated & shared or (found is not None and found[0] not in theirs.text)
    denied = _denied(heard, theirs)
    if not denied:
        only_replaced = not _denies(heard.known, ours) and same_changes(heard.statement.text, heard.said)
        return denies or only_replaced  # “Monday instead of Friday” for “from Friday to Monday”
    return not ours.negated.isdisjoint(denied)


def _has_negative(known: ClaimLexicon, ours: Clause, theirs: Clause) -> bool:
    """Whether a sentence denies by a word of its own: “we refuse to”, unless the claim has that word."""
    found = raw(known.negative).search(theirs.sentence)
    return found is not None and ours.keys.isdisjoint(each.key for each in terms(found[0]))


def _denies(known: ClaimLexicon, clause: Clause) -> bool:
    """Whether a clause says that something is not so, not only without or instead of what."""
    words = tokens(raw(known.not_negations).sub(" ", clause.text))
    return is_denial(known, [word for word in words if word not in listed(known.mild_negations)])


def _denied(heard: Hearing, theirs: Clause) -> frozenset[str]:
    """Keys that the clauses of a sentence deny."""
    return frozenset[str]().union(
        *(clause.negated for _, clause in heard.clauses if clause.sentence == theirs.sentence)
    )
