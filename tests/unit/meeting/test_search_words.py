"""What was typed into the search."""

from importlib import import_module

from server.meeting import search_words as ours
from server.meeting.search_words import joined, marks_in, search_words

migration = import_module("migrations.versions.m0017_search")


def test_the_database_cuts_by_the_same_letters() -> None:
    """What is asked for is what was indexed."""
    assert (ours.UNSPACED, ours.FIRST_RUN) == (migration.UNSPACED, migration.FIRST_RUN)


def test_runs_become_numbers() -> None:
    """So that quotes, or and - stay where they are."""
    asked = search_words('-会议 or "iPhoneの予算" Café\u200b')
    assert asked.plain == '-7000000000001 or "iPhone 7000000000002" Cafe'
    assert asked.typed == '-会议 or "iPhoneの予算" Café'
    assert asked.parts == ["'会议'", "'の予' & '予算'"]
    assert asked.patterns == ["%会议%", "%の予算%"]


def test_marks() -> None:
    """Whole words by their plain form, runs wherever they are, nothing twice."""
    assert marks_in("Genève 会议会议", {"geneve"}, ("会议",)) == [(0, 6), (7, 9), (9, 11)]
    assert joined([(5, 7), (0, 6), (8, 9)]) == ((0, 7), (8, 9))
