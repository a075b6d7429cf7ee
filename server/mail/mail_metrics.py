"""The metrics of mail: what this process sent, and what waits in the database."""

from prometheus_client import CollectorRegistry, Counter, Gauge

OUTCOMES = ("sent", "failed", "dropped", "deferred")


class MailMetrics:
    """In the registry of the process that sends."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.mails = Counter(
            "parley_mails", "Attempts to send a mail, by what became of it.", ("outcome",), registry=registry
        )
        self._notices = Gauge(
            "parley_mail_notices",
            "Notices that wait to be mailed, or that could not be within a day.",
            ("state",),
            registry=registry,
        )
        self._oldest = Gauge(
            "parley_mail_oldest_seconds",
            "Age of the oldest notice that is due to be mailed.",
            registry=registry,
        )
        for outcome in OUTCOMES:
            self.mails.labels(outcome)

    def show(self, standing: dict[str, tuple[int, float]] | None) -> None:
        """Set the gauges from `mail_standing()`; None: the database did not answer."""
        self._notices.clear()
        for state in ("waiting", "failed") if standing is not None else ():
            self._notices.labels(state).set((standing or {}).get(state, (0, 0.0))[0])
        self._oldest.set((standing or {}).get("waiting", (0, 0.0))[1])
