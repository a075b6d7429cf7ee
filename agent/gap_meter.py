"""Counts the gaps of one transcript, which are stored again each time they grow."""

from uuid import UUID

from agent.job_metrics import GAP_SECONDS, GAPS
from server.meeting.gaps import Cause


class GapMeter:
    """Meter of one job; times in milliseconds on the meeting's clock."""

    def __init__(self) -> None:
        self._counted_to_ms: dict[UUID, int] = {}

    def noted(self, gap: UUID, cause: Cause, from_ms: int, to_ms: int | None) -> None:
        """Count a gap once, and its length as far as it was not counted.

        One without an end is counted by the job that ends it, which may be another; a language that is not
        transcribed has no such job.
        """
        if to_ms is None and cause != "language":
            return
        if gap not in self._counted_to_ms:
            GAPS.labels(cause).inc()
        counted_ms = self._counted_to_ms.setdefault(gap, from_ms)
        if to_ms is not None and to_ms > counted_ms:
            GAP_SECONDS.labels(cause).inc((to_ms - counted_ms) / 1000)
            self._counted_to_ms[gap] = to_ms
