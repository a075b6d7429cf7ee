"""When a room's captions count as late."""

import asyncio

import pytest

from agent import caption_lag
from agent.caption_lag import RECENT
from agent.faults import FAULT, LAG, Faults


@pytest.mark.parametrize(
    ("ages_s", "lag"),
    [
        ([9.0] * (RECENT - 1), ""),
        ([0.8] * RECENT + [40.0], ""),
        ([0.8] * RECENT + [6.0] * 3, "5"),
        ([6.0] * RECENT + [0.8] * 3, ""),
        ([500.0] * RECENT, "60"),
    ],
    ids=["too few", "one", "late", "no longer", "very late"],
)
async def test_lag(ages_s: list[float], lag: str) -> None:
    """The median of the latest finals counts, in steps."""
    faults = Faults()
    for age_s in ages_s:
        faults.lag.observe(age_s)
    assert faults.attributes == {FAULT: "delayed" if lag else "", LAG: lag}


async def test_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    """After a long silence captions are not called late any more."""
    monkeypatch.setattr(caption_lag, "FORGET_S", 0.01)
    faults = Faults()
    for _ in range(RECENT):
        faults.lag.observe(9.0)
    async with asyncio.timeout(5):
        while faults.worst:  # noqa: ASYNC110  its timer tells nobody
            await asyncio.sleep(0.01)
