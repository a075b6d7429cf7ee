"""Sentiment over time and the engagement score, drawn and told as numbers, with the formula."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from server.durations import clock
from server.meeting.meeting_figures import Engagement, Sentiment, SentimentPoint
from server.meeting.minutes import Minutes

WIDTH, HEIGHT = 1000, 100
"""Of the plot's own units; it is stretched to the page."""
NEUTRAL = 0.05
"""VADER's authors call a compound score within this of 0 neutral."""


@dataclass(frozen=True, slots=True)
class Dot:
    """A stretch with a score, in percent of the plot; `y` is from its top."""

    x: float
    y: float
    title: str


@dataclass(frozen=True, slots=True)
class Row:
    """A stretch in words."""

    stretch: str
    score: str
    words: int


@dataclass(frozen=True, slots=True)
class SentimentPlot:
    """The line; `lines` has one polyline of points for each run of stretches with a score."""

    overall: str
    lines: tuple[str, ...]
    dots: tuple[Dot, ...]
    rows: tuple[Row, ...]
    method: str
    percent: float
    """Of all words, those that were scored."""
    end: str


@dataclass(frozen=True, slots=True)
class Part:
    """One part of the engagement score, 0 to 100; None: left out."""

    name: str
    percent: float | None
    how: str


@dataclass(frozen=True, slots=True)
class Tone:
    """The section; None where there is no score."""

    sentiment: SentimentPlot | None
    is_known_language: bool
    score: float | None
    parts: tuple[Part, ...]


def tone(minutes: Minutes | None) -> Tone | None:
    """Lay out the section; None for minutes without figures, and for a meeting without words."""
    figures = minutes.figures if minutes else None
    if figures is None or not figures.speakers:
        return None
    return Tone(
        sentiment_plot(figures.sentiment) if figures.sentiment else None,
        figures.sentiment is not None,
        figures.engagement.score if figures.engagement else None,
        tuple(_parts(figures.engagement)) if figures.engagement else (),
    )


def sentiment_plot(sentiment: Sentiment) -> SentimentPlot | None:
    """Draw the points; None if too little was said for one."""
    end_ms = max((each.to_ms for each in sentiment.points), default=0)
    dots = [_dot(each, end_ms) for each in sentiment.points if each.score is not None]
    if sentiment.overall is None or not dots:
        return None
    return SentimentPlot(
        overall=in_words(sentiment.overall),
        lines=tuple(_lines(sentiment.points, end_ms)),
        dots=tuple(dots),
        rows=tuple(Row(_stretch(each), in_words(each.score), each.words) for each in sentiment.points),
        method=sentiment.method,
        percent=100 * sentiment.share,
        end=clock(end_ms),
    )


def in_words(score: float | None) -> str:
    """Write a score: +0.24 positive."""
    if score is None:
        return "too few words"
    word = "positive" if score >= NEUTRAL else "negative" if score <= -NEUTRAL else "neutral"
    return f"{score:+.2f} {word}".replace("-", "−")


def _stretch(point: SentimentPoint) -> str:
    return f"{clock(point.from_ms)}–{clock(point.to_ms)}"


def _dot(point: SentimentPoint, end_ms: int) -> Dot:
    score = point.score or 0.0
    middle = (point.from_ms + point.to_ms) / 2
    return Dot(100 * middle / end_ms, 50 * (1 - score), f"{_stretch(point)}: {in_words(point.score)}")


def _lines(points: Iterable[SentimentPoint], end_ms: int) -> Iterator[str]:
    """Return the points of each run of two or more; a line does not cross what was not scored."""
    run: list[str] = []
    for point in points:
        if point.score is not None:
            dot = _dot(point, end_ms)
            run.append(f"{dot.x * WIDTH / 100:.1f},{dot.y * HEIGHT / 100:.1f}")
            continue
        if len(run) > 1:
            yield " ".join(run)
        run = []
    if len(run) > 1:
        yield " ".join(run)


def _parts(engagement: Engagement) -> Iterator[Part]:
    yield Part(
        "Even speaking time",
        100 * engagement.evenness,
        "The entropy of the shares of speaking time over its maximum for the people who were there (Pielou’s"
        " evenness): 100 if all spoke alike, 0 if one spoke.",
    )
    yield Part("Voices heard", 100 * engagement.voices, "People who had a turn, of those who were there.")
    yield Part(
        "Exchange",
        100 * engagement.exchange,
        f"Changes of speaker a minute of speech, {engagement.changes_per_minute:.1f} here, of 4 or more.",
    )
    yield Part(
        "Questions answered",
        None if engagement.answered is None else 100 * engagement.answered,
        f"Turns that ended with a question, {engagement.questions} here, after which another person spoke"
        " within ten seconds. Left out below three.",
    )
