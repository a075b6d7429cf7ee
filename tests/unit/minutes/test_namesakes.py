"""Namesakes are distinct people in the minutes."""

from dataclasses import replace
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from agent.minutes.context_windows import shown
from agent.minutes.extractive import extract
from agent.minutes.transcript_lines import MeetingSpeech, SpeakerIdentity, lines_of
from tests.unit.minutes.made_up_speech import said, segment, who

ONE = SpeakerIdentity(who("first"), "Alex", "Alex")
OTHER = SpeakerIdentity(who("second"), "Alex", "Alex (2)")


def speech() -> MeetingSpeech:
    """Both commit to a task."""
    segments = [
        segment(0, "Alex", "The budget of the museum is too small this year.", 0, 2000, ONE.id),
        segment(1, "Alex", "I will send the new budget to everybody tomorrow.", 9000, 11000, OTHER.id),
    ]
    return MeetingSpeech(lines_of(segments, (ONE, OTHER)), (ONE, OTHER), date(2026, 3, 4), 60)


def test_owner_labels() -> None:
    """Namesakes have different labels as owners and speakers."""
    minutes = extract(speech())
    assert [(each.assignee, each.participant_id) for each in minutes.actions] == [("Alex (2)", OTHER.id)]
    assert minutes.actions[0].description.startswith("Alex (2): ")
    assert "Alex and Alex (2) met" in minutes.executive_summary


def test_model_reads_labels() -> None:
    """The prompt distinguishes namesakes."""
    assert [shown(line).partition(":")[0] for line in speech().lines] == ["[1] Alex", "[2] Alex (2)"]


def test_shared_name() -> None:
    """A shared name refers to nobody; a label refers to one person."""
    assert speech().named("Alex") is None
    assert speech().named("alex (2)") == OTHER


@pytest.mark.parametrize(
    ("zone", "due"),
    [("UTC", date(2026, 3, 5)), ("Asia/Tokyo", date(2026, 3, 6)), ("America/Los_Angeles", date(2026, 3, 5))],
)
def test_relative_date_in_the_meetings_zone(zone: str, due: date) -> None:
    """Relative dates count from the date in the meeting's time zone."""
    begins = datetime(2026, 3, 4, 18, 30, tzinfo=UTC).astimezone(ZoneInfo(zone))
    spoken = replace(
        said("Bob: I will send the budget to everybody tomorrow."), day=begins.date(), begins=begins
    )
    assert [each.due_date for each in extract(spoken).actions] == [due]


def test_past_midnight() -> None:
    """Lines after midnight have the next date."""
    begins = datetime(2026, 3, 4, 23, 59, 59, tzinfo=ZoneInfo("Europe/Berlin"))
    spoken = replace(
        said(
            "Bob: I will send the plan to everybody tomorrow.", "Amy: I will send the budget to Bob tomorrow."
        ),
        day=begins.date(),
        begins=begins,
    )
    assert [each.due_date for each in extract(spoken).actions] == [date(2026, 3, 5), date(2026, 3, 6)]
