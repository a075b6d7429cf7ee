"""Stretches off the record in the diagram of who spoke when."""

from dataclasses import replace
from uuid import UUID

from server.pages.off_record_marks import OffRecordMark, off_record_marks
from server.pages.transcript import Transcript
from tests.unit.pages.test_gap_lines import BOB, GAP, segment

ALICE = UUID(int=8)
OFF = replace(GAP, cause="off_record", participant_id=None, from_ms=2_000, to_ms=3_000)


def two_speakers() -> Transcript:
    """Ten seconds of two people."""
    return Transcript([segment(0, 0), replace(segment(1, 9_100), participant_id=ALICE, speaker="Alice")])


def test_everybody() -> None:
    """What everybody kept off the record is on each line, cut at the end of the diagram."""
    marks = off_record_marks([OFF, replace(OFF, from_ms=9_000, to_ms=None), GAP], two_speakers())
    assert marks == {str(who): [OffRecordMark(20, 10), OffRecordMark(90, 10)] for who in (BOB, ALICE)}


def test_one_person() -> None:
    """What one person kept off the record is on their line."""
    assert list(off_record_marks([replace(OFF, participant_id=BOB)], two_speakers())) == [str(BOB)]


def test_after_the_last_word() -> None:
    """What begins after the last word has no place in the diagram."""
    assert off_record_marks([replace(OFF, from_ms=10_000, to_ms=None)], two_speakers()) == {}
