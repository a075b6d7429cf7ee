"""Whether two clauses mean the same: as a fact or not, by whom, how surely, how much, denied or affirmed."""

import re

from agent.minutes.claims.claim_lexicon import listed, pattern, raw
from agent.minutes.claims.clauses import Clause
from agent.minutes.claims.figure_roles import implied
from agent.minutes.claims.hearing import Hearing, is_by
from agent.minutes.claims.quantities import numbers_in
from agent.minutes.claims.roles import names_as_subject
from agent.minutes.claims.spoken_days import days_named, same_days
from agent.minutes.claims.statements import OTHER_NAME, Statement
from agent.minutes.claims.word_order import verbs
from agent.minutes.spoken_language import spoken_tables
from agent.minutes.text_normalization import tokens
from agent.minutes.transcript_lines import TranscriptLine, first_name

QUANTIFIERS = ("all", "most", "some", "few", "only")
MYSELF = listed("i i'm i'll i've i'd we we'll we're we've we'd my our mine ours")
OTHERS_DEED = re.compile(r"(?:(?:and|but|so|well|yes) )*(?:the|an?|this|that) [a-z]+ \w+ (?:me|us)\b")
"""Somebody else does something to the speaker: “the builder promised me”."""
INQUIRIES = frozenset(("asks", "requests", "proposes"))


def same_status(heard: Hearing, ours: Clause, theirs: Clause, line: TranscriptLine) -> bool:
    """Whether what the claim asserts was asserted, not asked, supposed, reported by others or dictated."""
    act, work = heard.statement.act, is_task(heard.statement)
    if theirs.instruction and act != "requests":
        return False
    if act in INQUIRIES:
        return _is_inquiry(heard, theirs)
    wished = work and _is_wish(theirs)
    if not ours.question and not wished and _only_asked(heard, theirs, line):
        return False
    if theirs.hypothetical and not ours.hypothetical and "would" not in ours.modality:
        return False
    if theirs.reporter and not _names_reporter(heard, ours, theirs):
        return False
    return work or _same_condition(heard, ours, theirs)


def _is_inquiry(heard: Hearing, theirs: Clause) -> bool:
    """Whether a clause may ask a question, ask for something or propose it, as the statement tells."""
    is_asked = theirs.question or theirs.request
    if heard.statement.act == "asks":
        return is_asked
    takes_on = raw(heard.known.own_task).search(theirs.text) is not None
    return heard.statement.act != "requests" or is_asked or not takes_on


def _only_asked(heard: Hearing, theirs: Clause, line: TranscriptLine) -> bool:
    """Whether a clause is a question or request that nobody says yes to; who asks does not answer."""
    who = heard.statement.who
    if theirs.question and who and is_by(line, who) and heard.statement.act in ("says", "does"):
        return True
    return (theirs.question or theirs.request) and not heard.is_assented(line)


def _same_condition(heard: Hearing, ours: Clause, theirs: Clause) -> bool:
    if has_condition(heard) and (theirs.condition or theirs.conditional):
        return True
    return (theirs.condition == ours.condition or "would" in ours.modality) and (
        not theirs.conditional or _names_condition(heard)
    )


def dissents(heard: Hearing) -> bool:
    """Whether who is told to propose or take on something says that they are against it."""
    text, who = heard.statement.text.lower(), heard.statement.who
    if heard.statement.act not in ("proposes", "offers") or raw(heard.known.against).search(text):
        return False
    return any(
        is_by(line, who) and raw(heard.known.dissent).search(line.text.lower()) for line in heard.lines
    )


def same_figures(heard: Hearing, ours: Clause, theirs: Clause) -> bool:
    """Whether a clause has no other numbers and days than the clause that it is nearest to."""
    mine, its = numbers_in(ours.text), numbers_in(theirs.text) | implied(theirs.text)
    if mine and its and mine.isdisjoint(its):
        return False
    mine, its = days_named(ours.text), days_named(theirs.text)
    return not (mine and its) or not mine.isdisjoint(its) or same_days(ours.text, theirs.text, heard.day)


def _is_wish(theirs: Clause) -> bool:
    """Whether a question is one for something to be done."""
    return theirs.request or bool(spoken_tables().suggested.search(theirs.text))


