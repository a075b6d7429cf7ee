"""The plots of a meeting page and their tables."""

from uuid import NAMESPACE_DNS, UUID, uuid5

import pytest

from server.meeting.meeting_figures import (
    Engagement,
    Following,
    MeetingFigures,
    Sentiment,
    SentimentPoint,
    SpeakerFigures,
)
from server.meeting.minutes import Minutes
from server.pages.meeting_tone import in_words, sentiment_plot, tone
from server.pages.speaking import MAX_ORDERED, MAX_STRETCHES, Cell, spoken_stretches, turn_order
from server.pages.transcript import Transcript
from tests.unit.minutes.made_up_speech import segment


def ids(*places: int) -> list[UUID]:
    """The ids of made-up segments."""
    return [uuid5(NAMESPACE_DNS, f"segment {place}") for place in places]


def test_stretches() -> None:
    """Speech that crosses a border counts on both sides."""
    transcript = Transcript(
        [segment(0, "A", "a", 50_000, 70_000), segment(1, "김민준", "b", 100_000, 110_000)]
    )
    found = spoken_stretches(transcript)
    assert found is not None
    assert found.heads == ("0:00–1:00", "1:00–1:50")
    assert found.rows == (("A", ("10 s", "10 s")), ("김민준", ("", "10 s")))


def test_four_hours() -> None:
    """A long meeting has few and long stretches."""
    found = spoken_stretches(
        Transcript([segment(at, "A", "a", at * 60_000, at * 60_000 + 1) for at in range(240)])
    )
    assert found is not None
    assert len(found.heads) <= MAX_STRETCHES


def test_no_speech() -> None:
    """Nothing is drawn of silence."""
    assert spoken_stretches(Transcript([])) is None
    assert tone(Minutes("ready", figures=MeetingFigures())) is None


def figures(people: int) -> MeetingFigures:
    """Everybody speaks after the one before, the first ones more often."""
    speakers = [SpeakerFigures(each, people - at, 1000) for at, each in enumerate(ids(*range(people)))]
    return MeetingFigures(
        tuple(speakers), tuple(Following(at, (at + 1) % people, people - at) for at in range(people))
    )


def test_order() -> None:
    """Cells are shaded by the largest count."""
    transcript = Transcript([segment(at, name, "a", at, at + 1) for at, name in enumerate("ABC")])
    found = turn_order(figures(3), transcript)
    assert found is not None
    assert found.names == ("A", "B", "C")
    assert found.rows[0] == (Cell(0, 0), Cell(3, 5), Cell(0, 0))
    assert found.rows[2][0] == Cell(1, 2)


def test_many_speakers() -> None:
    """The table has those with the most turns, and says how many it leaves out."""
    transcript = Transcript([segment(at, f"P{at}", "a", at, at + 1) for at in range(30)])
    found = turn_order(figures(30), transcript)
    assert found is not None
    assert (len(found.names), found.left_out) == (MAX_ORDERED, 10)


def test_words_that_are_gone() -> None:
    """Who was forgotten since is not in the table."""
    assert turn_order(figures(2), Transcript([segment(0, "A", "a", 0, 1)])) is None


@pytest.mark.parametrize(
    ("score", "words"),
    [(0.3, "+0.30 positive"), (-0.3, "−0.30 negative"), (0.01, "+0.01 neutral"), (None, "too few words")],
)
def test_score_in_words(score: float | None, words: str) -> None:
    """A number with its word."""
    assert in_words(score) == words


def test_line_has_gaps() -> None:
    """The line stops where too little was said, and a single stretch is a dot."""
    scores = (0.5, -0.5, None, 0.2)
    points = tuple(SentimentPoint(10 * at, 10 * at + 10, score, 40) for at, score in enumerate(scores))
    found = sentiment_plot(Sentiment("VADER", 0.1, 120, 1.0, points))
    assert found is not None
    assert found.lines == ("125.0,25.0 375.0,75.0",)
    assert [(each.x, each.y) for each in found.dots] == [(12.5, 25.0), (37.5, 75.0), (87.5, 40.0)]
    assert [each.score for each in found.rows][2] == "too few words"


def test_language_without_sentiment() -> None:
    """A language that is not known has no plot, and is not called neutral."""
    found = tone(Minutes("ready", figures=MeetingFigures((SpeakerFigures(ids(0)[0], 1, 1),))))
    assert found is not None
    assert (found.sentiment, found.is_known_language, found.score) == (None, False, None)


def test_parts() -> None:
    """A part that is left out is told so."""
    engagement = Engagement(50.0, 0.5, 0.5, 0.5, None, 2.0, 1)
    found = tone(
        Minutes("ready", figures=MeetingFigures((SpeakerFigures(ids(0)[0], 1, 1),), engagement=engagement))
    )
    assert found is not None
    assert [each.percent for each in found.parts] == [50.0, 50.0, 50.0, None]
