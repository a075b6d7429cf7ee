"""Lines about gaps in a transcript."""

from dataclasses import replace
from uuid import UUID

from server.meeting.gaps import Gap
from server.meeting.segment_rows import Segment
from server.pages.gap_lines import GapLine, gap_lines, merge_gap_lines
from server.pages.transcript import Transcript

BOB = UUID(int=7)
GAP = Gap(UUID(int=1), UUID(int=2), BOB, "engine", 61_000, 75_000)


def segment(seq: int, start_ms: int) -> Segment:
    """A segment at these times."""
    return Segment(
        UUID(int=seq),
        seq,
        BOB,
        "Bob",
        "en",
        "vosk",
        start_ms,
        start_ms + 900,
        "Hello.",
        "",
        1,
        [],
        None,
        "final",
    )


def test_gap_line() -> None:
    """A line gives times, speaker and cause."""
    (line,) = gap_lines([GAP], {BOB: "Bob"})
    assert (line.time, line.text) == ("1:01–1:15", "Not transcribed (Bob): the speech engine failed.")


def test_open_gap() -> None:
    """An open gap lasts to the end."""
    (line,) = gap_lines([replace(GAP, participant_id=None, to_ms=None)], {})
    assert (line.time, line.text) == ("1:01 and after", "Not transcribed: the speech engine failed.")


def test_off_record() -> None:
    """What people kept off the record is not told as a failure, and whose it is."""
    mine = replace(GAP, cause="off_record")
    texts = [line.text for line in gap_lines([mine, replace(mine, participant_id=None)], {BOB: "Bob"})]
    assert texts == ["Off the record for Bob.", "Off the record for everybody."]


def test_short_gap() -> None:
    """A gap too short for a word gets no line."""
    assert gap_lines([replace(GAP, to_ms=GAP.from_ms + 100)], {}) == []


def test_merge_gap_lines() -> None:
    """A line comes before the next turn, also if there are no turns."""
    turns = Transcript([segment(0, 1_000), segment(1, 90_000)]).turns()
    lines = gap_lines([GAP], {})
    assert [isinstance(each, GapLine) for each in merge_gap_lines(turns, lines)] == [False, True, False]
    assert list(merge_gap_lines([], lines)) == lines
