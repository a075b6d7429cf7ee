"""Whether a statement is borne out: its words were said, and the clause nearest to it means the same."""

from collections.abc import Sequence

from agent.minutes.claims.agreement import agrees
from agent.minutes.claims.claim_lexicon import listed, pattern, raw
from agent.minutes.claims.clauses import Clause, clauses, is_denial
from agent.minutes.claims.hearing import Hearing, covers, hear, heard_keys
from agent.minutes.claims.modality import same_modality
from agent.minutes.claims.opposites import all_keys, opposed, paired_otherwise
from agent.minutes.claims.polarity import same_polarity
from agent.minutes.claims.quantities import numbers_in, quantities
from agent.minutes.claims.replaced_words import replaced
from agent.minutes.claims.reservations import is_reserved
from agent.minutes.claims.same_meaning import (
    dissents,
    same_figures,
    same_quantifiers,
    same_status,
    same_subject,
)
from agent.minutes.claims.statements import Statement
from agent.minutes.claims.turned_names import names_turned
from agent.minutes.claims.word_order import turned_round, verbs
from agent.minutes.spoken_language import spoken_tables
from agent.minutes.text_normalization import tokens
from agent.minutes.transcript_lines import MeetingSpeech, TranscriptLine, first_name

LONG_ANSWER = 6
"""With more words a statement is compared with whole sentences."""
VERB_WEIGHT = 3
"""A clause with what is done is nearer than one with another word."""
SMALL_WORDS_SHARE = 0.6
"""Of a statement without content words, this share of all words must be said: “they had talked about it”."""


def bearing(
    statement: Statement,
    lines: Sequence[TranscriptLine],
    spoken: MeetingSpeech,
    names: tuple[str, ...],
    share: float,
) -> TranscriptLine | None:
    """The line that bears the statement out; None if none does."""
    heard = hear(statement, lines, spoken, names)
    if heard is None or dissents(heard):
        return None
    if not heard.about and numbers_in(statement.text):
        return _counting_line(heard) if agrees(heard) else None
    if not heard.about:
        return _small_words(heard) if agrees(heard) else None
    if not covers(heard, share) or not agrees(heard) or _denied_only(heard) or not _is_done(heard):
        return None
    return _best_line(heard)


def _counting_line(heard: Hearing) -> TranscriptLine | None:
    """The line that has the numbers of a statement without content, and denies if the statement does."""
    denies = is_denial(heard.known, tokens(heard.statement.text))
    wanted = numbers_in(heard.statement.text)
    for line, clause in heard.clauses:
        if wanted & numbers_in(clause.text) and denies == is_denial(heard.known, tokens(clause.text)):
            return line
    return None


def _small_words(heard: Hearing) -> TranscriptLine | None:
    """The line that says yes or no, or most of the words of a statement without content."""
    known, words = heard.known, tokens(heard.statement.text)
    denies = is_denial(known, words)
    for line, clause in heard.clauses:
        said = tokens(clause.sentence if len(words) > LONG_ANSWER else clause.text)
        if denies != is_denial(known, said):
            continue
        if heard.statement.act == "asks" and not (clause.question or clause.request):
            continue
        answers = bool(spoken_tables().assent.search(clause.text)) or said[:1] == ["no"]
        shared = len(set(words) & set(said))
        if shared >= SMALL_WORDS_SHARE * len(words) or (len(words) <= 2 and answers):
            return line
    return None


def _denied_only(heard: Hearing) -> bool:
    """Whether a word that the statement affirms is only denied in what was heard."""
    only = pattern(heard.known.only)
    if only.search(heard.statement.text.lower()) and only.search(heard.said.lower()):
        return False
    if pattern(heard.known.few).search(heard.statement.text.lower()):
        return False
    denied, affirmed = set[str](), set[str]()
    for _, clause in heard.clauses:
        denied |= clause.negated
        affirmed |= clause.keys - clause.negated
    ours = [
        each
        for each in map(heard.as_heard, clauses(heard.statement.text))
        if not raw(heard.known.negative).search(each.text)
    ]
    if any((verbs(clause) - clause.negated) & denied - affirmed for clause in ours):
        return True
    return any(
        (clause.keys - clause.negated) & heard.about & denied - affirmed
        for clause in ours
        if not clause.negated
    )


