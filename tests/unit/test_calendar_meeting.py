"""Meetings as calendar files: valid, read alike by other libraries, right across daylight saving."""

import itertools
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import icalendar
import ics  # type: ignore[import-untyped]  # it has no types
import pytest
import vobject  # type: ignore[import-untyped]  # it has no types

from server.calendar_links import google_link, outlook_link
from server.calendar_meeting import Attendee, MeetingDate, Method, Organizer, meeting_document
from tests.calendar_rules import faults

NOW = datetime(2026, 11, 27, 12, 30, tzinfo=UTC)
START = datetime(2027, 1, 15, 9, 0, tzinfo=UTC)
MEETING = MeetingDate(
    room_id=UUID(int=7),
    name="Plan",
    starts=START,
    minutes=60,
    time_zone="Europe/Berlin",
    sequence=2,
    url="https://meet.example.org/i/abc",
    created_at=NOW,
    organizer=Organizer("Alice", "parley@example.org"),
    attendee=Attendee("dana@example.org"),
)
COUNT = itertools.count()
HOSTILE = (
    "Plan\r\nATTENDEE:mailto:eve@example.org",
    'A; "b", c:d\\n\\',
    "ü" * 300,
    "\u202egnp.exe \x00\x07 <script>",
    "会議" * 60,
    "^n ^^ ^'",
    "",
    "😀" * 80,
)


def document(meeting: MeetingDate = MEETING, method: Method = "REQUEST") -> bytes:
    """The file of one meeting."""
    if method == "PUBLISH":
        meeting = replace(meeting, attendee=None)
    return meeting_document([meeting], method, now=NOW)


def own_zone(text: bytes, zone: str) -> str:
    """The file with a new name for its zone: the library keeps the first definition of each name."""
    return text.decode() if zone == "UTC" else text.decode().replace(zone, f"Own-{next(COUNT)}")


def lines(text: bytes) -> list[str]:
    """The content lines, unfolded."""
    return text.decode().replace("\r\n ", "").split("\r\n")


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL", "PUBLISH"])
def test_valid(method: Method) -> None:
    """Each kind of file keeps every rule."""
    assert faults(document(method=method)) == []


@pytest.mark.parametrize("number", range(len(HOSTILE)))
def test_hostile_names(number: int) -> None:
    """No name of a meeting or host adds a line, a property or a person."""
    name = HOSTILE[number]
    text = document(replace(MEETING, name=name, organizer=Organizer(name, "parley@example.org")))
    assert faults(text) == []
    assert len([line for line in lines(text) if line.startswith("ATTENDEE")]) == 1
    assert len([line for line in lines(text) if line.startswith("BEGIN:")]) == len(
        [line for line in lines(document()) if line.startswith("BEGIN:")]
    )


@pytest.mark.parametrize(
    "address", ["a;b@example.org", 'q"x@example.org', "ü@example.org", "a,b%0d@example.org"]
)
def test_hostile_addresses(address: str) -> None:
    """No address ends its parameter or its line."""
    text = document(replace(MEETING, attendee=Attendee(address)))
    assert faults(text) == []


def test_one_thing_in_all_files() -> None:
    """A change has the same UID and a higher SEQUENCE, as a cancellation has."""
    first, later = document(), document(replace(MEETING, sequence=3), "CANCEL")
    uid = "UID:meeting-00000000-0000-0000-0000-000000000007@parley"
    assert uid in lines(first)
    assert uid in lines(later)
    assert "SEQUENCE:2" in lines(first)
    assert {"SEQUENCE:3", "STATUS:CANCELLED", "METHOD:CANCEL"} <= set(lines(later))


def test_who() -> None:
    """The file says who asks, who is asked, and what they answered."""
    found = lines(document(replace(MEETING, attendee=Attendee("dana@example.org", "TENTATIVE"))))
    (organizer,) = [line for line in found if line.startswith("ORGANIZER")]
    (attendee,) = [line for line in found if line.startswith("ATTENDEE")]
    assert organizer == "ORGANIZER;CN=Alice:mailto:parley@example.org"
    assert "PARTSTAT=TENTATIVE" in attendee
    assert attendee.endswith(":mailto:dana@example.org")


CHANGES = [
    ("Europe/Berlin", "2027-03-28T00:30", "2027-03-28T00:30"),
    ("Europe/Berlin", "2027-03-28T00:59", "2027-03-28T01:01"),
    ("Europe/Berlin", "2027-10-31T00:30", "2027-10-31T00:30"),
    ("Europe/Berlin", "2027-10-31T01:30", "2027-10-31T01:30"),
    ("America/New_York", "2027-03-14T06:30", "2027-03-14T07:30"),
    ("America/New_York", "2027-11-07T05:30", "2027-11-07T06:30"),
    ("Australia/Lord_Howe", "2027-04-03T14:45", "2027-04-03T15:15"),
    ("Africa/Casablanca", "2027-02-07T02:30", "2027-03-14T02:30"),
    ("Asia/Kolkata", "2027-06-01T04:00", "2027-06-01T04:00"),
    ("America/Sao_Paulo", "2027-06-01T04:00", "2027-06-01T04:00"),
    ("UTC", "2027-06-01T04:00", "2027-06-01T04:00"),
]
"""Zones, and moments (UTC) around which their clocks change, in both directions and by half an hour."""


