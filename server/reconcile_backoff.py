"""When the reconciler acts on what is wrong: after a grace, then less and less often."""

from collections.abc import Iterable
from dataclasses import dataclass, field

ROUND_S = 5.0
SILENCE_S = 1.5 * ROUND_S
"""A database that says nothing for so long was away, for the transcribers too."""
FIRST_BACKOFF_S = 10.0
MAX_BACKOFF_S = 60.0


@dataclass(slots=True)
class DatabaseSilence:
    """Since when the database has answered without a pause; knows time only as it is told."""

    steady_since: float = float("-inf")
    _answered_at: float | None = None

    def answered(self, now: float) -> None:
        """Note an answer; after a pause a lease may have run out in a job that is well, and will renew it."""
        if self._answered_at is not None and now - self._answered_at > SILENCE_S:
            self.steady_since = now
        self._answered_at = now


@dataclass(slots=True)
class ReconcileBackoff:
    """Since when each thing is wrong, and when it was last acted on; knows time only as it is told."""

    grace_s: float
    first_backoff_s: float = FIRST_BACKOFF_S
    max_backoff_s: float = MAX_BACKOFF_S
    _next: dict[str, float] = field(default_factory=dict)
    _backoff: dict[str, float] = field(default_factory=dict)

    def is_over(self, key: str, now: float, *, at_once: bool = False) -> bool:
        """Say whether to act now; after acting one waits twice as long each time."""
        due = self._next.setdefault(key, now if at_once else now + self.grace_s)
        if now < due:
            return False
        backoff = self._backoff.get(key, self.first_backoff_s)
        self._next[key] = now + backoff
        self._backoff[key] = min(2 * backoff, self.max_backoff_s)
        return True

    def keep_only(self, keys: Iterable[str]) -> None:
        """Forget what is no longer wrong."""
        wrong = set(keys)
        for book in (self._next, self._backoff):
            for key in book.keys() - wrong:
                del book[key]
