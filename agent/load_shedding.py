"""What is given up, in which order, while an engine is overloaded; finals never are."""

import time
from collections.abc import Callable
from enum import IntEnum

RECOVERED = 0.75
"""A step ends below this share of the load at which it began, so that it does not come and go."""
HOLD_S = 10.0
"""For so long the load must be that low; then one step ends, and the next needs as long."""


class Step(IntEnum):
    """Each step includes those before it."""

    NOTHING = 0
    SECOND_PASS = 1
    FEWER_INTERIMS = 2
    NO_INTERIMS = 3
    NEW_ROOMS = 4


BEGINS_AT = {
    Step.SECOND_PASS: 0.6,
    Step.FEWER_INTERIMS: 0.8,
    Step.NO_INTERIMS: 1.0,
    Step.NEW_ROOMS: 1.2,
}
"""By the load of `agent/engine_load.py`."""


class LoadShedding:
    """The step of one engine: it rises at once, and falls one at a time."""

    def __init__(self, now_s: Callable[[], float] = time.monotonic) -> None:
        self._now_s = now_s
        self._low_since_s: float | None = None
        self.step = Step.NOTHING

    def update(self, load: float) -> Step:
        """Take the present load; called about once a second."""
        reached = max((step for step, begin in BEGINS_AT.items() if load >= begin), default=Step.NOTHING)
        if reached >= self.step:
            self.step, self._low_since_s = reached, None
        elif load >= RECOVERED * BEGINS_AT[self.step]:
            self._low_since_s = None
        elif self._low_since_s is None:
            self._low_since_s = self._now_s()
        elif self._now_s() - self._low_since_s >= HOLD_S:
            self.step, self._low_since_s = Step(self.step - 1), self._now_s()
        return self.step
