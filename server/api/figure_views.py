"""The JSON of a whole meeting's figures."""

from uuid import UUID

from server.api.fields import View


class SpeakerFiguresView(View):
    """A speaker, by the segment of their first words."""

    first: UUID
    turns: int
    spoken_ms: int


class FollowingView(View):
    """How often one speaker had the floor after another; both by their place among `speakers`."""

    before: int
    after: int
    count: int


class SentimentPointView(View):
    """The mean of a stretch, -1 to 1; None for too few words."""

    from_ms: int
    to_ms: int
    score: float | None
    words: int


class SentimentView(View):
    """The sentiment of the words, by a word list; nobody's own. Questions and quotations are not scored."""

    method: str
    overall: float | None
    """-1 to 1; None for too few words."""
    words: int
    share: float
    """Of all words, those that were scored, 0 to 1."""
    points: list[SentimentPointView]


class EngagementView(View):
    """The engagement score: 100 times the mean of its parts, which are 0 to 1."""

    score: float
    evenness: float
    """Entropy of the shares of speaking time over its maximum for the people who were there."""
    voices: float
    """Share of the people who were there that had a turn."""
    exchange: float
    """Changes of speaker a minute of speech, of 4 or more."""
    answered: float | None
    """Of turns that ended with a question, those that another person answered within 10 s; None below 3."""
    changes_per_minute: float
    questions: int


class MeetingFiguresView(View):
    """Who spoke after whom, sentiment over time, and the parts of the engagement score."""

    speakers: list[SpeakerFiguresView]
    following: list[FollowingView]
    sentiment: SentimentView | None
    """None where no method knows the language."""
    engagement: EngagementView | None
    """None for a meeting of one person, and for less than two minutes of speech."""
