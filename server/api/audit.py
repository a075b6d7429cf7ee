"""The audit, for administrators with raised rights: page by page, or as one CSV."""

import csv
import io
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from aiohttp import web
from pydantic import AwareDatetime, Field

from server.api.elevation import the_administrator
from server.api.endpoint import endpoint
from server.api.fields import Body, Moment, View
from server.errors import Invalid, NotElevated, Unauthenticated
from server.meeting import audit
from server.meeting.audit import Category, Event, Filter
from server.meeting.db import to_json
from server.meeting.elevation import elevated_until

MAX_EVENTS = 200
HEAD = ("happened_at", "category", "action", "user_id", "participant_id", "session_id", "service",
        "request_id", "room_id", "table_name", "row_id", "changed", "details", "id")  # fmt: skip
FORMULAS = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for the beginning of a formula."""


class AuditFilter(Body):
    """What to look for; times with their offset, `since` included and `until` not."""

    person: UUID | None = None
    room: UUID | None = None
    category: Category | None = None
    since: Moment | None = None
    until: Moment | None = None


class AuditQuery(AuditFilter):
    """One page of it."""

    limit: int = Field(default=50, ge=1, le=MAX_EVENTS)
    before: str | None = Field(default=None, max_length=80)
    """`next` of the answer before."""


class EventView(View):
    """One event. `changed` names columns; `details` holds ids and plain facts."""

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
    """The newest first; `next` is the `before` to go on with, null at the end."""

    events: list[EventView]
    next: str | None


@endpoint("Read the audit", tag="audit", refusals=(Unauthenticated, NotElevated))
async def index(request: web.Request, query: AuditQuery) -> EventList:
    """Give what was done, by whom and to what."""
    await _elevated(request)
    wanted = filter_of(query, query.before)
    found = await audit.events(wanted, query.limit)
    names = await audit.names_of(found)
    await audit.record("admin_operation", "audit.read", lasting=False, **audit.asked(wanted))
    last = found[-1] if len(found) == query.limit else None
    return EventList(
        events=[_view(each, names) for each in found], next=audit.cursor_of(last) if last else None
    )


@endpoint("Export the audit", tag="audit", refusals=(Unauthenticated, NotElevated), media_type="text/csv")
async def export(request: web.Request, query: AuditFilter) -> web.StreamResponse:
    """Write all of it as CSV (RFC 4180, UTF-8), as it is found; broken off where one's rights end first."""
    await _elevated(request)
    wanted = filter_of(query)
    await audit.record("admin_operation", "audit.export", **audit.asked(wanted))
    answer = web.StreamResponse(headers={
        "Content-Type": "text/csv; charset=utf-8; header=present",
        "Content-Disposition": 'attachment; filename="audit.csv"',
    })  # fmt: skip
    await answer.prepare(request)
    await answer.write(_lines([HEAD]))
    try:
        async for found in audit.all_events(wanted):
            await answer.write(_lines(_row(each) for each in found))
    except NotElevated:
        _break_off(request)
    return answer


def _break_off(request: web.Request) -> None:
    """What is cut short must not look whole: without its last chunk no client takes it for that."""
    if request.transport is not None:
        request.transport.abort()


def filter_of(query: AuditFilter, before: str | None = None) -> Filter:
    """Read what was asked; raises Invalid for a `before` that is none of ours."""
    try:
        seen = audit.seen(before) if before is not None else None
    except ValueError:
        raise Invalid(
            problems=[{"field": "before", "message": "Send the `next` value of the previous response."}]
        ) from None
    return Filter(query.person, query.room, query.category, query.since, query.until, seen)


async def _elevated(request: web.Request) -> None:
    the_administrator(request)
    if await elevated_until() is None:
        raise NotElevated


def _view(event: Event, names: dict[UUID, str]) -> EventView:
    name = names.get(event.user_id) if event.user_id else None
    return EventView(user_name=name, **{field: getattr(event, field) for field in OF_EVENT})


def _row(event: Event) -> list[str]:
    return [_cell(getattr(event, name)) for name in HEAD]


def _cell(value: object) -> str:
    """Write a value so that no spreadsheet runs it."""
    if value is None:
        return ""
    text = (
        ", ".join(value)
        if isinstance(value, list)
        else to_json(value)
        if isinstance(value, dict)
        else str(value)
    )
    return f"'{text}" if text.startswith(FORMULAS) else text


def _lines(rows: Iterable[Iterable[str]]) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerows(rows)
    return written.getvalue().encode()


OF_EVENT = tuple(name for name in EventView.model_fields if name != "user_name")
