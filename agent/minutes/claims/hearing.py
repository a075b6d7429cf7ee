"""What was heard of whom a statement is told: their lines, and those that they agree to or take on."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from agent.minutes.claims.alignment import aligned
from agent.minutes.claims.change_direction import agreeing_words
from agent.minutes.claims.claim_lexicon import ClaimLexicon, listed, pattern, raw
from agent.minutes.claims.clauses import Clause, clauses
from agent.minutes.claims.event_order import order_keys
from agent.minutes.claims.figure_roles import relating_keys
from agent.minutes.claims.lexicons import lexicon
from agent.minutes.claims.opposites import all_keys
from agent.minutes.claims.quantities import is_figure, quantities
from agent.minutes.claims.roles import names_as_subject
from agent.minutes.claims.statements import Statement, plain, turned
from agent.minutes.claims.terms import framing, key, terms
from agent.minutes.decisions import assent
from agent.minutes.spoken_language import language, spoken_tables
from agent.minutes.text_normalization import tokens
from agent.minutes.transcript_lines import MeetingSpeech, TranscriptLine, first_name

CONTEXT_LINES = 6
"""At most so many lines before one may hold what it refers to."""
SHORT_LINE = 8
"""A line of at most so many words refers to those before without such a word."""
OWNED = re.compile(r"(?:the )?(?P<who>[\w-]+)['’]s (?P<thing>[\w-]+)", re.IGNORECASE)
MINE = re.compile(r"\b(?:my|our) (?P<thing>[\w-]+)")
CITED_SHARE = 0.33
"""Minimum share of a statement's words that the lines themselves must have."""


@dataclass(frozen=True)
class Hearing:
    """A statement, and the lines that may bear it out."""

    known: ClaimLexicon
    statement: Statement
    names: tuple[str, ...]
    """In lower case, the longest first."""
    lines: tuple[TranscriptLine, ...]
    taken: frozenset[int]
    """Numbers of lines with a question or request that the statement's person takes on."""
    spoken: MeetingSpeech
    about: frozenset[str]
    """Keys of the statement's terms, without people's names and the vocabulary of minutes; a word that was
    said otherwise has the key of what was said."""
    otherwise: Mapping[str, str]
    """By key of such a word, the key of what was said."""
    context: frozenset[str]
    """Keys of what was said right before, to which the lines may refer."""

    @property
    def day(self) -> date:
        return self.spoken.day_of(self.lines[0])

    @property
    def said(self) -> str:
        return " ".join(line.text for line in self.lines)

    @property
    def clauses(self) -> list[tuple[TranscriptLine, Clause]]:
        return [(line, clause) for line in self.lines for clause in clauses(line.text)]

    def as_heard(self, clause: Clause) -> Clause:
        """A clause of the claim with the keys of what was said."""
        terms_ = tuple(replace(each, key=self.otherwise.get(each.key, each.key)) for each in clause.terms)
        negated = frozenset(self.otherwise.get(each, each) for each in clause.negated)
        return replace(clause, terms=terms_, negated=negated)

    def is_assented(self, line: TranscriptLine) -> bool:
        """Whether somebody else says yes to the line."""
        if line.number in self.taken or assent(self.spoken, line) is not None:
            return True
        after = self.spoken.line(line.number + 1)
        tables = spoken_tables()
        return (
            not self.known.reads_grammar
            and after is not None
            and after.who != line.who
            and after in self.lines
            and not tables.declined.search(after.text)
            and "?" not in after.text
            and tables.negations.isdisjoint(tokens(after.text))
            and self._takes_on(after)
        )

    def _takes_on(self, line: TranscriptLine) -> bool:
        """Whether its speaker does something, as who takes on a request says."""
        tables, words = spoken_tables(), set(tokens(line.text))
        own = words & listed(self.known.first) or words & tables.work
        return bool(own or tables.volunteered.search(line.text) or tables.commit.search(line.text))


def hear(
    statement: Statement, lines: Sequence[TranscriptLine], spoken: MeetingSpeech, names: tuple[str, ...]
) -> Hearing | None:
    """Choose what bears on a statement; None if its person neither said it nor is told to do it."""
    known = lexicon()
    own = _lines_of(statement, lines)
    if not own:
        return None
    heard, taken = list(own), set[int]()
    for line in own if statement.act not in ("asks", "requests", "proposes") else ():
        before = [each for each in lines if each.number < line.number]
        low = line.text.lower()
        if before and raw(known.does_it).search(low):
            asked = [
                each for each in before if any(part.question or part.request for part in clauses(each.text))
            ]
            heard += asked[-1:]
            taken |= {each.number for each in asked[-1:]}
        elif (
            before
            and spoken_tables().assent.search(line.text)
            and any(part.question or part.request for part in clauses(before[-1].text))
        ):
            heard.append(before[-1])
            taken.add(before[-1].number)
        elif before and raw(known.same).search(low):
            heard.append(before[-1])
    ordered = tuple(sorted(set(heard), key=lambda line: line.number))
    about, context = _about(statement, spoken), _context(ordered, spoken)
    said = heard_keys(line.text for line in ordered)
    about -= _told_otherwise(statement.text, ordered) - said
    otherwise = {**aligned(about, said), **aligned(about - said, context)}
    about = frozenset(otherwise.get(each, each) for each in about)
    return Hearing(known, statement, names, ordered, frozenset(taken), spoken, about, otherwise, context)


