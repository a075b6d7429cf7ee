"""Answers that calendar programs mail back, each taken once.

Whoever has the mail of an invitation may answer it, as by its link: the mail's ORGANIZER is an address with
a token of the invitation, made by a key of ours, to which calendar programs send their answers. A mail's From
is whatever its sender writes, and proves nothing; the UID is known to everybody who is invited. So a reply is
taken if it has the token of the invitation, and its ATTENDEE is the invited address.
"""

import hmac
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final, Literal
from uuid import UUID

from asyncpg import Record

from server.meeting.audit import record
from server.meeting.db import execute, fetch, fetch_one, transaction
from server.meeting.invitation_answers import CAUSES, Answer
from server.meeting.recurrence import Plan
from server.meeting.sealing.process_keys import process_keyring
from server.time_zones import zone_of

USE = "invitation-reply"
DIGITS = 32
"""128 bits; an address has at most 64 letters before its @."""
AHEAD = timedelta(days=1)
"""A clock may be so far ahead; beyond it the mail's arrival counts."""
SECOND = timedelta(seconds=1)
FARTHEST = timedelta(days=366 * 5)
"""From now; no meeting further away is answered."""
Outcome = Literal["taken", "repeated", "older", "outdated", "closed", "unproven", "no_meeting"]
OUTCOMES: Final[tuple[Outcome, ...]] = (
    "taken",
    "repeated",
    "older",
    "outdated",
    "closed",
    "unproven",
    "no_meeting",
)


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer to a meeting, or to a series or one of its meetings, as a calendar program wrote it."""

    room_id: UUID | None
    series_id: UUID | None
    occurrence: datetime | None
    """Without a zone it is by the series' clock."""
    address: str
    answer: Answer
    sequence: int
    """Of the date that was answered."""
    stated_at: datetime | None
    tokens: frozenset[str]
    """What may be the token of the invitation."""


def reply_address(mailbox: str, invitation_id: UUID, version: int) -> str:
    """Return the address of `mailbox` that answers to this invitation go to (RFC 5233's subaddress)."""
    user, _, domain = mailbox.rpartition("@")
    tag = process_keyring().tag(_told(invitation_id, version), USE)
    return f"{user}+{_shortened(tag)}@{domain}"


async def take_reply(reply: Reply, arrived: datetime) -> Outcome:
    """Answer an invitation as its person's calendar program says, and say what became of it."""
    series_id, at = reply.series_id, reply.occurrence
    is_planned = True
    if series_id is not None and at is not None:
        moment, is_planned = await _moment_of_series(series_id, at)
        if moment is None:
            return "no_meeting"
        at = moment
    stated = reply.stated_at if reply.stated_at and reply.stated_at <= arrived + AHEAD else arrived
    async with transaction():
        invitation = await _to_one_meeting(reply, at) if at is not None else None
        if invitation is not None:
            series_id = at = None
        elif not is_planned:
            return "no_meeting"
        else:
            invitation = await _to_it(reply, at)
        if invitation is None:
            return "unproven"
        row = await fetch_one(
            "SELECT outcome, room_id FROM take_reply($1, $2, $3, $4, $5, $6)",
            invitation,
            series_id,
            at,
            reply.answer,
            reply.sequence,
            stated,
        )
        assert row is not None  # noqa: S101  a function that always answers
        outcome: Outcome = row["outcome"]
        if outcome == "taken":
            cause = f"invitation.{CAUSES[reply.answer]}"
            await record("room_access", cause, row["room_id"], link=str(invitation))
    return outcome


async def _to_one_meeting(reply: Reply, at: datetime) -> UUID | None:
    """The invitation to one meeting of a series that is this event, wherever the series has it by now."""
    rows = await fetch(
        "SELECT id, version FROM invited_to_event($1, $2, $3)",
        reply.series_id,
        at,
        process_keyring().lookup_keys(reply.address),
    )
    return _proven(reply, rows)


async def _to_it(reply: Reply, at: datetime | None) -> UUID | None:
    """The invitation of the answering address to the meeting, or the series."""
    rows = await fetch(
        "SELECT id, version FROM invited_by_address($1, $2, $3, $4)",
        reply.room_id,
        reply.series_id,
        at,
        process_keyring().lookup_keys(reply.address),
    )
    return _proven(reply, rows)


def _proven(reply: Reply, rows: list[Record]) -> UUID | None:
    """The one whose token the reply has."""
    for row in rows:
        tags = process_keyring().tags(_told(row["id"], row["version"]), USE)
        if any(hmac.compare_digest(_shortened(tag), token) for tag in tags for token in reply.tokens):
            return UUID(str(row["id"]))
    return None


async def _moment_of_series(series_id: UUID, at: datetime) -> tuple[datetime | None, bool]:
    """The moment that is meant, and whether the rule of the series has a meeting then."""
    row = await fetch_one("SELECT rule, starts, time_zone, last_day FROM series_plan($1)", series_id)
    if row is None:
        return (at if at.tzinfo else None), False
    plan = Plan(row["rule"], row["starts"], row["time_zone"], row["last_day"])
    if abs(at.replace(tzinfo=None) - datetime.now(UTC).replace(tzinfo=None)) > FARTHEST:
        return None, False
    moment = (at if at.tzinfo else at.replace(tzinfo=zone_of(plan.time_zone))).astimezone(UTC)
    return moment, next(plan.occurrences(moment - SECOND), None) == moment


def _told(invitation_id: UUID, version: int) -> str:
    return f"{invitation_id.hex}.{version}"


def _shortened(tag: str) -> str:
    return tag.rpartition(".")[2][:DIGITS]


async def reply_cursor(mailbox: str, validity: int) -> int | None:
    """Up to which mail a mailbox is read; None if it is new, or numbers its mails anew."""
    row = await fetch_one("SELECT reply_cursor($1, $2) AS last", mailbox, validity)
    return row["last"] if row else None


async def advance_replies(mailbox: str, validity: int, uid: int) -> None:
    """Read the mail and all before it never again."""
    await execute("SELECT advance_replies($1, $2, $3)", mailbox, validity, uid)
