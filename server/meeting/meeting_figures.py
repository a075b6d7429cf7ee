"""The figures of a whole meeting, kept as JSON with its minutes: who spoke after whom, sentiment, engagement.

They hold no words and no names: a speaker is known by the first segment that was theirs.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from server.meeting.db import from_json, to_json


@dataclass(frozen=True, slots=True)
class SpeakerFigures:
    """One speaker, by the segment of their first words."""

    first: UUID
    turns: int
    spoken_ms: int


@dataclass(frozen=True, slots=True)
class Following:
    """How often one speaker had the floor after another; both by their place among the speakers."""

    before: int
    after: int
    count: int


@dataclass(frozen=True, slots=True)
class SentimentPoint:
    """The mean of a stretch, -1 to 1; None for too few words."""

    from_ms: int
    to_ms: int
    score: float | None
    words: int


@dataclass(frozen=True, slots=True)
class Sentiment:
    """The sentiment of the words in the languages that the method knows."""

    method: str
    """Its name and version."""
    overall: float | None
    """-1 to 1; None for too few words."""
    words: int
    """Those that were scored."""
    share: float
    """Of all words, 0 to 1: the rest are questions, quotations and other languages."""
    points: tuple[SentimentPoint, ...] = ()


@dataclass(frozen=True, slots=True)
class Engagement:
    """The parts of the score, each 0 to 1; `score` is 100 times the mean of those that are not None."""

    score: float
    evenness: float
    """Of speaking time among the people who were there: entropy over its maximum (Pielou)."""
    voices: float
    """Share of the people who were there that had a turn."""
    exchange: float
    """Changes of speaker a minute of speech, of 4 or more."""
    answered: float | None
    """Share of the questions that ended a turn after which another person spoke within 10 s; None below 3."""
    changes_per_minute: float
    questions: int


@dataclass(frozen=True, slots=True)
class MeetingFigures:
    """All of them."""

    speakers: tuple[SpeakerFigures, ...] = ()
    following: tuple[Following, ...] = ()
    sentiment: Sentiment | None = None
    """None where no method knows the meeting's language."""
    engagement: Engagement | None = None
    """None for a meeting of one person, and for too little speech."""


def meeting_figures_to_json(figures: MeetingFigures | None) -> str:
    """Return the text for the column; `{}` for none."""
    return to_json(asdict(figures) if figures else {})


def meeting_figures_from_json(value: Any) -> MeetingFigures | None:
    """Read the column; None for minutes that are not written, or from before there were figures."""
    told: Mapping[str, Any] = from_json(value)
    if not told:
        return None
    sentiment, engagement = told.get("sentiment"), told.get("engagement")
    return MeetingFigures(
        speakers=tuple(
            SpeakerFigures(UUID(each["first"]), each["turns"], each["spoken_ms"])
            for each in told.get("speakers", ())
        ),
        following=tuple(Following(**each) for each in told.get("following", ())),
        sentiment=_sentiment(sentiment) if sentiment else None,
        engagement=Engagement(**engagement) if engagement else None,
    )


def _sentiment(told: Mapping[str, Any]) -> Sentiment:
    return Sentiment(**{**told, "points": tuple(SentimentPoint(**each) for each in told.get("points", ()))})
