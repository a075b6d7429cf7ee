"""Chooses the segment of each passage that is nearest to the question: an answer in people's own words."""

from collections.abc import Sequence
from uuid import UUID

import numpy as np

from agent.minutes.embeddings.embedder import Embedder, EmbeddingsUnavailable, Role, Vectors
from agent.minutes.passages import words_in
from agent.minutes.text_normalization import content
from server.meeting.passages import PassageOfMeeting
from server.meeting.questions import QuotedSegment

LEAST_WORDS = 4
"""Shorter segments, such as “Yes.”, are quoted only where a passage has no longer ones."""
OF_FIRST, OF_OTHERS = 2, 1
"""Segments that are quoted of the best passage, and of each other."""
QUESTION_MARKS = ("?", "？", "؟", ";")
"""Which end a question: in Greek it is a semicolon."""


async def quotes(
    question: str,
    vector: Vectors | None,
    passages: Sequence[PassageOfMeeting],
    segments: dict[UUID, QuotedSegment],
    embedder: Embedder | None,
) -> list[UUID]:
    """Return the ids of the nearest segments of each passage, best first, in the order of the passages."""
    chosen: list[UUID] = []
    for passage in passages:
        there = [segments[each] for each in passage.segment_ids if each in segments]
        if there:
            scores = await _scores(question, vector, [each.segment.text for each in there], embedder)
            most = OF_OTHERS if chosen else OF_FIRST
            chosen += [each.segment.id for each in _best(there, scores)[:most]]
    return list(dict.fromkeys(chosen))


def _best(there: Sequence[QuotedSegment], scores: Sequence[float]) -> list[QuotedSegment]:
    """Order segments by their scores; what follows a question is as near as it, which is no answer itself."""
    texts = [each.segment.text.strip() for each in there]
    asks = [text.endswith(QUESTION_MARKS) for text in texts]
    near = [max(score, scores[at - 1]) if at and asks[at - 1] else score for at, score in enumerate(scores)]
    order = sorted(range(len(there)), key=lambda at: -near[at])
    answers = [at for at in order if not asks[at] and words_in(texts[at]) >= LEAST_WORDS]
    return [there[at] for at in answers or order]


async def _scores(
    question: str, vector: Vectors | None, texts: Sequence[str], embedder: Embedder | None
) -> Sequence[float]:
    if vector is not None and embedder is not None:
        try:
            rows = await embedder.embed(texts, Role.QUERY)  # not behind the passages of whole meetings
            return [float(each) for each in np.asarray(rows @ vector)]
        except EmbeddingsUnavailable:
            pass
    asked = set(content(question))
    return [len(asked & set(content(text))) for text in texts]
