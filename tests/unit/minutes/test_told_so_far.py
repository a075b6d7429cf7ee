"""The summary that a running meeting keeps, and what becomes of it when a later one is not borne out."""

from uuid import uuid4

import pytest

from agent.minutes.told_so_far import Summaries, ToldSoFar
from server.meeting.minutes_provenance import Provenance

ROOM = uuid4()


def told(text: str, blocks: int) -> ToldSoFar:
    """A summary of so many blocks of ten segments."""
    return ToldSoFar(text, blocks * 10, blocks, (0,) * blocks, Provenance(seconds=1.0))


@pytest.mark.parametrize(
    ("later", "kept"), [(told("Later.", 7), "Later."), (told("", 7), "Earlier."), (told("", 9), "")]
)
def test_which_is_kept(later: ToldSoFar, kept: str) -> None:
    """The later summary; the earlier where only that has words, as long as it may stand for the meeting."""
    summaries = Summaries()
    summaries.keep(ROOM, told("Earlier.", 5))
    summaries.keep(ROOM, later)
    found = summaries.get(ROOM)
    assert found is not None
    assert found.text == kept
    assert max(found.blocks, found.tried) == later.blocks
    assert found.ledger.seconds == 2.0
