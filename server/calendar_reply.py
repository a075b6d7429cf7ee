"""The door to icalendar for answers: what a calendar program has mailed back (RFC 5546, 3.2.3; RFC 6047).

The mail is a stranger's: whatever it holds, it is read or refused by one word, and nothing of it is shown.
"""

import re
from collections.abc import Iterator
from datetime import UTC, date, datetime
from email import message_from_bytes
from email.message import Message
from typing import Any
from urllib.parse import unquote
from uuid import UUID

from icalendar import Calendar
from icalendar.cal import Component

from server.meeting.invitation_answers import Answer
from server.meeting.invitation_replies import Reply
from server.meeting.mailboxes import address

LARGEST = 512 * 1024
"""Bytes; answers have some kilobytes."""
MOST_PARTS = 200
MOST_EVENTS = 20
MOST_SEQUENCE = 2**31 - 1
TYPES = ("text/calendar", "application/ics", "text/x-vcalendar")
ADDRESSED = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To")
"""Headers in which a server says whom a mail was to: outlook.com leaves ORGANIZER out of its answers."""
TOKEN = re.compile(r"\+([0-9a-f]{32})@", re.IGNORECASE)
OURS = re.compile(r"(meeting|series)-([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})@parley", re.IGNORECASE)
ANSWERS: dict[str, Answer] = {"ACCEPTED": "accepted", "TENTATIVE": "tentative", "DECLINED": "declined"}
MALFORMED = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError, RecursionError)
"""What the parsers of Python and icalendar raise for what is no mail, or no calendar."""


class NoReply(Exception):  # noqa: N818  raised as an answer
    """The mail answers nothing of ours; `why` is a word for counters and logs."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def replies_in(content: bytes) -> list[Reply]:
    """Read the answers of a mail, mostly one; raises NoReply."""
    try:
        return list(_replies(content))
    except MALFORMED:
        raise NoReply("unreadable") from None


def _replies(content: bytes) -> Iterator[Reply]:
    message = message_from_bytes(content)
    calendar = _calendar(message)
    events = calendar.walk("VEVENT")[:MOST_EVENTS]
    if not events:
        raise NoReply("unreadable")
    tokens = set(
        TOKEN.findall(" ".join(str(each) for name in ADDRESSED for each in message.get_all(name, ())))
    )
    for event in events:
        yield _reply(event, tokens)


def _calendar(message: Message) -> Component:
    """The first calendar of the mail that answers; a forwarded mail inside it is not its own."""
    others = False
    for part in _parts(message):
        if not _is_calendar(part):
            continue
        calendar = Calendar.from_ical(_text(part))
        method = str(calendar.get("METHOD") or part.get_param("method") or "")
        if method.upper() == "REPLY":
            return calendar
        others = True
    raise NoReply("other_method" if others else "no_calendar")


def _parts(message: Message) -> Iterator[Message]:
    waiting, seen = [message], 0
    while waiting:
        part, seen = waiting.pop(), seen + 1
        if seen > MOST_PARTS:
            raise NoReply("unreadable")
        if part.get_content_maintype() == "multipart" and part.is_multipart():
            inner: Any = part.get_payload()
            waiting += reversed([each for each in inner if isinstance(each, Message)])
        elif not part.is_multipart():
            yield part


def _is_calendar(part: Message) -> bool:
    return part.get_content_type() in TYPES or (part.get_filename() or "").lower().endswith(".ics")


def _text(part: Message) -> str:
    content = part.get_payload(decode=True)
    if not isinstance(content, bytes):
        raise NoReply("unreadable")
    try:
        return content.decode(part.get_content_charset() or "utf-8", "replace").lstrip("\ufeff")
    except LookupError:  # a character set that is none
        return content.decode("utf-8", "replace").lstrip("\ufeff")


def _reply(event: Component, addressed: set[str]) -> Reply:
    """Read one event; raises NoReply and MALFORMED."""
    ours = OURS.fullmatch(str(event.get("UID", "")).strip())
    if ours is None:
        raise NoReply("not_ours")
    (attendee,) = _all(event, "ATTENDEE")
    answer = ANSWERS.get(str(attendee.params.get("PARTSTAT", "")).upper())
    if answer is None:
        raise NoReply("no_answer")
    organizers = TOKEN.findall(" ".join(unquote(str(each)) for each in _all(event, "ORGANIZER")))
    sequence = int(event.get("SEQUENCE", 0))
    if not 0 <= sequence <= MOST_SEQUENCE:
        raise NoReply("unreadable")
    is_series = ours[1].lower() == "series"
    return Reply(
        room_id=None if is_series else UUID(ours[2]),
        series_id=UUID(ours[2]) if is_series else None,
        occurrence=_occurrence(event) if is_series else None,
        address=_address(str(attendee)),
        answer=answer,
        sequence=sequence,
        stated_at=_stated(event),
        tokens=frozenset(each.lower() for each in (*addressed, *organizers)),
    )


def _all(event: Component, name: str) -> list[Any]:
    found = event.get(name, [])
    return found if isinstance(found, list) else [found]


def _address(text: str) -> str:
    return address(unquote(re.sub(r"^mailto:", "", text.strip(), flags=re.IGNORECASE)))


def _occurrence(event: Component) -> datetime | None:
    """Which meeting of a series; without a zone where the program gave none."""
    found = event.get("RECURRENCE-ID")
    if found is None:
        return None
    moment = found.dt
    if not isinstance(moment, datetime) or "RANGE" in found.params:
        raise NoReply("no_meeting")
    return moment.astimezone(UTC) if moment.tzinfo else moment


def _stated(event: Component) -> datetime | None:
    """When it was answered, by the program's clock; RFC 5545 wants UTC."""
    found = event.get("DTSTAMP")
    moment: datetime | date | None = found.dt if found is not None else None
    if not isinstance(moment, datetime):
        return None
    return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
