"""The outbox: a mail is claimed by one sender at a time, sent, and then marked."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Literal, Self
from uuid import UUID

from server.meeting.db import execute, fetch, fetch_one, from_json
from server.meeting.sealing.sealed_columns import EMAIL

Kind = Literal["minutes_ready", "task_assigned", "task_due", "task_overdue", "mentioned"]
Outcome = Literal["sent", "failed", "dropped", "waiting"]
"""`waiting`: it is tried again later."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One notification of a mail; `due` is an action item's date."""

    kind: Kind
    title: str
    message: str
    url: str
    """A path of this site."""
    due: date | None = None


@dataclass(frozen=True, slots=True)
class MeetingOfMail:
    """The meeting that a mail is about."""

    id: UUID
    name: str
    slug: str
    time_zone: str
    began: datetime


@dataclass(frozen=True, slots=True)
class ClaimedMail:
    """A mail that is this sender's until its lease ends; without notices it has become needless."""

    id: UUID
    user_id: UUID
    sealed_address: str
    name: str
    notices: tuple[Notice, ...]
    meeting: MeetingOfMail | None
    """None in the digest of due tasks, which are of several."""
    attempts: int
    """This one counted."""
    is_link_only: bool = False
    """Whether the person wants no titles in mails."""

    @classmethod
    def of(cls, row: dict[str, Any]) -> Self:
        """Read what `claim_mail()` returns."""
        meeting = row["meeting"] if row["bundle"] != "digest" else None
        return cls(
            id=UUID(row["mail_id"]),
            user_id=UUID(row["user_id"]),
            sealed_address=row["email"],
            name=row["name"],
            notices=tuple(
                Notice(
                    item["kind"], item["title"], item["message"], item["url"] or "/",
                    date.fromisoformat(item["due"]) if item["due"] else None,
                )
                for item in row["items"]
            ),
            meeting=MeetingOfMail(
                UUID(meeting["id"]), meeting["name"], meeting["slug"], meeting["time_zone"],
                datetime.fromisoformat(meeting["began"]),
            ) if meeting else None,
            attempts=row["attempts"],
            is_link_only=row["preferences"].get("content") == "link",
        )  # fmt: skip

    @property
    def address(self) -> str:
        """The person's address; raises SealError."""
        return EMAIL.open(self.sealed_address, self.user_id)


async def claim_mail(lease_s: float) -> ClaimedMail | None:
    """Take the mail that has been due for longest; None if none is.

    After the lease another sender may take it.
    """
    row = await fetch_one("SELECT claim_mail($1) AS mail", lease_s)
    return ClaimedMail.of(from_json(row["mail"])) if row and row["mail"] else None


async def finish_mail(mail_id: UUID, outcome: Outcome, why: str | None = None, again_s: float = 0.0) -> None:
    """Mark what became of a mail; `why` is a word such as `recipient_refused`."""
    await execute("SELECT finish_mail($1, $2, $3, $4)", mail_id, outcome, why, again_s)


async def mail_standing() -> dict[str, tuple[int, float]]:
    """By state the notices that wait or failed within a day, and the age of the oldest due one in seconds."""
    rows = await fetch("SELECT state, notices, oldest_s FROM mail_standing()")
    return {row["state"]: (row["notices"], row["oldest_s"]) for row in rows}


@dataclass(frozen=True, slots=True)
class FailedMail:
    """The last mail that did not reach its person."""

    error: str
    at: datetime


async def last_failure(person_id: UUID) -> FailedMail | None:
    """Return why the newest mail to this person failed; None if it was sent, or there was none."""
    row = await fetch_one(
        "SELECT state, error, created_at FROM mail_outbox WHERE user_id = $1 AND state IN ('sent', 'failed')"
        " ORDER BY created_at DESC, id DESC LIMIT 1",
        person_id,
    )
    return (
        FailedMail(row["error"] or "failed", row["created_at"]) if row and row["state"] == "failed" else None
    )
