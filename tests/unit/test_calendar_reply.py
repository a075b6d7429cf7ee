"""Answers as calendar programs write them, and mails that are none: read, or refused by one word."""

import contextlib
import random
from datetime import UTC, datetime
from email.message import EmailMessage
from uuid import UUID

import pytest

from server.calendar_reply import MOST_PARTS, NoReply, replies_in

ROOM = UUID("0199c3b0-0000-7000-8000-000000000001")
TOKEN = "0123456789abcdef" * 2
GOOGLE = f"""BEGIN:VCALENDAR
PRODID:-//Google Inc//Google Calendar 70.9054//EN
VERSION:2.0
CALSCALE:GREGORIAN
METHOD:REPLY
BEGIN:VEVENT
DTSTART:20270315T080000Z
DTEND:20270315T090000Z
DTSTAMP:20261128T090000Z
ORGANIZER;CN=Alice:mailto:replies+{TOKEN}@example.org
UID:meeting-{ROOM}@parley
ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;CN=Dana;X
 -NUM-GUESTS=0:mailto:dana@example.org
SEQUENCE:2
STATUS:CONFIRMED
SUMMARY:Plan
END:VEVENT
END:VCALENDAR
"""
OUTLOOK = f"""BEGIN:VCALENDAR
METHOD:REPLY
PRODID:Microsoft Exchange Server 2010
VERSION:2.0
BEGIN:VTIMEZONE
TZID:W. Europe Standard Time
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;INTERVAL=1;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
BEGIN:VEVENT
ATTENDEE;PARTSTAT=TENTATIVE;CN="Dana":MAILTO:Dana@Example.org
COMMENT;LANGUAGE=de-DE:\\n
UID:series-{ROOM}@parley
SUMMARY;LANGUAGE=de-DE:Mit Vorbehalt: Plan
RECURRENCE-ID;TZID=W. Europe Standard Time:20270315T090000
DTSTART;TZID=W. Europe Standard Time:20270315T090000
DTEND;TZID=W. Europe Standard Time:20270315T100000
CLASS:PUBLIC
PRIORITY:5
DTSTAMP:20261128T090000Z
TRANSP:OPAQUE
STATUS:CONFIRMED
SEQUENCE:0
X-MICROSOFT-CDO-APPT-SEQUENCE:0
END:VEVENT
END:VCALENDAR
"""


def mail(calendar: str | bytes, charset: str = "utf-8", **headers: str) -> EmailMessage:
    """A mail as programs send it: words, HTML, and the calendar beside them."""
    made = EmailMessage()
    made["From"], made["To"] = "dana@example.org", "replies@example.org"
    for name, value in headers.items():
        made[name.replace("_", "-")] = value
    made.set_content("Dana has answered.")
    made.add_alternative("<p>Dana has answered.</p>", subtype="html")
    content = calendar.encode(charset) if isinstance(calendar, str) else calendar
    made.add_attachment(content, maintype="text", subtype="calendar", params={"charset": charset})
    return made


def why(content: bytes) -> str:
    """Why a mail answers nothing."""
    with pytest.raises(NoReply) as refused:
        replies_in(content)
    return refused.value.why


def test_google() -> None:
    """What Google Calendar sends is read."""
    (reply,) = replies_in(mail(GOOGLE).as_bytes())
    assert (reply.room_id, reply.series_id, reply.occurrence) == (ROOM, None, None)
    assert (reply.address, reply.answer, reply.sequence) == ("dana@example.org", "accepted", 2)
    assert (reply.stated_at, reply.tokens) == (datetime(2026, 11, 28, 9, tzinfo=UTC), frozenset({TOKEN}))


def test_outlook() -> None:
    """What Outlook sends is read: zones by Microsoft's names, and no organizer."""
    (reply,) = replies_in(mail(OUTLOOK, Delivered_To=f"Replies+{TOKEN.upper()}@example.org").as_bytes())
    assert (reply.room_id, reply.series_id) == (None, ROOM)
    assert reply.occurrence == datetime(2027, 3, 15, 8, tzinfo=UTC)
    assert (reply.address, reply.answer, reply.tokens) == (
        "dana@example.org",
        "tentative",
        frozenset({TOKEN}),
    )


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "iso-8859-1", "no-such-set"])
def test_encodings(charset: str) -> None:
    """Whatever the letters are encoded in, the answer is read."""
    known = "utf-8" if charset == "no-such-set" else charset
    made = mail(GOOGLE.replace("SUMMARY:Plan", "SUMMARY:Plän"), known)
    assert replies_in(made.as_bytes().replace(known.encode(), charset.encode()))[0].answer == "accepted"


def test_broken_encoding() -> None:
    """Letters that are none do not hide an answer."""
    made = mail(GOOGLE.encode().replace(b"SUMMARY:Plan", b"SUMMARY:\xff\xfe\xc3"))
    assert replies_in(made.as_bytes())[0].answer == "accepted"


def test_as_a_file() -> None:
    """A calendar that is attached as any file is found by its name, also deep inside."""
    inner = EmailMessage()
    inner.set_content("See the file.")
    inner.add_attachment(GOOGLE.encode(), maintype="application", subtype="octet-stream", filename="r.ICS")
    for _ in range(5):
        outer = EmailMessage()
        outer.make_mixed()
        outer.attach(inner)
        inner = outer
    assert replies_in(inner.as_bytes())[0].answer == "accepted"


