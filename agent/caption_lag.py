"""How late a room's captions are at present: above a limit its clients are told by how much."""

import asyncio
from collections import deque
from collections.abc import Callable
from statistics import median

STEPS_S = (3, 5, 10, 20, 30, 60)
"""What clients are told; finals are usually stored within 1.5 s."""
RECENT = 5
"""Finals whose median counts: one late final is not a late room."""
FORGET_S = 30.0
"""After so long without a final nothing is known."""


class CaptionLag:
    """Takes the ages of all finals of a room, from the end of the words, at the moment they are shown."""

    def __init__(self, changed: Callable[[int], None]) -> None:
        """`changed` is told the step in seconds; 0: captions are not late."""
        self._changed = changed
        self._recent: deque[float] = deque(maxlen=RECENT)
        self._forgetting: asyncio.TimerHandle | None = None

    def observe(self, age_s: float) -> None:
        """Count a final."""
        self._recent.append(age_s)
        lag_s = median(self._recent) if len(self._recent) == RECENT else 0.0
        self._changed(max((step for step in STEPS_S if step <= lag_s), default=0))
        if self._forgetting is not None:
            self._forgetting.cancel()
        self._forgetting = asyncio.get_running_loop().call_later(FORGET_S, self._forget)

    def _forget(self) -> None:
        self._recent.clear()
        self._changed(0)
