"""Answers as calendar programs write them, and mails that are none: read, or refused by one word."""

import contextlib
import random
import re
from datetime import UTC, datetime
from email.message import EmailMessage
from uuid import UUID

import pytest
from icalendar import Calendar

from server.calendar_reply import MOST_PARTS, NoReply, replies_in
from server.calendar_text import MOST_EVENTS

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


EVERY_SECOND = """BEGIN:VTIMEZONE
TZID:{zone}
BEGIN:STANDARD
DTSTART:19700101T000000
TZOFFSETFROM:+0000
TZOFFSETTO:+0500
RRULE:FREQ=SECONDLY
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:19700101T000000
TZOFFSETFROM:+0500
TZOFFSETTO:+0000
RRULE:FREQ=SECONDLY
END:DAYLIGHT
END:VTIMEZONE
"""


def with_zone(zone: str, rules: str) -> str:
    """Outlook's answer in a zone of this name, by the mail's own rules."""
    head, _, rest = OUTLOOK.partition("BEGIN:VTIMEZONE\n")
    _, _, event = rest.partition("END:VTIMEZONE\n")
    return head + rules.format(zone=zone) + event.replace("W. Europe Standard Time", zone)


@pytest.mark.parametrize(
    "rules",
    [
        EVERY_SECOND,
        EVERY_SECOND.replace("\n", "\r\n"),
        EVERY_SECOND.replace("BEGIN:VTIMEZONE", "BEGIN:VTIME\n ZONE").replace("END:VT", "E\r\n\tND:VT"),
        EVERY_SECOND.replace("VTIMEZONE", "vTimezone").replace("BEGIN", "begin"),
        EVERY_SECOND.replace("BEGIN:VTIMEZONE", "BEG IN;X=1:VTIMEZONE"),
    ],
    ids=["LF", "CRLF", "folded", "any case", "spaced"],
)
def test_zone_of_its_own(rules: str) -> None:
    """A zone that the mail itself defines is not read, for its moment or for that of a later mail."""
    reply, again = (replies_in(mail(with_zone("Nowhere/Near", each)).as_bytes())[0] for each in (rules, ""))
    assert reply.occurrence == again.occurrence == datetime(2027, 3, 15, 9)  # noqa: DTZ001


def test_unclosed_zone() -> None:
    """What begins and does not end is no calendar."""
    rules = EVERY_SECOND.replace("END:VTIMEZONE\n", "")
    assert why(mail(with_zone("Nowhere/Near", rules)).as_bytes()) == "unreadable"


@pytest.mark.parametrize(
    "zone",
    [
        "Europe/Berlin",
        "/Europe/Berlin",
        "/freeassociation.sourceforge.net/Tzfile/Europe/Berlin",
        "W. Europe Standard Time",
    ],
)
def test_known_zones(zone: str) -> None:
    """A zone is known by IANA's name and by Microsoft's, whatever the mail says of it."""
    (reply,) = replies_in(mail(with_zone(zone, EVERY_SECOND)).as_bytes())
    assert reply.occurrence == datetime(2027, 3, 15, 8, tzinfo=UTC)


@pytest.mark.parametrize("zone", ["../../etc/passwd", "/" * 3000, "a/" * 1500, "Factory", "\0"])
def test_strange_zones(zone: str) -> None:
    """A zone that is none leaves the moment without one."""
    (reply,) = replies_in(mail(with_zone(zone, "")).as_bytes())
    assert reply.occurrence == datetime(2027, 3, 15, 9)  # noqa: DTZ001


@pytest.mark.parametrize(
    "broken", ['RECURRENCE-ID;TZID=":20270315T090000', "RECURRENCE-ID:2027", "RECURRENCE-ID"]
)
def test_broken_moment(broken: str) -> None:
    """An answer to one meeting whose moment cannot be read is none to the whole series."""
    given = "RECURRENCE-ID;TZID=W. Europe Standard Time:20270315T090000"
    assert why(mail(OUTLOOK.replace(given, broken)).as_bytes()) == "unreadable"


def repeated(line: str, times: int) -> str:
    """Google's answer with a line many times in its event."""
    return GOOGLE.replace("STATUS:CONFIRMED\n", line * times)


HUGE = 400_000
"""Letters; nearly the largest mail."""


