"""The audit log: recorded here, and read by administrators with raised rights.

Triggers record changes of rows (migration m0007). The actor, session and request
come from the transaction's settings. Details are ids and facts: never a name, an address, or a word that
was said.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from asyncpg import Record

from server.errors import NotElevated
from server.meeting.cursors import next_cursor, read_cursor
from server.meeting.db import fetch, fetch_one, from_json, to_json
from server.meeting.elevation import elevated_until

Category = Literal["user_action", "room_access", "data_modification", "admin_operation"]
BATCH = 500
COLUMNS = """happened_at, id, category, action, user_id, participant_id, session_id, service, request_id,
             room_id, table_name, row_id, changed, details"""
NOTE = """
SELECT set_config('synchronous_commit', 'off', true), audit_note($1, $2, $3, $4)
"""
"""Asynchronous commit for reads: a power cut may lose half a second of them."""
FIND = f"""
SELECT {COLUMNS} FROM audit_events
WHERE ($1::uuid IS NULL OR user_id = $1) AND ($2::uuid IS NULL OR room_id = $2)
  AND ($3::text IS NULL OR category = $3) AND ($4::timestamptz IS NULL OR happened_at >= $4)
  AND ($5::timestamptz IS NULL OR happened_at < $5)
  AND ($6::timestamptz IS NULL OR (happened_at, id) < ($6, $7::uuid))
ORDER BY happened_at DESC, id DESC LIMIT $8
"""  # noqa: S608  a constant list of columns


@dataclass(frozen=True, slots=True)
class Event:
    """One audit event. `changed` names the columns that changed."""

    happened_at: datetime
    id: UUID
    category: Category
    action: str
    user_id: UUID | None
    participant_id: UUID | None
    session_id: UUID | None
    service: str
    request_id: str | None
    room_id: UUID | None
    table_name: str | None
    row_id: str | None
    changed: list[str]
    details: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Filter:
    """A search; None matches all. `before` is the last event of the previous page."""

    person: UUID | None = None
    room: UUID | None = None
    category: Category | None = None
    since: datetime | None = None
    until: datetime | None = None
    before: tuple[datetime, UUID] | None = None


async def record(
    category: Category,
    action: str,
    room_id: UUID | None = None,
    /,
    *,
    lasting: bool = True,
    **details: object,
) -> None:
    """Record what the actor did; `lasting` waits for the disk, which a read does not need."""
    statement = "SELECT audit_note($1, $2, $3, $4)" if lasting else NOTE
    await fetch_one(statement, category, action, room_id, to_json(details))


def asked(wanted: Filter) -> dict[str, Any]:
    """The filter as recorded with a read."""
    found = {name: getattr(wanted, name) for name in ("person", "room", "category", "since", "until")}
    return {name: str(value) for name, value in found.items() if value is not None}


async def events(wanted: Filter, limit: int) -> list[Event]:
    """Return a page, newest first; empty for anybody but an administrator with raised rights."""
    at, last = wanted.before or (None, None)
    rows = await fetch(
        FIND, wanted.person, wanted.room, wanted.category, wanted.since, wanted.until, at, last, limit
    )
    return [_event(row) for row in rows]


async def all_events(wanted: Filter) -> AsyncIterator[list[Event]]:
    """Iterate over all events in batches, each a statement of its own.

    Raises NotElevated when the raised rights end first.
    """
    while found := await events(wanted, BATCH):
        yield found
        wanted = replace(wanted, before=(found[-1].happened_at, found[-1].id))
    if await elevated_until() is None:
        raise NotElevated


async def names_of(found: list[Event]) -> dict[UUID, str]:
    """Names of the people in these events, and in their details."""
    acting = {each.user_id for each in found if each.user_id is not None}
    ids = list(acting | _ids_in_details(found, "account", "person"))
    rows = await fetch("SELECT id, person_name(id) AS name FROM unnest($1::uuid[]) AS id", ids)
    return {row["id"]: row["name"] for row in rows if row["name"] is not None}


async def rooms_of(found: list[Event]) -> dict[UUID, str]:
    """Names of the rooms in these events, and in their details."""
    ids = list({each.room_id for each in found if each.room_id is not None} | _ids_in_details(found, "room"))
    rows = await fetch("SELECT id, name FROM rooms WHERE id = ANY($1::uuid[])", ids)
    return {row["id"]: row["name"] for row in rows}


async def participants_in(found: list[Event]) -> dict[UUID, str]:
    """Names of the participants in the details of these events."""
    ids = list(_ids_in_details(found, "participant"))
    rows = await fetch("SELECT id, display_name FROM participants WHERE id = ANY($1::uuid[])", ids)
    return {row["id"]: row["display_name"] for row in rows}


def _ids_in_details(found: list[Event], *keys: str) -> set[UUID]:
    return {UUID(each.details[key]) for each in found for key in keys if each.details.get(key)}


def older_than(found: list[Event], limit: int) -> str | None:
    """Return the cursor of the page after these events; None when they are fewer than `limit`."""
    return next_cursor(found, limit, lambda event: event.happened_at.isoformat())


def read_before(cursor: str | None) -> tuple[datetime, UUID] | None:
    """Decode a cursor; raises Invalid."""
    return read_cursor(cursor, _aware_moment, "before")


def _aware_moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment


def _event(row: Record) -> Event:
    return Event(**{**dict(row), "details": from_json(row["details"])})
