"""The audit log for administrators with elevated access: in pages, or as one CSV file."""

import csv
import io
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from aiohttp import web
from pydantic import AwareDatetime, Field

from server.api.elevation import require_administrator
from server.api.endpoint import endpoint
from server.api.fields import Body, Moment, View
from server.errors import NotElevated, Unauthenticated
from server.meeting import audit
from server.meeting.audit import Category, Event, Filter
from server.meeting.db import to_json
from server.meeting.elevation import elevated_until

MAX_EVENTS = 200
CSV_COLUMNS = ("happened_at", "category", "action", "user_id", "participant_id", "session_id", "service",
        "request_id", "room_id", "table_name", "row_id", "changed", "details", "id")  # fmt: skip
FORMULA_PREFIXES = ("=", "+", "-", "@", "\t", "\r")
"""First characters that make a spreadsheet evaluate a cell as a formula."""


class AuditFilter(Body):
    """Filters; times need a UTC offset; `since` is inclusive, `until` exclusive."""

    person: UUID | None = None
    room: UUID | None = None
    category: Category | None = None
    since: Moment | None = None
    until: Moment | None = None


class AuditQuery(AuditFilter):
    """Filters, page size and cursor."""

    limit: int = Field(default=50, ge=1, le=MAX_EVENTS)
    before: str | None = Field(default=None, max_length=80)
    """`next` of the previous page."""


class EventView(View):
    """One event. `changed` names columns; `details` has ids and facts."""

    id: UUID
    happened_at: AwareDatetime
    category: str
    action: str
    user_id: UUID | None
    user_name: str | None
    participant_id: UUID | None
    session_id: UUID | None
    service: str
    request_id: str | None
    room_id: UUID | None
    table_name: str | None
    row_id: str | None
    changed: list[str]
    details: dict[str, Any]


class EventList(View):
    """The newest first; pass `next` as `before` to get the next page; null on the last page."""

    events: list[EventView]
    next: str | None


@endpoint("Read the audit log", tag="audit", refusals=(Unauthenticated, NotElevated))
async def index(request: web.Request, query: AuditQuery) -> EventList:
    """Return events: who did what, when and to which object. Reading is recorded too."""
    await _require_elevation(request)
    wanted = filter_of(query, query.before)
    found = await audit.events(wanted, query.limit)
    names = await audit.names_of(found)
    await audit.record("admin_operation", "audit.read", lasting=False, **audit.asked(wanted))
    return EventList(events=[_view(each, names) for each in found], next=audit.older_than(found, query.limit))


@endpoint("Export the audit log", tag="audit", refusals=(Unauthenticated, NotElevated), media_type="text/csv")
async def export(request: web.Request, query: AuditFilter) -> web.StreamResponse:
    """Stream all matching events as CSV (RFC 4180, UTF-8); the connection is aborted if access ends first."""
    await _require_elevation(request)
    wanted = filter_of(query)
    await audit.record("admin_operation", "audit.export", **audit.asked(wanted))
    answer = web.StreamResponse(headers={
        "Content-Type": "text/csv; charset=utf-8; header=present",
        "Content-Disposition": 'attachment; filename="audit.csv"',
    })  # fmt: skip
    await answer.prepare(request)
    await answer.write(_csv_lines([CSV_COLUMNS]))
    try:
        async for found in audit.all_events(wanted):
            await answer.write(_csv_lines(_csv_row(each) for each in found))
    except NotElevated:
        _abort_connection(request)
    return answer


def _abort_connection(request: web.Request) -> None:
    """Abort the connection: without the last chunk clients see that the file is incomplete."""
    if request.transport is not None:
        request.transport.abort()


def filter_of(query: AuditFilter, before: str | None = None) -> Filter:
    """Convert the query to a Filter; raises Invalid for a malformed `before`."""
    seen = audit.read_before(before)
    return Filter(query.person, query.room, query.category, query.since, query.until, seen)


async def _require_elevation(request: web.Request) -> None:
    require_administrator(request)
    if await elevated_until() is None:
        raise NotElevated


def _view(event: Event, names: dict[UUID, str]) -> EventView:
    name = names.get(event.user_id) if event.user_id else None
    return EventView(user_name=name, **{field: getattr(event, field) for field in EVENT_FIELDS})


def _csv_row(event: Event) -> list[str]:
    return [_csv_cell(getattr(event, name)) for name in CSV_COLUMNS]


def _csv_cell(value: object) -> str:
    """Format a value; an apostrophe keeps spreadsheets from evaluating one that begins like a formula."""
    if value is None:
        return ""
    text = (
        ", ".join(value)
        if isinstance(value, list)
        else to_json(value)
        if isinstance(value, dict)
        else str(value)
    )
    return f"'{text}" if text.startswith(FORMULA_PREFIXES) else text


def _csv_lines(rows: Iterable[Iterable[str]]) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue().encode()


EVENT_FIELDS = tuple(name for name in EventView.model_fields if name != "user_name")
