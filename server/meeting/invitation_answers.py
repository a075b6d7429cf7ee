"""What an invitation's token opens: the invitation itself, an answer to it, and the way in.

A token that never was, was withdrawn, renewed or has expired is answered alike: there is none.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal
from uuid import UUID, uuid4

from server.errors import Conflict, Forbidden, NotFound
from server.meeting.audit import record
from server.meeting.db import fetch_one, transaction
from server.meeting.invitations import InvitationKind, InvitationRole, InvitationStatus
from server.meeting.rooms import RoomStatus
from server.meeting.sessions import new_token, token_hash

Answer = Literal["accepted", "tentative", "declined"]
CAUSES: Final[dict[Answer, str]] = {"accepted": "accept", "tentative": "hesitate", "declined": "decline"}
"""The cause of each answer in `states.INVITATION`."""


class NoInvitation(NotFound):
    """No invitation that holds has this token."""

    title = "This invitation does not work"
    detail = "It has expired, was withdrawn, or was sent again since. Ask the host for a new one."


class InvitationUsed(Conflict):
    """As many people as it is for have come in by it."""

    title = "This invitation has been used"
    detail = "Open it in the browser you used it in, or ask the host for another one."


class AccountNeeded(Forbidden):
    """The meeting takes no guests, or the place is an account's."""

    title = "You need an account to use this invitation"
    detail = "Sign in, or create an account, and open the invitation again."


class OtherAccount(Forbidden):
    """The invitation was sent to the address of another account."""

    title = "This invitation is for another account"
    detail = "Sign in with the e-mail address it was sent to."


class TooEarly(Conflict):
    """A guest's place lasts a day, so it is not given long before the meeting."""

    title = "The meeting is not yet open to guests"
    detail = "Come back within twelve hours of its start, or sign in."


@dataclass(frozen=True, slots=True)
class OpenedInvitation:
    """An invitation as whoever holds its token sees it."""

    id: UUID
    room_id: UUID
    kind: InvitationKind
    role: InvitationRole
    status: InvitationStatus
    expires_at: datetime
    has_uses: bool
    """Whether somebody who has not used it may still come in by it."""
    answered_at: datetime | None
    slug: str
    name: str
    host_name: str | None
    room_status: RoomStatus
    scheduled_start_time: datetime | None
    time_zone: str
    guests: bool
    has_account: bool
    """Whether only one account may come in by it."""
    is_host: bool


@dataclass(frozen=True, slots=True)
class PlannedDate:
    """How long a meeting is planned to be, and how often its date has changed."""

    minutes: int
    sequence: int
    created_at: datetime
    event_series: UUID | None = None
    event_occurrence: datetime | None = None
    """The event of a series that the meeting is in its person's calendar."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A place in the meeting; the guest's token for their cookie, if they have become one by it."""

    slug: str
    guest_token: str | None


async def open_invitation(token: str) -> OpenedInvitation:
    """Return the invitation of a token, of a series that to its next meeting; raises NoInvitation."""
    row = await fetch_one("SELECT * FROM invitation_by($1)", await _current(token))
    if row is None:
        raise NoInvitation
    return OpenedInvitation(**dict(row))


async def planned_date(token: str) -> tuple[OpenedInvitation, PlannedDate]:
    """Return an invitation with what calendars want to know of its meeting; raises NoInvitation."""
    opened = await open_invitation(token)
    row = await fetch_one(
        "SELECT minutes, sequence, created_at, event_series, event_occurrence FROM date_by_invitation($1)",
        await _current(token),
    )
    if row is None:
        raise NoInvitation
    return opened, PlannedDate(**dict(row))


async def answer_invitation(token: str, answer: Answer) -> OpenedInvitation:
    """Say whether one comes, again if one's mind has changed; raises NoInvitation and Conflict."""
    async with transaction():
        before = await open_invitation(token)
        row = await fetch_one("SELECT answer_invitation($1, $2) AS status", token_hash(token), answer)
        if row is None or row["status"] is None:
            raise Conflict("There is nothing to answer here any more.")
        await record("room_access", f"invitation.{CAUSES[answer]}", before.room_id, link=str(before.id))
    return await open_invitation(token)


async def enter_by_invitation(token: str, guest_name: str | None) -> Entry:
    """Take the place that an invitation gives: the signed-in person's, or a guest's of this name.

    Whether it lets them in, the meeting's doors decide when they join. Raises NoInvitation, InvitationUsed,
    AccountNeeded, OtherAccount and TooEarly.
    """
    guest_token = new_token()
    async with transaction():
        before = await open_invitation(token)
        row = await fetch_one(
            "SELECT outcome, slug FROM enter_by_invitation($1, $2, $3, $4)",
            await _current(token),
            uuid4(),
            token_hash(guest_token),
            guest_name or "Guest",
        )
        outcome = row["outcome"] if row else "absent"
        if row is None or outcome not in ("known", "entered"):
            raise REFUSALS[outcome]
        if outcome == "entered":
            await record("room_access", "invitation.use", before.room_id, link=str(before.id))
    return Entry(row["slug"], guest_token if outcome == "entered" and guest_name is not None else None)


async def _current(token: str) -> str:
    """The hash of the invitation that a token stands for now: one to a series is to its next meeting."""
    given = token_hash(token)
    row = await fetch_one("SELECT current_invitation($1) AS hash", given)
    return row["hash"] if row and row["hash"] else given


REFUSALS: Final[dict[str, type[Exception]]] = {
    "absent": NoInvitation,
    "used": InvitationUsed,
    "account_needed": AccountNeeded,
    "other_account": OtherAccount,
    "early": TooEarly,
}
