"""The metrics of calendar replies: what became of each mail, and of each look into the mailbox."""

from prometheus_client import CollectorRegistry, Counter, Gauge

from server.meeting.invitation_replies import OUTCOMES

REFUSED = (
    "no_calendar",
    "other_method",
    "not_ours",
    "no_answer",
    "unreadable",
    "too_large",
    "gone",
    "failed",
)
FAULTS = (
    "unreachable",
    "timeout",
    "tls_failed",
    "sign_in_refused",
    "no_folder",
    "refused",
    "disconnected",
    "database",
    "failed",
)


class ReplyMetrics:
    """In the registry of the process that reads."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.replies = Counter(
            "parley_calendar_replies",
            "Mails in the mailbox of calendar replies, by what became of them.",
            ("outcome",),
            registry=registry,
        )
        self.looks = Counter(
            "parley_reply_mailbox_looks",
            "Looks into that mailbox, by how they ended.",
            ("outcome",),
            registry=registry,
        )
        self.last_look = Gauge(
            "parley_reply_mailbox_last_look_timestamp_seconds",
            "When it was last read; 0 before, and where there is none.",
            registry=registry,
        )
        for outcome in (*OUTCOMES, *REFUSED):
            self.replies.labels(outcome)
        for look in ("done", *FAULTS):
            self.looks.labels(look)
