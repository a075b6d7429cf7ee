"""The door to icalendar for answers: what a calendar program has mailed back (RFC 5546, 3.2.3; RFC 6047).

The mail is a stranger's: whatever it holds, it is read or refused by one word within a moment, and nothing of
it is shown. Python's and icalendar's parsers take minutes, or all memory, for what is made to cost them that:
such mails are refused before.
"""

import codecs
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

from server.calendar_text import MOST_EVENTS, ZONE, answer_lines, known_zone
from server.meeting.invitation_answers import Answer
from server.meeting.invitation_replies import Reply
from server.meeting.mailboxes import address

LARGEST = 512 * 1024
"""Bytes; answers have some kilobytes."""
MOST_PARTS = 200
MOST_LEVELS = 50
"""Parts of parts; the parser asks each of them for each line."""
MOST_LINES = 50_000
LONGEST_HEADER = 8192
"""Bytes of a part's description, whose parameters take quadratic time."""
LONGEST_ADDRESS = 320
MOST_TOKENS = 100
MOST_SEQUENCE = 2**31 - 1
TYPES = ("text/calendar", "application/ics", "text/x-vcalendar")
ADDRESSED = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To")
"""Headers in which a server says whom a mail was to: outlook.com leaves ORGANIZER out of its answers."""
DESCRIPTION = re.compile(rb"content-[a-z-]+[ \t]*:[^\r\n]*(?:(?:\r\n|\r|\n)[ \t][^\r\n]*)*", re.IGNORECASE)
NO_CHARSETS = frozenset({"punycode", "idna", "unicode-escape", "raw-unicode-escape"})
"""Python's codecs of text that no mail uses; the first two take quadratic time."""
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
    if _is_costly(content):
        raise NoReply("unreadable")
    message = message_from_bytes(content)
    calendar = _calendar(message)
    events = calendar.walk("VEVENT")[:MOST_EVENTS]
    tokens = set(
        TOKEN.findall(" ".join(str(each) for name in ADDRESSED for each in message.get_all(name, ())))
    )
    if not events or len(tokens) > MOST_TOKENS:
        raise NoReply("unreadable")
    for event in events:
        yield _reply(event, tokens)


def _is_costly(content: bytes) -> bool:
    return (
        len(content.splitlines()) > MOST_LINES
        or len(re.findall(rb"multipart/", content, re.IGNORECASE)) > MOST_LEVELS
        or any(len(each[0]) > LONGEST_HEADER for each in DESCRIPTION.finditer(content))
    )


def _calendar(message: Message) -> Component:
    """The first calendar of the mail that answers; a forwarded mail inside it is not its own."""
    others = False
    for part in _parts(message):
        if not _is_calendar(part):
            continue
        calendar = Calendar.from_ical(answer_lines(_text(part)))
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
    return content.decode(_charset(part), "replace").lstrip("\ufeff")


def _charset(part: Message) -> str:
    """The character set of the part; UTF-8 where it names none."""
    try:
        name = codecs.lookup(part.get_content_charset() or "utf-8").name
        if name in NO_CHARSETS:
            return "utf-8"
        b"-".decode(name, "replace")  # refuses what decodes bytes to bytes
    except LookupError:
        return "utf-8"
    return name


def _reply(event: Component, addressed: set[str]) -> Reply:
    """Read one event; raises NoReply and MALFORMED."""
    ours = OURS.fullmatch(str(event.get("UID", "")).strip())
    if ours is None:
        raise NoReply("not_ours")
    if any(name != "DTSTAMP" for name, _ in event.errors):  # one meeting would become the whole series
        raise NoReply("unreadable")
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
    if len(text) > LONGEST_ADDRESS:
        raise NoReply("unreadable")
    return address(unquote(re.sub(r"^mailto:", "", text.strip(), flags=re.IGNORECASE)))


def _occurrence(event: Component) -> datetime | None:
    """Which meeting of a series; without a zone where the program gave none that is known."""
    found = event.get("RECURRENCE-ID")
    if found is None:
        return None
    moment = _moment(found)
    if moment is None or "RANGE" in found.params:
        raise NoReply("no_meeting")
    return moment


def _stated(event: Component) -> datetime | None:
    """When it was answered, by the program's clock; RFC 5545 wants UTC."""
    found = event.get("DTSTAMP")
    moment = _moment(found) if found is not None else None
    return moment.replace(tzinfo=UTC) if moment else None


def _moment(found: Any) -> datetime | None:
    """In UTC, or without a zone; None if it is a day."""
    moment: datetime | date = found.dt
    if not isinstance(moment, datetime):
        return None
    zone = moment.tzinfo or known_zone(str(found.params.get(ZONE, "")))
    return moment.replace(tzinfo=zone).astimezone(UTC) if zone else moment