@pytest.mark.parametrize(("zone", "first", "second"), CHANGES)
@pytest.mark.parametrize("minutes", [30, 60, 180])
def test_across_daylight_saving(zone: str, first: str, second: str, minutes: int) -> None:
    """Two libraries read begin and end as the moments they are, in every zone, however clocks change."""
    for text in (first, second):
        starts = datetime.fromisoformat(text).replace(tzinfo=UTC)
        meeting = replace(MEETING, time_zone=zone, starts=starts, minutes=minutes)
        made = document(meeting)
        assert faults(made) == []
        ends = starts + timedelta(minutes=minutes)
        (event,) = icalendar.Calendar.from_ical(made).walk("VEVENT")
        assert event.decoded("dtstart").astimezone(UTC) == starts
        assert event.decoded("dtend").astimezone(UTC) == ends
        read = vobject.readOne(own_zone(made, zone)).vevent
        assert (read.dtstart.value.astimezone(UTC), read.dtend.value.astimezone(UTC)) == (starts, ends)


@pytest.mark.parametrize(("zone", "first", "second"), CHANGES)
def test_zone_definitions(zone: str, first: str, second: str) -> None:
    """The file's own definition of the zone is the machine's, a day around each change."""
    for text in (first, second):
        starts = datetime.fromisoformat(text).replace(tzinfo=UTC)
        for hours in (-24, -3, -2, -1, 2, 3, 24):
            at = starts + timedelta(hours=hours)
            made = document(replace(MEETING, time_zone=zone, starts=at))
            read = vobject.readOne(own_zone(made, zone)).vevent.dtstart.value
            assert read.astimezone(UTC) == at


def test_other_library() -> None:
    """A third library reads the same event from it, and writes one that is the same."""
    (event,) = ics.Calendar(document(method="PUBLISH").decode()).events
    assert event.uid == "meeting-00000000-0000-0000-0000-000000000007@parley"
    assert event.name == "Plan"
    assert event.begin.datetime.astimezone(UTC) == START
    assert event.duration == timedelta(hours=1)


@pytest.mark.parametrize("method", ["REQUEST", "CANCEL", "PUBLISH"])
def test_round_trip(method: Method) -> None:
    """What was read and written again is the same bytes."""
    made = document(method=method)
    assert icalendar.Calendar.from_ical(made).to_ical() == made


def test_feed() -> None:
    """A feed holds many meetings, each zone once, and cancelled ones as cancelled."""
    many = [
        replace(
            MEETING,
            room_id=UUID(int=number),
            attendee=None,
            starts=START + timedelta(days=30 * number),
            time_zone=("Europe/Berlin", "America/New_York", "UTC")[number % 3],
            is_cancelled=number == 4,
        )
        for number in range(24)
    ]
    made = meeting_document(many, "PUBLISH", now=NOW, name="Meetings")
    assert faults(made) == []
    assert made.count(b"BEGIN:VTIMEZONE") == 2
    assert made.count(b"STATUS:CANCELLED") == 1


def test_empty_feed() -> None:
    """A feed without meetings is a calendar."""
    assert faults(meeting_document([], "PUBLISH", now=NOW, name="Meetings")) == []


def test_links_of_web_calendars() -> None:
    """Google and Outlook get the moments in UTC, and a hostile name as one field."""
    hostile = replace(MEETING, name="A&b=c\r\n#d")
    assert "dates=20270115T090000Z%2F20270115T100000Z" in google_link(hostile)
    assert "text=A%26b%3Dc%0D%0A%23d&" in google_link(hostile)
    assert "startdt=2027-01-15T09%3A00%3A00Z" in outlook_link(hostile)


def test_validator_sees_faults() -> None:
    """The rules here do refuse: a long line, a missing UID, a zone without a definition, a bare comma."""
    good = document()
    assert faults(good.replace(b"SUMMARY:Plan", b"SUMMARY:" + b"x" * 80))
    assert faults(good.replace(b"SUMMARY:Plan", b"SUMMARY:Plan, again"))
    assert faults(good.replace(b"UID:", b"X-UID:"))
    assert faults(good.replace(b"TZID:Europe/Berlin", b"TZID:Europe/Paris"))
    assert faults(good.replace(b"\r\n", b"\n"))
    assert faults(good.replace(b"END:VALARM\r\n", b""))
