"""Which segments each sentence of a summary rests on, as whoever wrote it knows: places and ids, no words."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID
from zlib import crc32

from server.meeting.minutes_elements import Claim

PARAGRAPH, SENTENCE = "\n\n", " "


@dataclass(frozen=True, slots=True)
class SummaryEvidence:
    """The evidence of a summary's sentences in their order; of another text it says nothing."""

    checksum: int
    """Of the whole text: one that was edited, restored or written by a model has another."""
    sentences: tuple[tuple[int, tuple[UUID, ...]], ...]
    """Where each ends in the text, in characters, and its segments."""
    said: int = 0
    """So many of them, the last ones, tell what somebody said."""

    def told_in(self, text: str) -> Iterator[tuple[Claim, ...]]:
        """The paragraphs, each of sentences with their evidence; none if this is another text."""
        if crc32(text.encode()) != self.checksum:
            return
        paragraph: list[Claim] = []
        start = 0
        for end, segments in self.sentences:
            if text.startswith(PARAGRAPH, start):
                yield tuple(paragraph)
                paragraph = []
            paragraph.append(Claim(text[start:end].strip(), segments))
            start = end
        yield tuple(paragraph)


def evidence_in_summary(paragraphs: Sequence[Sequence[Claim]], said: int = 0) -> SummaryEvidence:
    """Where the sentences are in `summary_text`, and what they rest on; the last ones are what was `said`."""
    told: list[tuple[int, tuple[UUID, ...]]] = []
    end = 0
    for at, claims in enumerate(paragraphs):
        end += len(PARAGRAPH) if at else 0
        for place, claim in enumerate(claims):
            end += len(claim.text) + (len(SENTENCE) if place else 0)
            told.append((end, claim.evidence))
    return SummaryEvidence(crc32(summary_text(paragraphs).encode()), tuple(told), said)


def summary_text(paragraphs: Sequence[Sequence[Claim]]) -> str:
    """The sentences as prose, a blank line between paragraphs."""
    return PARAGRAPH.join(SENTENCE.join(claim.text for claim in claims) for claims in paragraphs)


def summary_evidence_from(told: Mapping[str, Any] | None) -> SummaryEvidence | None:
    """Read what was stored; None for minutes without it."""
    if not told:
        return None
    sentences = ((int(end), tuple(map(UUID, ids))) for end, ids in told["sentences"])
    return SummaryEvidence(int(told["checksum"]), tuple(sentences), int(told.get("said", 0)))
