"""What takes back a part of what is said: tried, forgot, almost, not all, only when, “…, isn't it?”.

A claim that has what was said under such a word needs one of the same kind too, or says that it is not so.
"""

import re
from collections.abc import Sequence
from functools import cache

from agent.minutes.claims.claim_lexicon import pattern, raw
from agent.minutes.claims.clauses import Clause, clauses, is_denial
from agent.minutes.claims.hearing import Hearing
from agent.minutes.claims.lexicons import lexicon
from agent.minutes.claims.quantities import is_figure
from agent.minutes.claims.reservation_words import RESERVATIONS, Reservations
from agent.minutes.claims.same_meaning import INQUIRIES, is_task
from agent.minutes.claims.terms import terms
from agent.minutes.claims.word_slots import articles
from agent.minutes.spoken_language import language
from agent.minutes.text_normalization import tokens
from agent.minutes.transcript_lines import TranscriptLine

AND = re.compile(r"\b(?:and|und|et|y|e|en)\b")
STEM = 4
"""Letters that the forms of an irregular verb share: abrir, abrió."""
REACH = 6
"""Number of words after one of reservation that it applies to."""


def is_reserved(heard: Hearing, ours: Clause, theirs: Clause, line: TranscriptLine) -> bool:
    """Whether a clause was said with a reservation that the claim leaves out."""
    known = RESERVATIONS.get(language.get())
    if known is None or heard.statement.act in INQUIRIES or is_task(heard.statement):
        return False
    denies = is_denial(heard.known, tokens(ours.text))
    negative = denies or raw(heard.known.negative).search(ours.text)
    if _leaves_out(known.undone, ours, theirs) and not negative:
        return True
    if _leaves_out(known.intended, ours, theirs) and ours.modality == {"past"}:
        return True
    is_most = pattern(heard.known.most).search(ours.text)
    if not is_most and (
        _quantity_differs(known, ours, theirs) or _is_almost(known, ours, theirs, denies=denies)
    ):
        return True
    return _leaves_open(known, heard, ours, theirs, line)


def _is_almost(known: Reservations, ours: Clause, theirs: Clause, *, denies: bool) -> bool:
    return not denies and _leaves_out(known.almost, ours, theirs)


def _leaves_out(words: str, ours: Clause, theirs: Clause) -> bool:
    """Whether a claim has none of the words under which a word of it stands in speech."""
    if pattern(words).search(ours.sentence):
        return False
    for found in pattern(words).finditer(theirs.text):
        rest = theirs.text[found.end() :]
        after = tokens(rest)[:REACH]
        if not _is_measure(after) and _shares(ours, " ".join(after)) and not _is_done_after(rest):
            return True
    return _ends_with(words, ours, theirs)


def _is_measure(words: Sequence[str]) -> bool:
    """Whether words begin with a figure: “zehn Gäste”, “einen Meter”."""
    first = next((word for word in words[:2] if word not in articles(language.get())), "")
    return is_figure(first)


def _is_done_after(text: str) -> bool:
    """Whether the deed that was tried is told to be done, of nothing else: “abrir la puerta y se abrió”."""
    deed, *rest = AND.split(text, maxsplit=1)
    again = "".join(rest)
    if not terms(again) or is_denial(lexicon(), tokens(again)):
        return False
    tried, forms = _stems(deed), set(tokens(again)) - set(tokens(deed))
    return _stems(again) <= tried and any(form[:STEM] in tried for form in forms)


def _stems(text: str) -> frozenset[str]:
    return frozenset(each.key[:STEM] for each in terms(text))


def _ends_with(words: str, ours: Clause, theirs: Clause) -> bool:
    """Whether the deed stands in the clause after that word: “hat vergessen, das Tor zu schließen”."""
    before, _, rest = theirs.sentence.partition(theirs.text)
    for part, after in ((theirs.text, rest), (before, theirs.text)):
        found = list(pattern(words).finditer(part))
        if found and not terms(part[found[-1].end() :]) and _shares(ours, " ".join(tokens(after)[:REACH])):
            return True
    return False


def _shares(ours: Clause, text: str) -> bool:
    return not ours.keys.isdisjoint(each.key for each in terms(text))


def _quantity_differs(known: Reservations, ours: Clause, theirs: Clause) -> bool:
    low, said = ours.text, theirs.text
    if _has(known.not_all, said) and not _has(known.not_all, low) and _has(known.none, low):
        return True
    if _has(known.part, said) and not _has(known.part, low) and _has(known.whole, low):
        return not _has(known.whole, said)
    return _has(known.exact, low) and not _has(known.exact, said) and _has(known.rough, said)


def _leaves_open(
    known: Reservations, heard: Hearing, ours: Clause, theirs: Clause, line: TranscriptLine
) -> bool:
    """Whether it holds only then, or not, or was asked for, and the claim states it."""
    stated = heard.statement.text.lower()
    told = ours.condition or ours.conditional or _has(known.only_when, stated)
    happened = theirs.modality == {"past"} and not theirs.conditional
    if _has(known.only_when, theirs.sentence) and not told and not happened:
        return not pattern(heard.known.only).search(stated)
    if _is_otherwise(known, theirs, line) and not told and not _has(known.otherwise, stated):
        return True
    if _has(known.untrue, theirs.sentence) and not _has(known.untrue, stated):
        return not is_denial(heard.known, tokens(stated))
    asks = re.search(rf"(?<!\w)(?:{known.tag})", theirs.sentence.strip())
    return asks is not None and heard.statement.act != "says" and not heard.is_assented(line)


def _is_otherwise(known: Reservations, theirs: Clause, line: TranscriptLine) -> bool:
    """Whether a clause holds only if what was said right before it does not: “pay, otherwise they …”."""
    if not (_has(known.otherwise, theirs.text) and _has(known.otherwise, theirs.sentence)):
        return False
    before = clauses(line.text)
    return theirs in before and before.index(theirs) > 0


def _has(words: str, text: str) -> bool:
    return _whole(words).search(text) is not None


@cache
def _whole(words: str) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)")
