"""Passages of transcripts."""

from collections.abc import Sequence
from uuid import uuid4

import pytest

from agent.minutes.passages import MOST_WORDS, OVERLAP_WORDS, cut_passages, words_in
from server.meeting.segment_rows import Segment


def said(*turns: tuple[str, str]) -> list[Segment]:
    """Segments of speakers and texts, a second each."""
    return [
        Segment(
            uuid4(), at, None, who, "en", "vosk", at * 1000, at * 1000 + 900, text, text, 0, [], None, "final"
        )
        for at, (who, text) in enumerate(turns)
    ]


def ids(segments: Sequence[Segment]) -> list[object]:
    """Their ids."""
    return [each.id for each in segments]


def test_a_short_meeting_is_one_passage() -> None:
    """What has less words than a passage may have is one, with the names of who spoke."""
    segments = said(("Alice", "When is it due?"), ("Bob", "On Friday."))
    (passage,) = cut_passages(segments)
    assert passage.text == "Alice: When is it due?\nBob: On Friday."
    assert (passage.start_ms, passage.end_ms) == (0, 1900)


def test_passages_end_between_turns() -> None:
    """A passage that is long enough ends where somebody else begins to speak."""
    segments = said(("Alice", "word " * 60), ("Alice", "word " * 60), ("Bob", "word " * 60))
    assert [list(each.segment_ids) for each in cut_passages(segments)] == [
        ids(segments[:2]),
        ids(segments[2:]),
    ]


def test_a_short_last_segment_begins_the_next_passage() -> None:
    """A question stays with its answer, and with what was said before it."""
    segments = said(("Alice", "word " * 98), ("Bob", "Who does it?"), ("Carol", "word " * 150))
    assert [list(each.segment_ids) for each in cut_passages(segments)] == [
        ids(segments[:2]),
        ids(segments[1:]),
    ]


@pytest.mark.parametrize("word", ["budget ", "예산을 ", "予算", "งบประมาณ"])
def test_every_word_is_in_a_passage(word: str) -> None:
    """In any script each segment is in one passage or two, and none is much longer than the most."""
    segments = said(*((f"P{at % 3}", word * (at % 40 + 1)) for at in range(200)))
    passages = cut_passages(segments)
    assert {one for each in passages for one in each.segment_ids} == set(ids(segments))
    assert sum(len(each.segment_ids) for each in passages) <= 2 * len(segments)
    assert max(words_in(each.text) for each in passages) <= 2 * (MOST_WORDS + OVERLAP_WORDS)


@pytest.mark.parametrize("text", ["", "  "])
def test_silence_has_no_passages(text: str) -> None:
    """Where nothing was said nothing is found."""
    assert cut_passages(said(("Alice", text))) == []
    assert cut_passages([]) == []
