"""Which words each sentence of a summary rests on: a summary is text, so they are found by what it says.

A quotation is looked for among what people said, any other sentence among the statements of the minutes,
which cite it. A sentence that resembles none has no citation.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID

from server.meeting.minutes import Minutes
from server.pages.markup import Kind, MarkupBlock
from server.pages.transcript import Transcript

MIN_WORDS = 2
"""Words in common below which two sentences are not about the same."""
LIKE = 0.7
"""Share of a statement's words that a sentence has, or the other way round."""
MOST = 4
"""Citations of one sentence."""
LETTERS = 3
"""Shorter words say nothing of what a sentence is about."""
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
QUOTED = re.compile(r"[“„«]\s*([^”“»]{8,}?)\s*[”“»]")
NEXT_SENTENCE = re.compile(
    r"(?<!\bDr\.)(?<!\bMr\.)(?<!\bMs\.)(?<!\bSt\.)(?<!\bMrs\.)(?<!\bProf\.)(?<=[.!?…”“»。])\s+(?=[“„«–]|[^\Wa-z_])"
)
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


def cited_summary(
    blocks: Iterable[MarkupBlock], minutes: Minutes, transcript: Transcript
) -> list[CitedBlock]:
    """The summary's blocks with citations; headings have none."""
    names = frozenset(word for each in transcript.speakers.values() for word in _words(each.name))
    told = [(_words(text) - names, evidence) for text, evidence in _statements(minutes)]
    return [
        CitedBlock(each.kind, tuple(_sentences(line, each.kind, told, transcript) for line in each.lines))
        for each in blocks
    ]


def _sentences(
    line: str, kind: Kind, told: Sequence[tuple[Words, tuple[UUID, ...]]], transcript: Transcript
) -> tuple[CitedSentence, ...]:
    if kind == "heading":
        return (CitedSentence(line, ()),)
    return tuple(
        CitedSentence(text, tuple(_evidence(text, told, transcript))) for text in NEXT_SENTENCE.split(line)
    )


def _evidence(
    sentence: str, told: Sequence[tuple[Words, tuple[UUID, ...]]], transcript: Transcript
) -> list[UUID]:
    quoted = [found for each in QUOTED.findall(sentence) for found in _said(_words(each), transcript)]
    if quoted:
        return list(dict.fromkeys(quoted))[:MOST]
    said = _words(sentence)
    stated = [evidence[0] for words, evidence in told if evidence and _is_like(words, said)]
    return list(dict.fromkeys(stated))[:MOST]


def _said(quoted: Words, transcript: Transcript) -> Iterator[UUID]:
    """The segment with most of a quotation's words."""
    rarest = max(quoted, key=len, default="")
    near = [each for each in transcript.segments if rarest and rarest in each.text.casefold()]
    best = max(near, key=lambda each: len(quoted & _words(each.text)), default=None)
    if best is not None and len(quoted & _words(best.text)) >= LIKE * len(quoted):
        yield best.id


def _is_like(one: Words, other: Words) -> bool:
    common, fewer = len(one & other), min(len(one), len(other))
    return common >= MIN_WORDS and common >= LIKE * fewer


def _statements(minutes: Minutes) -> Iterator[tuple[str, tuple[UUID, ...]]]:
    for claims in (minutes.decisions, minutes.turned_down, minutes.key_points, minutes.open_questions):
        yield from ((claim.text, claim.evidence) for claim in claims)
    for action in minutes.actions:
        yield f"{action.assignee or ''} {action.title}", action.evidence


def _words(text: str) -> Words:
    return frozenset(each for each in WORD.findall(text.casefold()) if len(each) >= LETTERS)
