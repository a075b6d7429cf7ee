"""Which words each sentence of a summary rests on.

Who wrote the summary by rules says it. Of a model's text, or one that somebody edited, it is guessed by what
a sentence says, and strictly: a citation at the wrong words is worse than none. A quotation is looked for
among what people said, and the sentence among the statements of the minutes, which cite what they rest on.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from uuid import UUID

from server.meeting.minutes import Minutes
from server.pages.content_words import content_words, is_negative, numbers_in, words_of
from server.pages.markup import Kind, MarkupBlock
from server.pages.transcript import Transcript
from server.sentence_ends import split_sentences

MIN_WORDS = 2
"""Content words in common below which two sentences are not about the same."""
LIKE = 0.75
"""Share of a statement's content words that a sentence has, or the other way round."""
QUOTATION = 0.85
"""Share of a quotation's words that a segment has; hesitations were removed, nothing was added."""
QUOTED = re.compile(r"[“„«]\s*([^”“»]{8,}?)\s*[”“»]")
Words = frozenset[str]


@dataclass(frozen=True, slots=True)
class CitedSentence:
    """A sentence of the summary and the segments it rests on."""

    text: str
    evidence: tuple[UUID, ...]


@dataclass(frozen=True, slots=True)
class CitedBlock:
    """A paragraph, a heading or the items of a list, each line in sentences."""

    kind: Kind
    lines: tuple[tuple[CitedSentence, ...], ...]


@dataclass(frozen=True, slots=True)
class _Stated:
    """What a statement of the minutes says, for comparison."""

    words: Words
    numbers: Words
    names: Words
    """Of whom it gives a task."""
    denies: bool | None
    """None for a question, of which an answer may say either."""
    evidence: tuple[UUID, ...]


def cited_summary(
    blocks: Iterable[MarkupBlock], minutes: Minutes, transcript: Transcript
) -> list[CitedBlock]:
    """The summary's blocks with citations; headings have none."""
    known = minutes.summary_evidence.told_in(minutes.executive_summary) if minutes.summary_evidence else ()
    paragraphs = [tuple(CitedSentence(each.text, each.evidence) for each in told) for told in known]
    return [CitedBlock("paragraph", (each,)) for each in paragraphs] or _guessed(blocks, minutes, transcript)


def _guessed(blocks: Iterable[MarkupBlock], minutes: Minutes, transcript: Transcript) -> list[CitedBlock]:
    names = frozenset(word for each in transcript.speakers.values() for word in words_of(each.name))
    told = [each for each in _statements(minutes, names) if each.evidence]
    return [
        CitedBlock(
            each.kind, tuple(_sentences(line, each.kind, told, names, transcript) for line in each.lines)
        )
        for each in blocks
    ]


def _sentences(
    line: str, kind: Kind, told: Sequence[_Stated], names: Words, transcript: Transcript
) -> tuple[CitedSentence, ...]:
    if kind == "heading":
        return (CitedSentence(line, ()),)
    return tuple(
        CitedSentence(text, tuple(dict.fromkeys(_evidence(text, told, names, transcript))))
        for text in split_sentences(line)
    )


def _evidence(sentence: str, told: Sequence[_Stated], names: Words, transcript: Transcript) -> Iterator[UUID]:
    """Yield where its quotations were said, and what the statements cite that say the same."""
    for each in QUOTED.findall(sentence):
        yield from _said(words_of(each), transcript)
    says = _stated(sentence, names, (), named=words_of(sentence) & names)
    for each in told:
        if _bears_out(each, says):
            yield from each.evidence


def _said(quoted: Words, transcript: Transcript) -> Iterator[UUID]:
    """The segment with most of a quotation's words."""
    found = [(len(quoted & words_of(each.text)), each.id) for each in transcript.segments]
    most, where = max(found, key=lambda each: each[0], default=(0, None))
    if where is not None and most >= max(MIN_WORDS, QUOTATION * len(quoted)):
        yield where


def _bears_out(statement: _Stated, says: _Stated) -> bool:
    """Whether they say the same of the same things, numbers and people, and neither denies the other."""
    common = len(statement.words & says.words)
    is_part = common >= LIKE * len(statement.words) or common >= LIKE * len(says.words)
    is_same = statement.denies in (None, says.denies) and statement.numbers <= says.numbers
    is_whose = not (statement.names and says.names) or bool(statement.names & says.names)
    return common >= MIN_WORDS and is_part and is_same and is_whose


def _statements(minutes: Minutes, names: Words) -> Iterator[_Stated]:
    for claims in (minutes.decisions, minutes.key_points):
        yield from (_stated(each.text, names, each.evidence) for each in claims)
    for each in minutes.turned_down:
        yield replace(_stated(each.text, names, each.evidence), denies=True)
    for asked in minutes.open_questions:
        yield replace(_stated(asked.text, names, asked.evidence), denies=None)
    for action in minutes.actions:
        yield _stated(action.title, names, action.evidence, named=words_of(action.assignee or "") & names)


def _stated(text: str, names: Words, evidence: tuple[UUID, ...], named: Words = frozenset()) -> _Stated:
    return _Stated(content_words(text) - names, numbers_in(text), named, is_negative(text), evidence)