def _told_otherwise(claim: str, lines: Sequence[TranscriptLine]) -> frozenset[str]:
    """Keys of words that are compared for themselves: of order, of a change in the same direction."""
    said = " ".join(line.text for line in lines)
    return agreeing_words(claim, said) | order_keys(claim) | relating_keys(claim)


def _context(lines: Sequence[TranscriptLine], spoken: MeetingSpeech) -> frozenset[str]:
    """Keys of the lines before, where these have a word that refers to something: he, it, that."""
    found = set[str]()
    for line in lines:
        words = tokens(line.text)
        if len(words) <= SHORT_LINE or not listed(lexicon().refers).isdisjoint(words):
            before = spoken.lines[max(0, line.number - 1 - CONTEXT_LINES) : line.number - 1]
            found |= heard_keys(other.text for other in before)
    return frozenset(found)


def heard_keys(texts: Iterable[str]) -> frozenset[str]:
    """Keys of all words but those that go with everything: get, take, thing."""
    return frozenset[str]().union(*map(all_keys, texts)) - _light()


def _light() -> frozenset[str]:
    return _light_of(language.get())


@lru_cache(maxsize=32)
def _light_of(_language: str) -> frozenset[str]:
    return frozenset(map(key, listed(lexicon().light)))


def _lines_of(statement: Statement, lines: Sequence[TranscriptLine]) -> list[TranscriptLine]:
    """The lines of whom the statement is told, or that tell it of them."""
    if not statement.who:
        return _of_owner(statement, lines) or list(lines)
    own = [line for line in lines if is_by(line, statement.who)]
    called = first_name(statement.who)
    if statement.act == "does":
        return own + [line for line in lines if line not in own and names_as_subject(line.text, called)]
    return own or [line for line in lines if any(each.reporter == called for each in clauses(line.text))]


def _of_owner(statement: Statement, lines: Sequence[TranscriptLine]) -> list[TranscriptLine]:
    """The lines in which whose thing a statement is about call it theirs: “my budget” of “Bob’s”."""
    owned = OWNED.match(statement.text)
    if not owned or not lexicon().reads_grammar:
        return []
    thing = key(owned["thing"].lower())
    return [
        line
        for line in lines
        if is_by(line, owned["who"].lower())
        and thing in {key(mine["thing"]) for mine in MINE.finditer(line.text.lower())}
    ]


def is_by(line: TranscriptLine, name: str) -> bool:
    """Whether a line is somebody's, by full or first name."""
    speaker = line.speaker
    return plain(name) in (
        plain(speaker),
        plain(line.label),
        plain(first_name(speaker)),
        plain(turned(speaker)),
    )


def _about(statement: Statement, spoken: MeetingSpeech) -> frozenset[str]:
    people = {key(part) for person in spoken.everybody for part in tokens(person.name)}
    figures = {key(word) for word in tokens(statement.text) if is_figure(word)}
    about = frozenset(each.key for each in terms(_plain_content(statement.text)))
    denials = frozenset(map(key, listed(f"{lexicon().negations} {lexicon().tells}")))
    return about - framing() - people - figures - denials - _light()


def _plain_content(text: str) -> str:
    """A text without the words that are checked for themselves: quantifiers, modality."""
    known, low = lexicon(), text.lower().replace("’", "'")
    for words in (
        known.most,
        known.only,
        known.all,
        known.some,
        known.few,
        known.cause,
        known.condition,
        known.willing,
        *(known.modals[kind] for kind in known.modals if kind != "stance"),
    ):
        low = (raw(words) if words == known.condition else pattern(words)).sub(" ", low)
    return low


def covers(heard: Hearing, share: float) -> bool:
    """Whether enough of the statement's words were said; numbers count as words."""
    spoken = heard_keys((heard.said,))
    if heard.about and len(heard.about & spoken) >= CITED_SHARE * len(heard.about):
        spoken |= heard.context
    numbers = {each.key[0] for each in quantities(heard.statement.text) if not each.implied}
    found = len(heard.about & spoken)
    if not heard.about:
        return bool(numbers)
    return found >= 1 and found + len(numbers) >= share * (len(heard.about) + len(numbers))
