"""Mails to who is invited: claimed by one sender at a time, and the log of them that the host reads."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal, Self
from uuid import UUID

from server.meeting.actor import acting_as, actor
from server.meeting.db import execute, fetch, fetch_one, from_json
from server.meeting.sealing.sealed_columns import INVITEE
from server.meeting.series_dates import SeriesDate

InvitationMailKind = Literal["invitation", "update", "cancel", "reminder"]
MailState = Literal["waiting", "sent", "failed", "dropped"]
MOST_LISTED = 1000


@dataclass(frozen=True, slots=True)
class InvitationMail:
    """A mail that is this sender's until its lease ends, with meeting and invitation as they are now."""

    id: UUID
    kind: InvitationMailKind
    attempts: int
    """This one counted."""
    why_not: str | None
    """Why it has become needless."""
    invitation_id: UUID
    sealed_address: str
    stored_hash: str
    token_version: int
    replied_to: UUID
    """The invitation that calendar programs answer: to all of a series, where there is one."""
    reply_version: int
    status: str
    role: str
    room_id: UUID
    slug: str
    name: str
    host_name: str
    time_zone: str
    starts: datetime | None
    """None for a meeting without a date."""
    minutes: int
    sequence: int
    created_at: datetime
    guests: bool = False
    """Whether people without an account may come."""
    series: SeriesDate | None = None
    """The series that the meeting is of."""
    is_of_series: bool = False
    """Whether it is about all of the series."""
    event_series: UUID | None = None
    occurrence: datetime | None = None
    """With `event_series` the event in calendars, where it is about one meeting of a series."""
    is_of_event: bool = False
    """Whether it ends that event, because an invitation to all of the series takes its place."""
    answers: tuple[tuple[datetime, str], ...] = ()
    """To single meetings of the series, where they differ from that to the series: moments and states."""

    @classmethod
    def of(cls, row: dict[str, Any]) -> Self:
        """Read what `claim_invitation_mail()` returns."""
        return cls(
            id=UUID(row["id"]),
            kind=row["kind"],
            attempts=row["attempts"],
            why_not=row["why_not"],
            invitation_id=UUID(row["invitation_id"]),
            sealed_address=row["address"],
            stored_hash=row["token"],
            token_version=row["token_version"],
            replied_to=UUID(row["replied_to"]),
            reply_version=row["reply_version"],
            status=row["status"],
            role=row["role"],
            room_id=UUID(row["room_id"]),
            slug=row["slug"],
            name=row["name"],
            host_name=(row["series"]["host_name"] if row["of_series"] else row["host_name"]) or "",
            time_zone=row["time_zone"],
            starts=datetime.fromisoformat(row["starts"]) if row["starts"] else None,
            minutes=row["minutes"],
            sequence=row["sequence"],
            created_at=datetime.fromisoformat(row["created_at"]),
            series=SeriesDate.of(row["series"]) if row["series"] else None,
            is_of_series=row["of_series"],
            event_series=UUID(row["event_series"]) if row["event_series"] else None,
            occurrence=datetime.fromisoformat(row["occurrence"]) if row["occurrence"] else None,
            is_of_event=row["of_event"],
            answers=tuple(
                (datetime.fromisoformat(each["occurrence"]), each["status"]) for each in row["answers"]
            ),
        )

    @property
    def address(self) -> str:
        """The invited address; raises SealError."""
        return INVITEE.open(self.sealed_address, self.invitation_id)


@dataclass(frozen=True, slots=True)
class LoggedMail:
    """What became of a mail, for the meeting's host."""

    id: UUID
    invitation_id: UUID
    kind: InvitationMailKind
    state: MailState
    attempts: int
    next_attempt_at: datetime
    error: str | None
    sent_at: datetime | None
    created_at: datetime


async def claim_invitation_mail(lease_s: float) -> InvitationMail | None:
    """Take the mail that has been due for longest; None if none is."""
    row = await fetch_one("SELECT claim_invitation_mail($1) AS mail", lease_s)
    if row is None or not row["mail"]:
        return None
    mail = InvitationMail.of(from_json(row["mail"]))
    return replace(mail, guests=await _takes_guests(mail.room_id))


async def _takes_guests(room_id: UUID) -> bool:
    """Whether people without an account may come to a meeting, as `invitation_by` says on the page."""
    with acting_as(replace(actor(), room_id=room_id)):
        row = await fetch_one(
            "SELECT coalesce((settings ->> 'guests')::boolean, true) AS guests FROM rooms WHERE id = $1",
            room_id,
        )
    return row is not None and row["guests"]


async def finish_invitation_mail(mail_id: UUID, outcome: str, why: str | None, again_s: float) -> None:
    """Mark what became of a mail; `why` is a word such as `recipient_refused`."""
    await execute("SELECT finish_invitation_mail($1, $2, $3, $4)", mail_id, outcome, why, again_s)


async def queue_reminders() -> None:
    """Queue the mails about meetings that begin within the hour; each once."""
    await execute("SELECT queue_reminders()")


async def mails_of(room_id: UUID) -> list[LoggedMail]:
    """List the mails about a meeting to its host, the newest first."""
    rows = await fetch(
        "SELECT id, invitation_id, kind, state, attempts, next_attempt_at, error, sent_at, created_at"
        " FROM invitation_mails WHERE room_id = $1 ORDER BY created_at DESC, id DESC LIMIT $2",
        room_id,
        MOST_LISTED,
    )
    return [LoggedMail(**dict(row)) for row in rows]
