"""Back-off of the reconciler: it acts on a fault after a grace period, then ever more rarely."""

from collections.abc import Iterable
from dataclasses import dataclass, field

ROUND_S = 5.0
SILENCE_S = 1.5 * ROUND_S
"""After this much silence the database counts as having been away, for the transcribers too."""
FIRST_BACKOFF_S = 10.0
MAX_BACKOFF_S = 60.0


@dataclass(slots=True)
class DatabaseSilence:
    """Since when the database has answered without a pause; the caller passes the time."""

    steady_since: float = float("-inf")
    _answered_at: float | None = None

    def answered(self, now: float) -> None:
        """Record an answer; after a pause healthy jobs may have expired leases, which they will renew."""
        if self._answered_at is not None and now - self._answered_at > SILENCE_S:
            self.steady_since = now
        self._answered_at = now


@dataclass(slots=True)
class ReconcileBackoff:
    """Since when each fault exists, and when it was last acted on; the caller passes the time."""

    grace_s: float
    first_backoff_s: float = FIRST_BACKOFF_S
    max_backoff_s: float = MAX_BACKOFF_S
    _next: dict[str, float] = field(default_factory=dict)
    _backoff: dict[str, float] = field(default_factory=dict)

    def is_due(self, key: str, now: float, *, at_once: bool = False) -> bool:
        """Whether to act now; each time the next wait doubles."""
        due = self._next.setdefault(key, now if at_once else now + self.grace_s)
        if now < due:
            return False
        backoff = self._backoff.get(key, self.first_backoff_s)
        self._next[key] = now + backoff
        self._backoff[key] = min(2 * backoff, self.max_backoff_s)
        return True

    def hurry(self) -> None:
        """Let every fault that was acted on before be due again at once."""
        for key in self._backoff:
            self._next[key] = float("-inf")

    def keep_only(self, keys: Iterable[str]) -> None:
        """Forget the faults that are gone."""
        wrong = set(keys)
        for book in (self._next, self._backoff):
            for key in book.keys() - wrong:
                del book[key]