@pytest.mark.parametrize(
    "costly",
    [
        repeated("RRULE:FREQ=SECONDLY\nRDATE:20270315T080000Z\n", HUGE // 43),
        repeated("BEGIN:VALARM\nEND:VALARM\n", HUGE // 24),
        repeated("X-A;B=C:D\n", HUGE // 10),
        repeated("\n", HUGE),
        repeated(f"COMMENT:{'x' * 1000}\n", HUGE // 1008),
        GOOGLE.replace("BEGIN:VEVENT", "BEGIN:VTODO\nEND:VTODO\n" * (HUGE // 22) + "BEGIN:VEVENT"),
        GOOGLE.replace(
            "BEGIN:VEVENT", "BEGIN:X\n" * (HUGE // 14) + "END:X\n" * (HUGE // 14) + "BEGIN:VEVENT"
        ),
    ],
    ids=["rules", "alarms", "properties", "empty lines", "words", "components", "depth"],
)
def test_costly(costly: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """However much a calendar holds besides its answer, of that alone the parser gets to see anything."""
    seen: list[str] = []
    parse = Calendar.from_ical

    def watched(text: str) -> object:
        seen.append(text)
        return parse(text)

    monkeypatch.setattr(Calendar, "from_ical", watched)
    assert replies_in(mail(costly).as_bytes())[0].answer == "accepted"
    assert [len(each) < 1000 for each in seen] == [True]


@pytest.mark.parametrize(
    ("costly", "word"),
    [
        (repeated("ATTENDEE;PARTSTAT=ACCEPTED:mailto:eve@example.org\n", HUGE // 50), "unreadable"),
        (repeated("SEQUENCE:1\n", HUGE // 11), "unreadable"),
        (GOOGLE.replace("CN=Dana", f"CN={'x' * HUGE}"), "unreadable"),
        (GOOGLE.replace("mailto:dana", f"mailto:{'d' * 1000}"), "unreadable"),
        (GOOGLE.replace("SEQUENCE:2", f"SEQUENCE:{'2' * 3000}"), "unreadable"),
    ],
    ids=["attendees", "sequences", "long line", "long address", "long number"],
)
def test_costly_answers(costly: str, word: str) -> None:
    """An answer that is itself too much is none."""
    assert why(mail(costly).as_bytes()) == word


def test_many_answers() -> None:
    """A mail of answers without end is read to a few."""
    head, event, tail = re.split("(?=BEGIN:VEVENT)|(?=END:VCALENDAR)", GOOGLE)
    assert len(replies_in(mail(head + event * 1000 + tail).as_bytes())) == MOST_EVENTS


@pytest.mark.parametrize(
    "header",
    [
        f'multipart/mixed; x="{";" * HUGE}',
        "text/calendar" + ";" * HUGE,
        "text/calendar;\r" + "\r x=y;" * (HUGE // 7),
        'text/calendar; x="' + ";\r\n " * (HUGE // 4),
    ],
    ids=["a boundary", "parameters", "folded", "quoted"],
)
def test_costly_headers(header: str) -> None:
    """A part that is described without end is not read: the parser takes minutes for its parameters."""
    assert why(f"Content-Type: {header}\r\n\r\n{GOOGLE}".encode()) == "unreadable"


def test_costly_parts() -> None:
    """Neither is a mail of many lines within many parts, each of which looks at each line."""
    levels = [b"Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n" % (n, n) for n in range(200)]
    assert why(b"".join(levels) + b"\n" * HUGE) == "unreadable"


def test_many_tokens() -> None:
    """A mail that is to everybody proves nothing."""
    addressed = ", ".join(f"replies+{n:032x}@example.org" for n in range(1000))
    assert why(mail(GOOGLE, Cc=addressed).as_bytes()) == "unreadable"


@pytest.mark.parametrize("charset", ["punycode", "idna", "unicode_escape", "base64", "hex"])
def test_codecs_that_are_no_encodings(charset: str) -> None:
    """Codecs of Python that are no character set of mails are not used: some take minutes."""
    made = mail(repeated("\n", HUGE)).as_bytes().replace(b'charset="utf-8"', f'charset="{charset}"'.encode())
    assert replies_in(made)[0].answer == "accepted"
