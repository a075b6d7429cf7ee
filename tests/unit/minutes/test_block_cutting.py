"""Where a running meeting is cut into blocks."""

from collections.abc import Sequence
from uuid import UUID, uuid4

from agent.minutes.block_cutting import (
    BLOCK_MS,
    BLOCK_TOKENS,
    IDLE_SHARE,
    MOST_TOKENS,
    TURN_PAUSE_MS,
    next_block,
)
from server.meeting.segment_rows import Segment, SegmentState

ALICE, BOB = uuid4(), uuid4()
STEP_MS = 10_000


def said(
    count: int, *, words: int = 8, who: Sequence[UUID] = (ALICE, BOB), state: SegmentState = "final"
) -> list[Segment]:
    """Segments one after another, by turns."""
    return [
        Segment(
            uuid4(), seq, who[seq % len(who)], "S", "en", "vosk", seq * STEP_MS, (seq + 1) * STEP_MS - 500,
            "word " * words, "", 1, [], None, state,
        )
        for seq in range(count)
    ]  # fmt: skip


def test_not_full() -> None:
    """A few sentences wait for more."""
    assert next_block(said(5)) == ()


def test_minutes() -> None:
    """After five minutes a block ends with the turn."""
    segments = said(40)
    block = next_block(segments)
    assert block == segments[: BLOCK_MS // STEP_MS + 1]


def test_idle() -> None:
    """While nothing waits to be noted two minutes are enough."""
    segments = said(40)
    assert next_block(segments, is_idle=True) == segments[: round(IDLE_SHARE * BLOCK_MS) // STEP_MS + 1]


def test_tokens() -> None:
    """Fast talk fills a block earlier."""
    segments = said(40, words=100)
    block = next_block(segments)
    assert 0 < len(block) < 12
    assert len(block) * 100 * 5 / 3 >= BLOCK_TOKENS


def test_somebody_goes_on() -> None:
    """A turn is not cut before the limit of tokens."""
    segments = said(40, who=(ALICE,))
    assert next_block(segments) == ()
    long = said(60, words=40, who=(ALICE,))
    block = next_block(long)
    assert len(block) * (40 * 5 / 3) >= MOST_TOKENS - 100
    assert len(block) < len(long)


def test_pause_ends_a_turn() -> None:
    """After a silence the same person's words are a new turn."""
    first = said(31, who=(ALICE,))
    shift = first[-1].end_ms + TURN_PAUSE_MS
    later = Segment(
        uuid4(), 31, ALICE, "S", "en", "vosk", shift, shift + 1, "and then", "", 1, [], None, "final"
    )
    assert next_block([*first, later]) == first


def test_quiet() -> None:
    """Nobody's turn goes on when nobody has spoken for a while."""
    segments = said(31)
    assert next_block(segments) == ()
    assert next_block(segments, is_quiet=True) == segments
    assert next_block(said(3), is_quiet=True) == ()


def test_open_segment() -> None:
    """What is still being said belongs to no block, nor does what began after it."""
    segments = said(60)
    held = [*segments[:10], *said(11, state="open")[10:], *segments[11:]]
    assert next_block(held) == ()
    assert next_block(held, is_over=True) == held[: BLOCK_MS // STEP_MS + 1]


def test_over() -> None:
    """At the end what is left is a block; of nothing there is none."""
    segments = said(2)
    assert next_block(segments, is_over=True) == segments
    assert next_block([], is_over=True) == []


def test_everything_is_in_one_block() -> None:
    """Cut until the end, each segment is in one block, in order."""
    rest: Sequence[Segment] = said(200, words=30)
    segments, blocks = list(rest), list[Sequence[Segment]]()
    while block := next_block(rest, is_over=True):
        blocks.append(block)
        rest = rest[len(block) :]
    assert [each for block in blocks for each in block] == segments
    assert len(blocks) > 3