def _names_condition(heard: Hearing) -> bool:
    """Whether the statement has a condition too, or says that it is open."""
    low, modals = heard.statement.text.lower(), heard.known.modals
    open_ = any(pattern(modals[kind]).search(low) for kind in ("might", "would") if kind in modals)
    return open_ or has_condition(heard)


def has_condition(heard: Hearing) -> bool:
    """Whether the statement names a condition."""
    low = heard.statement.text.lower()
    return bool(raw(heard.known.condition).search(low) or raw(heard.known.depends).search(low))


def _names_reporter(heard: Hearing, ours: Clause, theirs: Clause) -> bool:
    text, reporter = heard.statement.text.lower(), theirs.reporter
    if any(name in tokens(text) and names_as_subject(theirs.text, name) for name in heard.names):
        return True
    if re.search(rf"\b{re.escape(reporter)}\b", text) or ours.reporter:
        return True
    if heard.statement.who and first_name(heard.statement.who) == reporter:
        return True
    return reporter in listed(heard.known.he) and bool(pattern(heard.known.report).search(text))


def is_task(statement: Statement) -> bool:
    """Whether the statement is worded as a task: it begins with a verb of work."""
    words = tokens(statement.text)
    return not statement.act and bool(words) and words[0] in spoken_tables().work


def same_subject(heard: Hearing, ours: Clause, theirs: Clause, line: TranscriptLine) -> bool:
    """Whether the clause is about whom the statement says does it."""
    who, words = heard.statement.who, set(tokens(theirs.text))
    if heard.statement.act == "offers" and is_by(line, who):
        return not theirs.request
    if heard.statement.act != "does":
        return True
    called = first_name(who)
    if not is_by(line, who):
        is_meant = theirs.request or words & (listed(heard.known.he) | {"you"})
        return bool(is_meant) or names_as_subject(theirs.text, called)
    if OTHERS_DEED.match(theirs.text) and not words & MYSELF:
        return False
    if words & listed(heard.known.first):
        return True
    if theirs.request:
        return False
    others = {name for name in heard.names if name not in (who, called) and first_name(name) != called}
    others |= {match[0].lower() for match in OTHER_NAME.finditer(line.text)} - {called, *tokens(who)}
    return not any(names_as_subject(theirs.text, name) for name in others) and not _has_subject(ours, theirs)


def _has_subject(ours: Clause, theirs: Clause) -> bool:
    """Whether what the claim tells first was said of something else: “the minister promised”."""
    keys = [term.key for term in theirs.terms]
    if not ours.terms or ours.terms[0].key not in keys[1:]:
        return False
    before = frozenset(keys[: keys.index(ours.terms[0].key)])
    return ours.terms[0].key in verbs(theirs) and before.isdisjoint(ours.keys)


def same_quantifiers(heard: Hearing, ours: Clause, theirs: Clause) -> bool:
    known = heard.known
    has = {name: bool(pattern(getattr(known, name)).search(ours.text)) for name in QUANTIFIERS}
    said = {name: bool(pattern(getattr(known, name)).search(theirs.sentence)) for name in QUANTIFIERS}
    said["few"] = said["few"] or bool(pattern(known.scarce).search(theirs.sentence))
    said["only"] = said["only"] or bool(pattern(known.just).search(theirs.sentence))
    said["all"] = said["all"] or bool(pattern(known.any).search(theirs.sentence))
    if theirs.question:
        said["some"], said["all"] = said["some"] or said["all"], False
    near = {name: bool(pattern(getattr(known, name)).search(theirs.text)) for name in QUANTIFIERS}
    if has["all"] and not near["all"] and (near["most"] or near["some"] or near["few"] or near["only"]):
        return False
    anyone = bool(pattern(known.any).search(ours.text))
    if anyone and near["only"] and not has["only"]:
        return False
    if any(has[name] and not said[name] for name in ("all", "most", "few", "only")):
        return False
    if (
        has["all"]
        and raw(known.except_).search(theirs.sentence)
        and not raw(known.except_).search(ours.sentence)
    ):
        return False
    return not (has["some"] and not said["some"] and (said["all"] or said["most"]))
