"""Turns, colours and citations."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest

from server.meeting.segment_rows import Segment
from server.pages.transcript import COLORS, MIN_DELAYS, MIN_STROKE_PERCENT, PAUSE_MS, Transcript

ALICE, BOB = uuid4(), uuid4()


def said(seq: int, who: UUID | None, name: str, start_s: int, text: str = "Words.") -> Segment:
    """A final segment of one second."""
    at = start_s * 1000
    return Segment(
        uuid4(), seq, who, name, "en", "vosk", at, at + 1000, text, text, 1, [], None, "final"
    )  # fmt: skip


def test_turns_change_with_the_speaker() -> None:
    """Consecutive segments of one speaker are one turn."""
    transcript = Transcript(
        [said(0, ALICE, "A", 0), said(1, ALICE, "A", 2), said(2, BOB, "B", 4), said(3, ALICE, "A", 6)]
    )
    assert [(turn.speaker.name, len(turn.segments)) for turn in transcript.turns()] == [
        ("A", 2),
        ("B", 1),
        ("A", 1),
    ]


def test_two_of_one_name_are_told_apart() -> None:
    """Turns and citations use the participant's label, or else the speaker's name."""
    first, second, third = said(0, ALICE, "Alex", 0), said(1, BOB, "Alex", 2), said(2, None, "Zed", 4)
    transcript = Transcript([first, second, third], {ALICE: "Alex", BOB: "Alex (2)"})
    assert [turn.speaker.name for turn in transcript.turns()] == ["Alex", "Alex (2)", "Zed"]
    assert transcript.cite([first.id, second.id])[0].speakers == ("Alex", "Alex (2)")


def test_a_long_pause_begins_a_turn() -> None:
    """A silence longer than PAUSE_MS starts a new turn."""
    late = PAUSE_MS // 1000 + 2
    assert [
        turn.start_ms for turn in Transcript([said(0, ALICE, "A", 0), said(1, ALICE, "A", late)]).turns()
    ] == [0, late * 1000]


def test_long_turn_is_split() -> None:
    """A long turn is split."""
    transcript = Transcript(said(i, ALICE, "A", i * 2, "word " * 80) for i in range(9))
    assert [len(turn.segments) for turn in transcript.turns()] == [3, 3, 3]


def test_empty_transcript() -> None:
    """Segments without text are ignored."""
    transcript = Transcript([said(0, ALICE, "A", 0, "  ")])
    assert (bool(transcript), transcript.turns(), transcript.end_ms) == (False, [], 0)


def test_in_the_order_of_speech() -> None:
    """Segments are ordered by start time, not by insertion."""
    transcript = Transcript([said(0, ALICE, "A", 9), said(1, BOB, "B", 3)])
    assert [turn.speaker.name for turn in transcript.turns()] == ["B", "A"]


def test_two_people_of_one_name_are_two() -> None:
    """Speakers are distinguished by participant, not by name."""
    transcript = Transcript([said(0, ALICE, "Sam", 0), said(1, BOB, "Sam", 2)])
    assert [turn.speaker.color for turn in transcript.turns()] == [1, 2]


def test_colours_go_round() -> None:
    """The ninth speaker gets the first colour again."""
    transcript = Transcript(said(i, None, f"guest {i}", i) for i in range(COLORS + 1))
    assert transcript.color(None, f"guest {COLORS}") == 1


def test_silent_person_has_no_colour() -> None:
    """Somebody who did not speak has colour 0."""
    assert Transcript([]).color(ALICE, "A") == 0


@pytest.mark.parametrize(("cited", "chips"), [((0, 1, 2), [3]), ((0, 2), [1, 1]), ((3, 0), [1, 1]), ((), [])])
def test_consecutive_segments_share_a_citation(cited: tuple[int, ...], chips: list[int]) -> None:
    """Consecutive segments share one link, in the order of speech."""
    segments = [said(i, ALICE, "A", i * 2) for i in range(4)]
    found = Transcript(segments).cite([segments[i].id for i in cited])
    assert [len(citation.segments) for citation in found] == chips


def test_unknown_evidence() -> None:
    """Unknown segments get no link."""
    assert Transcript([said(0, ALICE, "A", 0)]).cite([uuid4()]) == []


def test_strokes() -> None:
    """Strokes are proportional to time; those too close to tell apart are merged."""
    transcript = Transcript(
        [said(0, ALICE, "A", 0), said(1, ALICE, "A", 1), said(2, BOB, "B", 2), said(3, ALICE, "A", 3)]
    )
    drawn = [[(stroke.x, stroke.end) for stroke in strokes] for _, strokes in transcript.lanes()]
    assert drawn == [[(0, 50), (75, 100)], [(50, 75)]]


def test_minimum_stroke() -> None:
    """Every stroke has a minimum width."""
    transcript = Transcript([said(0, ALICE, "A", 0), said(1, BOB, "B", 3 * 3600)])
    assert transcript.lanes()[0][1][0].width == MIN_STROKE_PERCENT


def test_caption_delay() -> None:
    """The median and the 95th percentile of the finals whose delay is known, in seconds."""
    delays = [None, *range(500, 2600, 100)]
    spoken = [replace(said(seq, ALICE, "A", seq), delay_ms=ms) for seq, ms in enumerate(delays)]
    assert Transcript(spoken).caption_delay == (1.5, 2.4)


def test_caption_delay_of_few() -> None:
    """Too few finals say nothing."""
    few = [replace(said(seq, ALICE, "A", seq), delay_ms=900) for seq in range(MIN_DELAYS - 1)]
    assert Transcript(few).caption_delay is None