def test_floating() -> None:
    """A moment without a zone stays without one."""
    changed = OUTLOOK.replace("RECURRENCE-ID;TZID=W. Europe Standard Time:", "RECURRENCE-ID:")
    (reply,) = replies_in(mail(changed).as_bytes())
    assert reply.occurrence == datetime(2027, 3, 15, 9)  # noqa: DTZ001


def test_no_stamp() -> None:
    """An answer without a time, or with one that is none, has none."""
    for stamp in ("", "DTSTAMP;VALUE=DATE:20261128\n"):
        (reply,) = replies_in(mail(GOOGLE.replace("DTSTAMP:20261128T090000Z\n", stamp)).as_bytes())
        assert reply.stated_at is None


@pytest.mark.parametrize(
    ("wrong", "word"),
    [
        (("METHOD:REPLY", "METHOD:REQUEST"), "other_method"),
        (("METHOD:REPLY", "METHOD:COUNTER"), "other_method"),
        (("METHOD:REPLY\n", ""), "other_method"),
        (("@parley", "@elsewhere"), "not_ours"),
        ((f"meeting-{ROOM}", "meeting-1"), "not_ours"),
        (("PARTSTAT=ACCEPTED", "PARTSTAT=NEEDS-ACTION"), "no_answer"),
        (("PARTSTAT=ACCEPTED", "PARTSTAT=DELEGATED"), "no_answer"),
        (("PARTSTAT=ACCEPTED;", ""), "no_answer"),
        (("mailto:dana@example.org", "mailto:dana"), "unreadable"),
        (("mailto:dana@example.org", "urn:uuid:1"), "unreadable"),
        (("SEQUENCE:2", "SEQUENCE:-1"), "unreadable"),
        (("SEQUENCE:2", "SEQUENCE:99999999999999999999"), "unreadable"),
        (("BEGIN:VEVENT", "BEGIN:VTODO"), "unreadable"),
        (("END:VCALENDAR", ""), "unreadable"),
        (("STATUS:", "ATTENDEE;PARTSTAT=DECLINED:mailto:eve@example.org\nSTATUS:"), "unreadable"),
    ],
    ids=lambda each: each if isinstance(each, str) else each[1][:24] or "nothing",
)
def test_no_answer_of_ours(wrong: tuple[str, str], word: str) -> None:
    """What answers nothing of ours is refused by the word that counts it."""
    assert why(mail(GOOGLE.replace(*wrong)).as_bytes()) == word


@pytest.mark.parametrize(
    "moment", ["VALUE=DATE:20270315", "RANGE=THISANDFUTURE:20270315T080000Z"], ids=["a day", "a range"]
)
def test_no_one_meeting(moment: str) -> None:
    """Of a series one meeting is answered by its moment, not by its day, and no half of it."""
    given = "RECURRENCE-ID;TZID=W. Europe Standard Time:20270315T090000"
    changed = OUTLOOK.replace(given, f"RECURRENCE-ID;{moment}")
    assert why(mail(changed).as_bytes()) == "no_meeting"


def test_mails_of_people_and_machines() -> None:
    """Automatic answers, HTML alone, and nothing at all have no calendar."""
    html = EmailMessage()
    html["Auto-Submitted"] = "auto-replied"
    html.set_content("<p>I am away.</p>", subtype="html")
    for content in (html.as_bytes(), b"", b"\0\0\0", b"Subject: x", b"Content-Type: text/\xff\r\n\r\n"):
        assert why(content) == "no_calendar"


def test_forwarded() -> None:
    """An answer inside a mail that is forwarded or returned is not this mail's."""
    outer = EmailMessage()
    outer["Subject"] = "Undeliverable"
    outer.add_attachment(mail(GOOGLE))
    assert why(outer.as_bytes()) == "no_calendar"


def test_many_parts() -> None:
    """A mail of parts without end is not read to its end."""
    made = mail(GOOGLE)
    for _ in range(MOST_PARTS):
        made.add_attachment(b"x", maintype="image", subtype="png")
    assert replies_in(made.as_bytes())  # the calendar comes before
    first = EmailMessage()
    first.make_mixed()
    for _ in range(MOST_PARTS):
        first.add_attachment(b"x", maintype="image", subtype="png")
    first.attach(mail(GOOGLE))
    assert why(first.as_bytes()) == "unreadable"


def test_nested_without_end() -> None:
    """Parts within parts within parts are a mail like any other that cannot be read."""
    lines = [b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(3000)]
    assert why(b"".join(lines)) in ("unreadable", "no_calendar")


def test_damaged() -> None:
    """Whatever bytes are lost or changed on the way, a mail is read or refused, and nothing else happens."""
    chance = random.Random(13)  # noqa: S311  any will do
    whole = [mail(each).as_bytes() for each in (GOOGLE, OUTLOOK)]
    for _ in range(500):
        content = bytearray(chance.choice(whole))
        for _ in range(chance.randrange(1, 12)):
            place = chance.randrange(len(content))
            content[place : place + chance.randrange(3)] = chance.randbytes(chance.randrange(3))
        with contextlib.suppress(NoReply):
            replies_in(bytes(content))
