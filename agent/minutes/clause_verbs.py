"""English: where a run of words is a clause, not a phrase: “the queue fills when it rains”."""

from agent.minutes.language_tables import NUMBER_WORDS, SCALES, words
from agent.minutes.no_nouns import VERBS
from agent.minutes.spoken_language import spoken_tables

AFTER_VERBS = (
    frozenset(words("when because while until whenever if the a an")) | NUMBER_WORDS.keys() | SCALES.keys()
)
"""Words that seldom follow two nouns, and often a subject and its verb."""
STATING = frozenset(
    words(
        "show prove reveal indicate confirm predict argue claim state hope fear warn complain insist estimate"
    )
)


def ends_in_verb(before: str, word: str, after: str) -> bool:
    """Whether a word is the verb of the noun before it, by how the two agree and what follows."""
    word, before = word.lower(), before.lower()
    if _has_s(word) == _has_s(before):
        return False
    if after == "that":
        known = spoken_tables()
        return word.removesuffix("s") in VERBS | STATING | known.work | known.maybe_work
    return after in AFTER_VERBS or after[:1].isdigit()


def _has_s(word: str) -> bool:
    return word.endswith("s") and not word.endswith("ss")
