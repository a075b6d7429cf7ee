"""The audit page: turning on administrator access, then the filtered list of events."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TypeVar, cast, get_args
from urllib.parse import urlencode
from uuid import UUID

from aiohttp import web

from server.app_keys import VIEWER
from server.errors import Forbidden, Invalid, Unauthenticated
from server.meeting.accounts import Account
from server.meeting.audit import (
    Category,
    Event,
    Filter,
    asked,
    events,
    names_of,
    older_than,
    participants_in,
    read_before,
    record,
    rooms_of,
)
from server.meeting.db import transaction
from server.meeting.elevation import elevated_until
from server.pages.audit_words import (
    CATEGORIES,
    SERVICE_NAMES,
    KnownNames,
    action_words,
    column_words,
    detail_words,
    readable,
)
from server.pages.templating import render

PAGE_SIZE = 50
NOT_A_DATE = "This is not a valid date."
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One event as shown on the page."""

    event: Event
    who: str
    what: str
    changed: list[str]
    room: str | None
    details: list[str]


class AuditForm:
    """The filter form: the values as typed, and the errors by field."""

    def __init__(self, query: Mapping[str, str]) -> None:
        names = ("person", "room", "category", "since", "until")
        self.typed = {name: query.get(name, "").strip()[:60] for name in names}
        self.wrong: dict[str, str] = {}
        self._before = query.get("before", "")[:80]

    def filter(self) -> Filter:
        """Parse the form; invalid fields are left out and get an error."""
        return Filter(
            person=self._read("person", UUID, "This is not the ID of a person."),
            room=self._read("room", UUID, "This is not the ID of a meeting."),
            category=self._read("category", _category, "Choose a category from the list."),
            since=self._read("since", _day, NOT_A_DATE),
            until=self._read("until", _day_after, NOT_A_DATE),
            before=self._cursor(),
        )

    def address(self, path: str, **more: str) -> str:
        """Return a URL with the same filter."""
        wanted = {name: value for name, value in {**self.typed, **more}.items() if value}
        return f"{path}?{urlencode(wanted)}" if wanted else path

    def csv_address(self) -> str:
        """Return the URL of the CSV export with the same filter, days as times in UTC."""
        found = self.filter()
        times = {name: at.isoformat() for name in ("since", "until") if (at := getattr(found, name))}
        return self.address("/api/audit.csv", **{**dict.fromkeys(self.wrong, ""), **times})

    def _read(self, name: str, read: Callable[[str], T], why: str) -> T | None:
        try:
            return read(self.typed[name]) if self.typed[name] else None
        except (ValueError, OverflowError):
            self.wrong[name] = why
            return None

    def _cursor(self) -> tuple[datetime, UUID] | None:
        try:
            return read_before(self._before or None)
        except Invalid:
            return None


async def audit(request: web.Request) -> web.Response:
    """Show the events, or the form for administrator access if it is off; Forbidden for other people."""
    person = request.get(VIEWER)
    if not isinstance(person, Account):
        raise Unauthenticated
    if person.role != "admin":
        raise Forbidden("Only administrators can read the audit log.")
    form = AuditForm(request.query)
    wanted = form.filter()
    async with transaction():
        until = await elevated_until()
        found = await events(wanted, PAGE_SIZE + 1) if until else []
        lines = await _audit_rows(found[:PAGE_SIZE])
        if until:
            await record("admin_operation", "audit.read", lasting=False, **asked(wanted))
    older = older_than(found[:PAGE_SIZE], PAGE_SIZE) if len(found) > PAGE_SIZE else None
    return render(
        request,
        "audit.html",
        entry="src/pages/audit.ts",
        until=until,
        asked=form,
        categories=CATEGORIES,
        lines=lines,
        older=form.address("/admin/audit", before=older) if older else None,
    )


async def _audit_rows(found: list[Event]) -> list[AuditRow]:
    known = KnownNames(await names_of(found), await rooms_of(found), await participants_in(found))
    return [
        AuditRow(
            each,
            _actor_name(each, known.people),
            action_words(each),
            column_words(each.changed),
            known.rooms.get(each.room_id) if each.room_id else None,
            detail_words(each, known),
        )
        for each in found
    ]


def _actor_name(event: Event, people: Mapping[UUID, str]) -> str:
    if event.user_id is not None:
        return people.get(event.user_id, "A deleted account")
    if event.participant_id is not None:
        return "A guest"
    return SERVICE_NAMES.get(event.service) or readable(event.service)


def _day(text: str) -> datetime:
    return datetime.strptime(text, "%Y-%m-%d").replace(tzinfo=UTC)


def _day_after(text: str) -> datetime:
    return _day(text) + timedelta(days=1)


def _category(text: str) -> Category:
    if text not in get_args(Category):
        raise ValueError(text)
    return cast(Category, text)
