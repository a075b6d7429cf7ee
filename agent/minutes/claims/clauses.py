"""Divides what was said into clauses and tells of each how it was meant: asserted, asked, hoped, denied."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from agent.minutes.claims.claim_lexicon import ClaimLexicon, listed, pattern, raw
from agent.minutes.claims.lexicons import lexicon
from agent.minutes.claims.terms import Term, terms
from agent.minutes.spoken_language import language, spoken_tables
from agent.minutes.text_normalization import sentences

LIST_WORDS = 5
"""Maximum number of words of an item of a list."""
CONDITION_REACH = 4
"""Number of clauses after a condition that may depend on it."""
NEGATION_REACH = 8
"""Number of words after a negation that it may apply to."""
KOREAN_DENIAL = re.compile(r"지 (?:않|못|마)|(?<![가-힣])(?:안|못) [가-힣]|(?<![가-힣])없[가-힣]")
OTHER_REPORTER = re.compile(
    r"(?:^(?:(?:and|but|so|because|well|yes|yeah|no|as|that|then) )*|\b(?:the|our|my|a|their|his|her) )"
    r"(?P<who>[^\W\d_]+)(?: (?:from|of|at|in) (?:the )?\w+)? (?:\w+ly |also |just |already |all |has "
    r"|have |had )?$"
    r"|\b(?P<they>he|she|they) (?:\w+ly |also |just |already |all |has |have |had )?$"
)
"""Whoever says something, just before the verb."""


@dataclass(frozen=True, slots=True)
class Clause:
    """A stretch of one sentence."""

    text: str
    """In lower case."""
    sentence: str
    terms: tuple[Term, ...]
    negated: frozenset[str]
    """Keys of the terms that a negation applies to."""
    modality: frozenset[str]
    """Kinds of modality; "fact" or "past" if none is expressed."""
    question: bool
    condition: bool
    """A condition itself."""
    conditional: bool
    """Holds only under a condition named in the sentence."""
    hypothetical: bool
    reporter: str
    """Who else is told to have said it: a word; empty if the speaker says it."""
    request: bool
    instruction: bool

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(term.key for term in self.terms)


def clauses(text: str) -> tuple[Clause, ...]:
    """The clauses of a text in the spoken language."""
    return _clauses(text, language.get())


@lru_cache(maxsize=4096)
def _clauses(text: str, _language: str) -> tuple[Clause, ...]:
    known = lexicon()
    found: list[Clause] = []
    told = False
    for sentence in sentences(text):
        low = " ".join(sentence.lower().replace("’", "'").split())
        instruction = bool(raw(known.instruction).search(low))
        told = told or instruction
        found.extend(_with_denied(_of_sentence(known, low, instruction=told)))
    return tuple(found)


def _with_denied(of_sentence: Iterable[Clause]) -> list[Clause]:
    """Deny a clause that one without content denies: “…, but I didn't”."""
    found: list[Clause] = []
    for clause in of_sentence:
        if not clause.terms and found and clause.text.rstrip(".!").endswith("n't"):
            past = frozenset({"past"}) if "did" in clause.text else found[-1].modality
            found[-1] = replace(found[-1], negated=found[-1].keys, modality=past)
        elif (
            found
            and found[-1].text.startswith(("not ", "nor "))
            and not raw(lexicon().stands).match(clause.text)
        ):
            clause = _listed_on(found[-1], clause)
        found.append(clause)
    return found


def _listed_on(denied: Clause, clause: Clause) -> Clause:
    """Deny what goes on with a list that a negation begins: “not the radio, the heater or the fan”."""
    if len(clause.text.split()) > LIST_WORDS or clause.text.startswith("but"):
        return clause
    return replace(clause, text=f"not {clause.text}", negated=clause.keys, modality=denied.modality)


