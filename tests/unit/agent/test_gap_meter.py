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
    """A gap without an end is counted by whoever ends it, also after another job has opened it."""
    figures, gap = Figures({"cause": "transcriber"}), uuid4()
    GapMeter().noted(gap, "transcriber", 1_000, None)
    assert figures.added("parley_caption_gaps_total") == 0
    GapMeter().noted(gap, "transcriber", 1_000, 5_000)
    assert figures.added("parley_caption_gaps_total") == 1
    assert figures.added("parley_caption_gap_seconds_total") == 4


def test_no_engine_for_the_language() -> None:
    """A room without captions is counted at once; how long it lasts nobody measures."""
    figures, meter = Figures({"cause": "language"}), GapMeter()
    meter.noted(uuid4(), "language", 0, None)
    assert figures.added("parley_caption_gaps_total") == 1
    assert figures.added("parley_caption_gap_seconds_total") == 0
