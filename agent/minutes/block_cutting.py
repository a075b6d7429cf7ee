"""Where a meeting is cut into blocks: after some minutes or tokens, where somebody's turn ends.

While nothing waits to be noted less is enough: notes are there sooner, and little is unread at the end;
a model that cannot keep up gets longer blocks, which cost it less for each minute of speech.
"""

from collections.abc import Sequence

from agent.minutes.llm.language_model import tokens_of
from server.meeting.segment_rows import Segment

BLOCK_MS = 300_000
BLOCK_TOKENS = 1200
IDLE_SHARE = 0.2
"""Of both, while nothing waits to be noted."""
MOST_TOKENS = 1600
"""A block in which one person does not stop talking is cut within their turn."""
TURN_PAUSE_MS = 2000
"""After so long a silence the same person's next words are a new turn."""


def next_block(
    segments: Sequence[Segment], *, is_quiet: bool = False, is_idle: bool = False, is_over: bool = False
) -> Sequence[Segment]:
    """Return the segments, of those by `seq` that are in no block yet, that make the next one; often none.

    `is_quiet`: nobody has spoken for a while, which ends a turn. `is_idle`: no other block waits to be noted.
    `is_over`: none will follow, so that what is left is a block, however short. A segment that is still open
    waits, and so does what follows it.
    """
    tokens, share = 0, IDLE_SHARE if is_idle else 1.0
    for at, segment in enumerate(segments):
        before = segments[:at]
        if at and (
            tokens >= MOST_TOKENS or (_is_full(before, tokens, share) and _is_turn(before[-1], segment))
        ):
            return before
        if segment.state == "open" and not is_over:
            return ()
        tokens += tokens_of(f"{segment.speaker}: {segment.text}")
    return segments if is_over or (is_quiet and _is_full(segments, tokens, share)) else ()


def _is_full(segments: Sequence[Segment], tokens: int, share: float) -> bool:
    return bool(segments) and (
        tokens >= share * BLOCK_TOKENS or segments[-1].end_ms - segments[0].start_ms >= share * BLOCK_MS
    )


def _is_turn(before: Segment, segment: Segment) -> bool:
    """Whether another turn begins with the segment."""
    speaker, last = (each.participant_id or each.speaker for each in (segment, before))
    return speaker != last or segment.start_ms - before.end_ms >= TURN_PAUSE_MS
