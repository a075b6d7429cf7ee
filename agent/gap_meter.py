"""Counts the gaps of one transcript, which are stored again each time they grow."""

from uuid import UUID

from agent.job_metrics import GAP_SECONDS, GAPS
from server.meeting.gaps import Cause


class GapMeter:
    """Meter of one transcript; times in milliseconds on the meeting's clock."""

    def __init__(self) -> None:
        self._counted_to_ms: dict[UUID, int] = {}
        self._open: dict[UUID, tuple[Cause, int]] = {}

    def noted(self, gap: UUID, cause: Cause, from_ms: int, to_ms: int | None) -> None:
        """Count a gap once, and its length as far as it was not counted."""
        if gap not in self._counted_to_ms:
            GAPS.labels(cause).inc()
        counted_ms = self._counted_to_ms.setdefault(gap, from_ms)
        if to_ms is None:
            self._open[gap] = (cause, from_ms)
        elif to_ms > counted_ms:
            GAP_SECONDS.labels(cause).inc((to_ms - counted_ms) / 1000)
            self._counted_to_ms[gap] = to_ms

    def ended(self, at_ms: int, causes: tuple[Cause, ...]) -> None:
        """Count the length of the open gaps of these causes."""
        for gap, (cause, from_ms) in tuple(self._open.items()):
            if cause in causes:
                del self._open[gap]
                self.noted(gap, cause, from_ms, at_ms)
