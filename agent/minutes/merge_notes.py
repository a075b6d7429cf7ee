"""Merges the model's verified notes with the extractive minutes, without duplicates."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from agent.minutes.claim_check import CheckedNotes
from agent.minutes.elements import with_times
from agent.minutes.extractive import (
    KEY_POINTS,
    MAX_ACTIONS,
    MAX_DECISIONS,
    distinct,
    merged_actions,
)
from agent.minutes.sentence_ranking import cosine, vectors
from agent.minutes.text_normalization import content
from agent.minutes.topic_segmentation import MAX_TOPICS
from agent.minutes.transcript_lines import MeetingSpeech
from server.meeting.minutes import Action, Claim, Decision, Minutes, Topic

Cited = TypeVar("Cited", Decision, Action)
SAME_TITLE = 0.5
SAME_CLAIM = 0.5
"""Minimum share of common content words for two claims of one line to be the same."""


def merged(plain: Minutes, model: CheckedNotes, spoken: MeetingSpeech, *, whole: bool) -> Minutes:
    """Use the model's wording for findings it shares, the extractive findings for the others.

    `whole`: the model read the whole meeting, so its key points replace the extractive ones.
    """
    points = distinct([*model.key_points, *([] if whole else plain.key_points)])[: 2 * KEY_POINTS]
    return replace(
        plain,
        key_points=points or plain.key_points,
        decisions=distinct(_rephrased(plain.decisions, model.decisions))[:MAX_DECISIONS],
        topics=with_times(spoken, _topics(model.topics)) or plain.topics,
        actions=merged_actions(_rephrased(plain.actions, model.actions))[:MAX_ACTIONS],
    )


def _rephrased(plain: Sequence[Cited], model: Sequence[Cited]) -> list[Cited]:
    """Each extractive finding, in the model's wording if it has one; then the model's additional ones."""
    left: list[Cited] = list(model)
    found: list[Cited] = []
    for each in plain:
        same = next((other for other in left if _same(each, other)), None)
        if same is not None:
            left.remove(same)
        found.append(_worded(each, same) if same else each)
    found.extend(other for other in left if not any(_same(each, other) for each in plain))
    return found


def _worded(plain: Cited, model: Cited) -> Cited:
    """The model's wording; who agreed to a decision is what the rules found."""
    if isinstance(plain, Decision) and isinstance(model, Decision):
        return replace(model, agreed=plain.agreed, against=plain.against, result=plain.result)
    return model


def _same(one: Claim | Action, other: Claim | Action) -> bool:
    """Whether both share a line and enough content words; one line may hold two tasks."""
    about, others = set(content(_text(one))), set(content(_text(other)))
    shared = len(about & others) >= max(1, SAME_CLAIM * min(len(about), len(others)))
    return shared and bool(one.evidence) and one.evidence[0] in other.evidence


def _text(cited: Claim | Action) -> str:
    return cited.title if isinstance(cited, Action) else cited.text


def _topics(topics: Sequence[Topic]) -> list[Topic]:
    """Merge topics of different windows that have similar titles."""
    titles = vectors([topic.title for topic in topics])
    kept: dict[int, Topic] = {}
    for at, topic in enumerate(topics):
        same = next((other for other in kept if cosine(titles[at], titles[other]) >= SAME_TITLE), None)
        if same is None:
            kept[at] = topic
        else:
            one = kept[same]
            summary = one.summary if topic.summary in one.summary else f"{one.summary} {topic.summary}"
            kept[same] = replace(
                one, summary=summary, evidence=tuple(dict.fromkeys(one.evidence + topic.evidence))
            )
    return list(kept.values())[: 2 * MAX_TOPICS]
