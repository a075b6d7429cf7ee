"""Gaps are counted once, and by their length."""

from uuid import uuid4

from agent.gap_meter import GapMeter
from tests.unit.agent.job_figures import Figures


def test_growing_gap() -> None:
    """A gap that is stored again with a later end counts once; its seconds are those of the last."""
    figures, meter, gap = Figures({"cause": "overrun"}), GapMeter(), uuid4()
    meter.noted(gap, "overrun", 1_000, 3_000)
    meter.noted(gap, "overrun", 1_000, 5_500)
    assert figures.added("parley_caption_gaps_total") == 1
    assert figures.added("parley_caption_gap_seconds_total") == 4.5


def test_open_gap() -> None:
    """A gap without an end counts at once, its length when it ends."""
    figures, meter = Figures({"cause": "transcriber"}), GapMeter()
    meter.noted(uuid4(), "transcriber", 1_000, None)
    meter.ended(4_000, ("engine",))
    assert figures.added("parley_caption_gap_seconds_total") == 0
    meter.ended(5_000, ("engine", "transcriber"))
    meter.ended(9_000, ("transcriber",))
    assert figures.added("parley_caption_gaps_total") == 1
    assert figures.added("parley_caption_gap_seconds_total") == 4
