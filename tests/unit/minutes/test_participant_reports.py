"""Participant reports."""

import pytest

from agent.minutes.participant_reports import merged_ms, reports_of, talk_of
from agent.minutes.transcript_lines import MeetingSpeech, SpeakerIdentity, lines_of
from server.meeting.minutes import Action
from tests.unit.minutes.made_up_speech import WEDNESDAY, said, segment, who


@pytest.mark.parametrize(
    ("intervals", "length"),
    [([], 0), ([(0, 5)], 5), ([(0, 5), (3, 8)], 8), ([(0, 9), (2, 3)], 9), ([(5, 6), (0, 1)], 2)],
)
def test_union(intervals: list[tuple[int, int]], length: int) -> None:
    """Overlapping time counts once."""
    assert merged_ms(intervals) == length


def test_shares() -> None:
    """The percentages add up to 100."""
    reports = reports_of(said("A: one thing", "B: another thing", "A: a third thing"), [])
    assert sum(report.speaking_percentage for report in reports) == pytest.approx(100, abs=0.2)


def test_silent_participant() -> None:
    """A silent participant's report says so."""
    *_, report = reports_of(said("A: something", there=("Zoe",)), [])
    assert report.participant_id == who("Zoe")
    assert report.speaking_time_s == 0
    assert "no speech of yours" in report.content


def test_turns() -> None:
    """A short line by somebody else does not end a turn; a sentence does."""
    spoken = said("A: first part", "B: yes", "A: second part", "B: now I say more words", "A: third part")
    assert talk_of(spoken, who("A")).turns == 2


def test_questions() -> None:
    """Questions count with and without a question mark."""
    spoken = said("A: what do we do next", "A: Is it late? I think so.", "A: that is what it is")
    assert talk_of(spoken, who("A")).questions == 2


def test_tasks() -> None:
    """The tasks in a report are that person's."""
    actions = [Action("Send it", participant_id=who("A")), Action("Read it", participant_id=who("B"))]
    first, second = reports_of(said("A: hello there", "B: hello too"), actions)
    assert (first.tasks_assigned_count, second.tasks_assigned_count) == (1, 1)
    assert "Send it" in first.content
    assert "Read it" not in first.content


def test_namesakes() -> None:
    """Namesakes have separate times."""
    one, two = who("one"), who("two")
    parts = [segment(0, "Sam", "hello everybody", 0, 1000, one), segment(1, "Sam", "hello", 5000, 8000, two)]
    spoken = MeetingSpeech(
        lines_of(parts), (SpeakerIdentity(one, "Sam"), SpeakerIdentity(two, "Sam")), WEDNESDAY
    )
    assert [report.speaking_time_s for report in reports_of(spoken, [])] == [1, 3]
