"""The door to icalendar for meetings: requests, changes, cancellations and feeds (RFC 5545 and 5546)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Literal
from urllib.parse import quote
from uuid import UUID
from zoneinfo import ZoneInfo

from icalendar import Alarm, Calendar, Event, Timezone, vCalAddress, vRecur

from server.calendar_zones import zone_definition
from server.meeting.texts import clean_leniently
from server.time_zones import zone_of

MEDIA_TYPE = "text/calendar"
PRODUCT = "-//Parley//Meetings//EN"
REFRESH = timedelta(minutes=30)
REMINDER = timedelta(minutes=-10)
LONGEST_NAME = 300
A_YEAR = timedelta(days=366)
UNENDING = 5 * A_YEAR
"""So far ahead the zone of a series without an end is defined."""
Method = Literal["REQUEST", "CANCEL", "PUBLISH"]
PartStat = Literal["NEEDS-ACTION", "ACCEPTED", "TENTATIVE", "DECLINED"]
PART_STATES: dict[str, PartStat] = {
    "pending": "NEEDS-ACTION",
    "accepted": "ACCEPTED",
    "tentative": "TENTATIVE",
    "declined": "DECLINED",
}
"""By the state of an invitation."""


@dataclass(frozen=True, slots=True)
class Attendee:
    """Who is asked, and what they have answered."""

    address: str
    status: PartStat = "NEEDS-ACTION"


@dataclass(frozen=True, slots=True)
class Organizer:
    """Who asks: the host's name, and the address that answers go to."""

    name: str
    address: str


@dataclass(frozen=True, slots=True)
class Repeats:
    """That a date comes again: RFC 5545's rule with its end, and moments that are left out."""

    rule: str
    excluded: tuple[datetime, ...]
    until: datetime | None


@dataclass(frozen=True, slots=True)
class MeetingDate:
    """A scheduled meeting for a calendar."""

    room_id: UUID
    name: str
    starts: datetime
    minutes: int
    time_zone: str
    """An IANA name."""
    sequence: int
    """Rises with each change of name, time or zone, and when it is cancelled."""
    url: str
    """Where one joins."""
    created_at: datetime
    organizer: Organizer | None = None
    attendee: Attendee | None = None
    is_cancelled: bool = False
    series_id: UUID | None = None
    """The series that the date is, or is one meeting of."""
    repeats: Repeats | None = None
    replaces: datetime | None = None
    """Which meeting of the series it is: the moment that the rule gives it."""

    @property
    def ends(self) -> datetime:
        return self.starts + timedelta(minutes=self.minutes)


def meeting_document(
    meetings: Sequence[MeetingDate], method: Method, *, now: datetime, name: str = ""
) -> bytes:
    """Return a calendar of these meetings, with the definitions of their time zones."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    if name:
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for definition in _zones(meetings):
        calendar.add_component(definition)
    for meeting in meetings:
        calendar.add_component(_event(meeting, method, now))
    document: bytes = calendar.to_ical()
    return document


def _zones(meetings: Sequence[MeetingDate]) -> Iterator[Timezone]:
    """The zones that the meetings' times are in, each from a year before the first to one after the last."""
    spans: dict[ZoneInfo, list[datetime]] = {}
    for meeting in meetings:
        zone = local_times(meeting)[0].tzinfo
        if isinstance(zone, ZoneInfo):
            spans.setdefault(zone, []).extend((meeting.starts, meeting.ends))
            if meeting.repeats is not None:
                spans[zone].append(meeting.repeats.until or meeting.starts + UNENDING)
    for zone, moments in spans.items():
        yield zone_definition(zone, min(moments) - A_YEAR, max(moments) + A_YEAR)


def _event(meeting: MeetingDate, method: Method, now: datetime) -> Event:
    """`DTSTAMP` is when this was said, `SEQUENCE` how often the date has changed."""
    shown = clean_leniently(meeting.name, LONGEST_NAME) or "Meeting"
    event = Event()
    event.add("uid", uid_of(meeting.room_id, meeting.series_id))
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("created", meeting.created_at.astimezone(UTC))
    starts, ends = local_times(meeting)
    event.add("dtstart", starts)
    if meeting.repeats is not None and ends.fold:
        event.add("duration", ends.astimezone(UTC) - starts.astimezone(UTC))
    else:
        event.add("dtend", ends)
    _add_recurrence(event, meeting)
    event.add("summary", shown)
    event.add("location", meeting.url)
    event.add("url", meeting.url)
    event.add("description", f"Join by this link:\n{meeting.url}")
    cancelled = method == "CANCEL" or meeting.is_cancelled
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("transp", "TRANSPARENT" if cancelled else "OPAQUE")
    if meeting.organizer is not None:
        organizer = _address(meeting.organizer.address)
        organizer.params["CN"] = clean_leniently(meeting.organizer.name, LONGEST_NAME) or "Host"
        event.add("organizer", organizer)
    if meeting.attendee is not None:
        event.add("attendee", _attendee(meeting.attendee))
    if not cancelled:
        event.add_component(_alarm(shown))
    return event


def _add_recurrence(event: Event, meeting: MeetingDate) -> None:
    """The rule, what it leaves out, or which of its meetings the event is; all in the zone of the date."""
    zone = zone_of(meeting.time_zone)
    at_clock = UTC if zone.key == "UTC" else zone
    if meeting.repeats is not None:
        rule = vRecur.from_ical(meeting.repeats.rule)
        if meeting.repeats.until is not None:
            rule["UNTIL"] = [meeting.repeats.until]
        event.add("rrule", rule)
        if meeting.repeats.excluded:
            event.add("exdate", [each.astimezone(at_clock) for each in meeting.repeats.excluded])
    if meeting.replaces is not None:
        event.add("recurrence-id", meeting.replaces.astimezone(at_clock))


def local_times(meeting: MeetingDate) -> tuple[datetime, datetime]:
    """Begin and end in the meeting's zone; in UTC where the clock shows one of them twice.

    When clocks go back, an hour comes twice, and a time in a zone means the first (RFC 5545, 3.3.5). A series
    stays in its zone, and begins at the first; where its end is at the second, its length is told.
    """
    zone = zone_of(meeting.time_zone)
    local = meeting.starts.astimezone(zone), meeting.ends.astimezone(zone)
    is_twice = meeting.repeats is None and any(each.fold for each in local)
    if zone.key == "UTC" or is_twice:
        return meeting.starts.astimezone(UTC), meeting.ends.astimezone(UTC)
    return local


def uid_of(room_id: UUID, series_id: UUID | None = None) -> str:
    """The id of the meeting in every calendar, for all its changes; the meetings of a series share one."""
    return f"meeting-{room_id}@parley" if series_id is None else f"series-{series_id}@parley"


def _address(address: str) -> vCalAddress:
    return vCalAddress(f"mailto:{quote(address, safe='@+!#$&*-=?^_.~')}")


def _attendee(who: Attendee) -> vCalAddress:
    attendee = _address(who.address)
    attendee.params["CUTYPE"] = "INDIVIDUAL"
    attendee.params["ROLE"] = "REQ-PARTICIPANT"
    attendee.params["PARTSTAT"] = who.status
    attendee.params["RSVP"] = "TRUE"
    attendee.params["CN"] = who.address
    return attendee


def _alarm(name: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("trigger", REMINDER)
    alarm.add("description", name)
    return alarm
