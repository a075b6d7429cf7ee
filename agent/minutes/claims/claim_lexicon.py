"""What the check of claims must know of one language."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

NEVER = r"(?!)"


def groups(table: str) -> tuple[tuple[frozenset[str], ...], ...]:
    """Read a table: rows end with `;`, sides of a row are parted by ` / `, words of a side by commas."""
    return tuple(
        tuple(frozenset(word.strip() for word in side.split(",")) for side in row.split(" / "))
        for row in table.split(";")
    )


@dataclass(frozen=True, eq=False)
class ClaimLexicon:
    """Patterns match whole words in lower case; lists are of words, separated by spaces."""

    negations: str
    mild_negations: str = ""
    """Words of negations that deny no more than the word after them."""
    not_negations: str = NEVER
    """Words of negations that negate nothing."""
    negative: str = NEVER
    """Denies without a word of negation."""
    modals: Mapping[str, str] = field(default_factory=dict)
    """By kind of modality, what expresses it; the last kind whose words are met counts."""
    agrees: Mapping[str, str] = field(default_factory=dict)
    """By kind of modality of a claim, those of what was said that bear it out."""
    past: str = NEVER
    future: str = NEVER
    all: str = NEVER
    most: str = NEVER
    some: str = NEVER
    few: str = NEVER
    scarce: str = NEVER
    """What else may mean few."""
    only: str = NEVER
    just: str = NEVER
    """What else may mean only."""
    unsure: str = NEVER
    """Leaves open whether it is so, where kinds of modality are not told apart."""
    to_be_done: str = NEVER
    """That it is not done yet, and ..."""
    is_done: str = NEVER
    """... that it is, where kinds of modality are not told apart."""
    any: str = NEVER
    """What else may mean all."""
    question: str = NEVER
    """A question without a question mark."""
    negative_question: str = NEVER
    """Begins a question with a negation that denies nothing."""
    tag: str = NEVER
    """A question that asks for agreement with what it states."""
    condition: str = NEVER
    depends: str = NEVER
    """Tells of a condition in other words."""
    whether_before: str = NEVER
    """Before an “if” that means whether."""
    mild_condition: str = NEVER
    """Only politeness."""
    hypothetical: str = NEVER
    report: str = NEVER
    """Verbs of reporting, after their subject."""
    not_reporters: str = ""
    """Words before such a verb that are no other person."""
    hearsay: str = NEVER
    request: str = NEVER
    cause: str = NEVER
    """Between an effect and its cause."""
    contrast: str = NEVER
    link: str = NEVER
    """What may express a cause in speech."""
    instruction: str = NEVER
    """Tells whoever takes the notes, or a machine, what to write: it asserts nothing."""
    passive: str = NEVER
    verb: str = NEVER
    """Has a group “verb”, what is done."""
    then: str = NEVER
    """Tells that something follows what was told before."""
    stands: str = NEVER
    """Begins a clause that takes no modality from the one before."""
    clause: str = r"[;:—–…]|,(?=\s)"
    earlier_later: str = NEVER
    sides: str = NEVER
    """Between two sides that must not be swapped."""
    to: str = ""
    from_: str = ""
    opposites: tuple[tuple[frozenset[str], ...], ...] = ()
    synonyms: tuple[tuple[frozenset[str], ...], ...] = ()
    thesaurus: tuple[tuple[frozenset[str], ...], ...] = ()
    """Words that may stand for each other."""
    phrases: Mapping[str, str] = field(default_factory=dict)
    """By a pattern of several words, the one that they mean."""
    irregular: Mapping[str, str] = field(default_factory=dict)
    says: str = ""
    tells: str = ""
    """Verbs of speech and thought that tell nothing else."""
    asks: str = ""
    offers: str = ""
    proposes: str = ""
    whether: str = NEVER
    decides: str = NEVER
    """That people decide something, before what they decide."""
    is_decided: str = NEVER
    """That something is decided, after what."""
    replaced: str = NEVER
    """Ends right before what no longer holds."""
    own_task: str = NEVER
    """Takes a task on, and asks nobody."""
    he: str = ""
    light: str = ""
    """Words that go with everything and tell nothing."""
    willing: str = NEVER
    """That somebody is willing or able, which is told by modality too."""
    against: str = NEVER
    discussed: str = ""
    """Verbs that tell of talk, whatever came of it."""
    dissent: str = NEVER
    """The speaker is against it."""
    anaphora: str = NEVER
    """Begins a clause about what the one before is about."""
    refers: str = ""
    """Words that refer to what was said before."""
    first: str = ""
    me: str = ""
    names_and_words: str = ""
    """Names that are words too: with a small letter they are none."""
    months: str = ""
    """Those that are months too."""
    same: str = NEVER
    """Agrees with what was said before, without saying it again."""
    does_it: str = NEVER
    """Takes on what was asked before, without saying it again."""
    except_: str = NEVER
    """Takes somebody or something out of all."""
    again: str = ""

    @property
    def reads_grammar(self) -> bool:
        """Whether modality, tense and roles are known, not only negation, questions and conditions."""
        return bool(self.modals)


@cache
def pattern(words: str) -> re.Pattern[str]:
    """Compile alternatives as whole words; an apostrophe may precede them."""
    return re.compile(rf"(?:(?<!\w)|(?='))(?:{words})(?!\w)")


@cache
def raw(words: str) -> re.Pattern[str]:
    """Compile a pattern as it stands."""
    return re.compile(words)


@cache
def listed(words: str) -> frozenset[str]:
    """The words of a list."""
    return frozenset(words.split())