def _is_done(heard: Hearing) -> bool:
    """Whether what the statement says is done, or is the case, was said, be it in other words."""
    spoken = heard_keys((heard.said,)) | heard.context
    for ours in map(heard.as_heard, clauses(heard.statement.text)):
        missing = verbs(ours) & heard.about - spoken
        if any(each.key in missing and not _only_tells(heard, each.word, ours) for each in ours.terms):
            return False
    return True


def _only_tells(heard: Hearing, word: str, ours: Clause) -> bool:
    """Whether a word tells how somebody thinks or speaks, or denies what is denied in other words."""
    known = heard.known
    if word in listed(known.light):
        return True
    tells = any(word in listed(getattr(known, act)) for act in ("says", "asks", "offers", "proposes"))
    forms = (word, word.removesuffix("d"), word.removesuffix("ed"), word + "s")
    stance = "stance" in known.modals and any(map(pattern(known.modals["stance"]).fullmatch, forms))
    denied = bool(ours.negated) and any(clause.negated for _, clause in heard.clauses)
    return tells or stance or denied


def _best_line(heard: Hearing) -> TranscriptLine | None:
    """The line with the clause that the statement's is nearest to, if each of these means the same."""
    best: TranscriptLine | None = None
    for ours in map(heard.as_heard, clauses(heard.statement.text)):
        near = _nearest(ours, heard)
        fitting = [line for line, theirs in near if _fits(heard, ours, theirs, line)]
        if near and not fitting:
            return None
        best = best or next(iter(fitting), None)
    return best or heard.lines[0]


def _nearest(ours: Clause, heard: Hearing) -> list[tuple[TranscriptLine, Clause]]:
    """The clauses that share most with ours: words, and then numbers."""
    wanted = ours.keys & heard.about
    numbers = {each.key[0] for each in quantities(ours.text)}
    done = verbs(ours) & wanted
    scored = [
        (
            2 * len(wanted & theirs.keys)
            + VERB_WEIGHT * len(done & theirs.keys)
            + len(numbers & {each.key[0] for each in quantities(theirs.text)})
            + len(wanted & _antecedent(heard, at) - theirs.keys),
            at,
        )
        for at, (_, theirs) in enumerate(heard.clauses)
    ]
    most = max((score for score, _ in scored), default=0)
    return [heard.clauses[at] for score, at in scored if score == most and most > 0]


def _antecedent(heard: Hearing, at: int) -> frozenset[str]:
    """Keys of the clause before one that begins with a pronoun, as “It might be yellow” does."""
    begins = raw(heard.known.anaphora).match(heard.clauses[at][1].text)
    return heard.clauses[at - 1][1].keys if at and begins else frozenset()


def _fits(heard: Hearing, ours: Clause, theirs: Clause, line: TranscriptLine) -> bool:
    """Whether a clause of the claim and one of a line mean the same, as far as their words tell."""
    return (
        same_status(heard, ours, theirs, line)
        and same_subject(heard, ours, theirs, line)
        and same_figures(heard, ours, theirs)
        and same_modality(heard, ours, theirs, line)
        and same_polarity(heard, ours, theirs)
        and same_quantifiers(heard, ours, theirs)
        and not turned_round(ours, theirs, first_name(line.speaker))
        and not names_turned(heard, ours, theirs)
        and not paired_otherwise(ours.text, heard.said)
        and not replaced(heard, ours, theirs)
        and not is_reserved(heard, ours, theirs, line)
        and not opposed(all_keys(ours.text) - ours.negated, theirs.sentence, theirs.negated)
    )
