"""The engagement score, by its formula."""

import pytest

from agent.minutes.engagement import engagement_of, evenness
from agent.minutes.meeting_figures import meeting_figures
from agent.minutes.transcript_lines import MeetingSpeech
from agent.minutes.turn_taking import turn_taking
from server.meeting.meeting_figures import (
    Engagement,
    Following,
    meeting_figures_from_json,
    meeting_figures_to_json,
)
from tests.unit.minutes.made_up_speech import segment, speech

LINE = "this is a sentence of several words"


def meeting(who: str, seconds: int, *silent: str, text: str = LINE) -> MeetingSpeech:
    """Letters speak one after another for so many seconds each."""
    step = 1000 * seconds
    return speech(
        (segment(at, name, text, at * step, at * step + step) for at, name in enumerate(who)), silent
    )


def engagement(spoken: MeetingSpeech) -> Engagement | None:
    """Its score."""
    return engagement_of(spoken, turn_taking(spoken))


@pytest.mark.parametrize(
    ("times", "people", "expected"),
    [([5, 5], 2, 1.0), ([5, 0], 2, 0.0), ([5, 5], 4, 0.5), ([5], 1, 0.0), ([], 3, 0.0), ([9, 1], 2, 0.469)],
)
def test_evenness(times: list[int], people: int, expected: float) -> None:
    """Pielou's evenness over the people who were there."""
    assert evenness(times, people) == pytest.approx(expected, abs=0.001)


def test_all_alike() -> None:
    """Two who speak alike, four times a minute, without questions: 100."""
    found = engagement(meeting("AB" * 10, 15))
    assert found is not None
    assert (found.evenness, found.voices, found.exchange, found.answered) == (1.0, 1.0, 0.95, None)
    assert found.score == pytest.approx(100 * (1 + 1 + 0.95) / 3, abs=0.1)


def test_lecture() -> None:
    """One who speaks to three: low, and not null."""
    found = engagement(meeting("AAAA", 60, "B", "C", "D"))
    assert found is not None
    assert (found.evenness, found.voices, found.exchange, found.score) == (0.0, 0.25, 0.0, 8.3)


def test_answered() -> None:
    """Questions after which somebody else speaks are answered; it takes three."""
    asked = engagement(meeting("AB" * 4, 30, text="who does it?"))
    assert asked is not None
    assert (asked.questions, asked.answered) == (8, 0.875)
    few = engagement(meeting("AB", 70, text="who does it?"))
    assert few is not None
    assert (few.questions, few.answered) == (2, None)


@pytest.mark.parametrize(
    "spoken",
    [
        pytest.param(meeting("AAAA", 60), id="alone"),
        pytest.param(meeting("AB", 59), id="short"),
        pytest.param(meeting("", 1, "A", "B"), id="silent"),
    ],
)
def test_none(spoken: MeetingSpeech) -> None:
    """One person, or under two minutes of speech, have no score."""
    assert engagement(spoken) is None


def test_who_after_whom() -> None:
    """Turns are counted by who had the one before; a speaker is known by their first segment."""
    spoken = meeting("ABACA", 30)
    found = meeting_figures(spoken, turn_taking(spoken))
    assert [each.turns for each in found.speakers] == [3, 1, 1]
    assert [each.first for each in found.speakers] == [spoken.segments[at].id for at in (0, 1, 3)]
    assert set(found.following) == {
        Following(0, 1, 1), Following(1, 0, 1), Following(0, 2, 1), Following(2, 0, 1),
    }  # fmt: skip


def test_round_trip() -> None:
    """What is stored is read back."""
    spoken = meeting("ABACA" * 10, 30, text="We are happy with it. Who is next?")
    found = meeting_figures(spoken, turn_taking(spoken))
    assert found.sentiment
    assert found.engagement
    assert meeting_figures_from_json(meeting_figures_to_json(found)) == found
    assert meeting_figures_from_json(meeting_figures_to_json(None)) is None
