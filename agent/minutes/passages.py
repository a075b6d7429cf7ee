"""Cuts a transcript into passages: whole turns where that is possible, a little of one in the next."""

from collections.abc import Sequence

from server.meeting.passages import Passage
from server.meeting.segment_rows import Segment

ENOUGH_WORDS, MOST_WORDS = 100, 180
"""A passage ends at the first change of speaker after as many words, at the latest before it has the most."""
OVERLAP_WORDS = 40
"""A last segment of at most so many words also begins the next passage: often it is a question."""
CHARACTERS_A_WORD = 6
"""Of scripts without spaces two or three characters are a word; of others, with the space, six."""


def words_in(text: str) -> int:
    """Estimate the length of a text in words, in any script."""
    return max(len(text.split()), len(text.encode()) // (2 * CHARACTERS_A_WORD))


def cut_passages(segments: Sequence[Segment]) -> list[Passage]:
    """Cut segments, of which each with words is in one passage or two."""
    spoken = sorted(
        (each for each in segments if each.text.strip()), key=lambda each: (each.start_ms, each.seq)
    )
    passages: list[Passage] = []
    open_: list[Segment] = []
    count = 0
    for each in spoken:
        more = words_in(each.text)
        is_turn = bool(open_) and each.speaker != open_[-1].speaker
        if open_ and (count + more > MOST_WORDS or (is_turn and count >= ENOUGH_WORDS)):
            passages.append(_passage(open_))
            last = open_[-1]
            open_ = [last] if len(open_) > 1 and words_in(last.text) <= OVERLAP_WORDS else []
            count = sum(words_in(one.text) for one in open_)
        open_.append(each)
        count += more
    return [*passages, _passage(open_)] if open_ else passages


def _passage(segments: Sequence[Segment]) -> Passage:
    return Passage(
        tuple(each.id for each in segments),
        segments[0].start_ms,
        max(each.end_ms for each in segments),
        "\n".join(f"{each.speaker}: {each.text}" for each in segments),
    )