def _of_sentence(known: ClaimLexicon, low: str, *, instruction: bool) -> Iterator[Clause]:
    question = _is_question(known, low)
    bounds = sorted({0, len(low), *(match.start() for match in raw(known.clause).finditer(low))})
    parts = [low[start:end].strip(" ,;:—–…") for start, end in pairwise(bounds)]
    parts = [part for part in parts if re.search(r"\w", part)]
    mild = bool(raw(known.mild_condition).search(low))
    conditions = [
        not mild and _is_condition(known, part) and not raw(known.whether_before).search(before)
        for before, part in zip(["", *parts], parts, strict=False)
    ]
    reporter, inherited = "", frozenset[str]()
    for at, (part, is_condition) in enumerate(zip(parts, conditions, strict=True)):
        reporter = _reporter(known, part) or (reporter if not _has_first_person(known, part) else "")
        own = _modality(known, part)
        stands = own - {"fact"} or _has_subject(known, part) or raw(known.stands).match(part)
        modality = own if stands or not inherited else inherited
        inherited = modality - {"past", "fact", "stance"}
        yield Clause(
            text=part,
            sentence=low,
            terms=terms(part),
            negated=_negated(known, raw(known.negative_question).sub("", part) if question else part),
            modality=modality,
            question=question,
            condition=is_condition,
            conditional=any(conditions[max(0, at - CONDITION_REACH) : at + 2]) and not is_condition,
            hypothetical=bool(raw(known.hypothetical).search(part)),
            reporter=reporter,
            request=bool(raw(known.request).search(part)),
            instruction=instruction,
        )


def _is_question(known: ClaimLexicon, low: str) -> bool:
    if raw(known.tag).search(low) and not raw(known.question).search(low):
        return False
    if low.rstrip("\"' .").endswith(("?", "？")):
        return True
    if known.reads_grammar:
        return bool(raw(known.question).search(low)) and not low.endswith("!")
    return not low.endswith((".", "!")) and bool(spoken_tables().question.search(low))


def _is_condition(known: ClaimLexicon, part: str) -> bool:
    found = raw(known.condition).search(part)
    return bool(found) and found is not None and found.start() <= max(12, len(part) // 2)


def _has_first_person(known: ClaimLexicon, part: str) -> bool:
    return bool(set(re.findall(r"[\w']+", part)) & listed(known.first))


def _has_subject(known: ClaimLexicon, part: str) -> bool:
    words = re.findall(r"[\w']+", part)[:3]
    return bool(
        set(words) & (listed(known.first) | listed(known.he) | {"it", "there", "the", "you", "this", "that"})
    )


def _modality(known: ClaimLexicon, part: str) -> frozenset[str]:
    kinds = frozenset(kind for kind, words in known.modals.items() if pattern(words).search(part))
    if "might" in kinds and "can" not in kinds:
        kinds -= {"will"}
    if kinds - {"stance"}:
        return kinds
    return kinds | {"past" if pattern(known.past).search(part) else "stance" if kinds else "fact"}


def _reporter(known: ClaimLexicon, part: str) -> str:
    """The word for the other person who is told to have said it."""
    if hearsay := raw(known.hearsay).search(part):
        return hearsay[0]
    if not known.reads_grammar:
        return ""
    for verb in pattern(known.report).finditer(part):
        before = OTHER_REPORTER.search(part[: verb.start()])
        who = (before["who"] or before["they"]) if before else ""
        mine = listed(known.not_reporters) | listed(known.negations) | listed(known.first)
        if who and who not in mine and "'" not in who:
            return who
    return ""


def _negated(known: ClaimLexicon, part: str) -> frozenset[str]:
    """Keys of terms that follow a negation closely; one that denies itself is affirmed by it."""
    cleared = raw(known.not_negations).sub(" ", part)
    if KOREAN_DENIAL.search(part):
        return frozenset(term.key for term in terms(part))
    denied: set[str] = set()
    reach = 0
    for token in re.findall(r"[^\W_]+(?:['-][^\W_]+)*|[%€$£]", cleared):
        negates = token in listed(known.negations) or token.endswith("n't")
        denied |= {term.key for term in terms(token) if (reach > 0 and not negates) != term.negative}
        reach = NEGATION_REACH if negates else max(0, reach - 1)
    return frozenset(denied)


def is_denial(known: ClaimLexicon, words: Collection[str]) -> bool:
    """Whether a word of negation is among the words."""
    return not listed(known.negations).isdisjoint(words) or any(word.endswith("n't") for word in words)
