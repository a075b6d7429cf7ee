"""A person's calendar that does what the mails say, by the letter of RFC 5546, and knows no server.

A message with a lower SEQUENCE than was heard of an event is ignored (2.1.5); a request for a recurring event
takes the place of all that was known of it (3.2.2); one about one recurrence is about that alone.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from email.message import EmailMessage

import icalendar
from dateutil.rrule import rrulestr
from icalendar.cal import Component

from tests.calendar_rules import faults

Heard = dict[datetime | None, Component]
"""By recurrence; None: the event itself."""


class PersonalCalendar:
    """One person's."""

    def __init__(self) -> None:
        self._events: dict[str, Heard] = {}
        self.wrong: list[str] = []
        """What no server should send: what was ignored, and news without a higher SEQUENCE."""

    def take(self, mails: Iterable[EmailMessage]) -> None:
        """Do what mails say, in the order they came."""
        for mail in mails:
            for attached in mail.iter_attachments():
                content = attached.get_payload(decode=True)
                assert isinstance(content, bytes)
                assert faults(content) == []
                for event in icalendar.Calendar.from_ical(content).walk("VEVENT"):
                    self._take(event)

    def _take(self, event: Component) -> None:
        uid, which = str(event["UID"]), _recurrence(event)
        known = self._events.setdefault(uid, {})
        before = known.get(which)
        if before is not None and _version(event) < _version(before):
            self.wrong.append(f"ignored: {uid} {which}")
            return
        if (
            before is not None
            and _content(event) != _content(before)
            and _sequence(event) <= _sequence(before)
        ):
            self.wrong.append(f"changed without a higher SEQUENCE: {uid} {which}")
        if event["STATUS"] == "CANCELLED" and before is None and None not in known:
            self.wrong.append(f"cancelled what was not known: {uid} {which}")
        if which is None:
            known.clear()
        known[which] = event

    def meetings(self, until: datetime) -> list[tuple[datetime, str]]:
        """When the person is busy with what, up to a moment; in UTC."""
        return sorted(
            each for known in self._events.values() for each in _meetings(known) if each[0] <= until
        )


def _meetings(known: Heard) -> Iterator[tuple[datetime, str]]:
    whole = known.get(None)
    for event in known.values():
        if event["STATUS"] != "CANCELLED" and "RRULE" not in event:
            yield _begin(event), str(event["SUMMARY"])
    if whole is not None and whole["STATUS"] != "CANCELLED" and "RRULE" in whole:
        excluded = set(_excluded(whole))
        for at in _ruled(whole):
            if at not in excluded and at not in known:
                yield at, str(whole["SUMMARY"])


def _excluded(event: Component) -> Iterator[datetime]:
    found = event.get("EXDATE", [])
    for dates in found if isinstance(found, list) else [found]:
        for each in dates.dts:
            yield each.dt.astimezone(UTC)


def _ruled(event: Component) -> list[datetime]:
    begin = event.decoded("dtstart")
    parts = event["RRULE"]
    assert isinstance(parts, icalendar.vRecur)
    until = next(iter(parts.get("UNTIL", [])), None)
    written = parts.to_ical().decode()  # type: ignore[no-untyped-call]  # icalendar
    rule = ";".join(part for part in written.split(";") if not part.startswith("UNTIL"))
    found: list[datetime] = []
    for local in rrulestr(rule, dtstart=begin.replace(tzinfo=None)):
        at = local.replace(tzinfo=begin.tzinfo).astimezone(UTC)
        if len(found) == 100 or (until is not None and at > until):
            break
        found.append(at)
    return found


def _begin(event: Component) -> datetime:
    begin = event.decoded("dtstart")
    assert isinstance(begin, datetime)
    return begin.astimezone(UTC)


def _recurrence(event: Component) -> datetime | None:
    return event.decoded("recurrence-id").astimezone(UTC) if "RECURRENCE-ID" in event else None


def _sequence(event: Component) -> int:
    number = event["SEQUENCE"]
    assert isinstance(number, int)
    return number


def _version(event: Component) -> tuple[int, datetime]:
    return _sequence(event), event.decoded("dtstamp")


def _content(event: Component) -> tuple[object, ...]:
    rule = event["RRULE"].to_ical() if "RRULE" in event else None
    return _begin(event), event.decoded("dtend").astimezone(UTC), str(event["SUMMARY"]), rule, event["STATUS"]
