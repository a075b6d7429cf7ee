"""What was done by whom: noted here, and read again by administrators who have raised their rights.

Changes of rows note themselves (migration m0007). Who acts, in which session and for which request, the
database knows from the transaction. Details are ids and plain facts: never a name, an address, or a word that
was said.
"""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from asyncpg import Record

from server.errors import NotElevated
from server.meeting.db import fetch, fetch_one, from_json, to_json
from server.meeting.elevation import elevated_until

Category = Literal["user_action", "room_access", "data_modification", "admin_operation"]
BATCH = 500
COLUMNS = """happened_at, id, category, action, user_id, participant_id, session_id, service, request_id,
             room_id, table_name, row_id, changed, details"""
NOTE = """
SELECT set_config('synchronous_commit', 'off', true), audit_note($1, $2, $3, $4)
"""
"""Nobody waits for the disk for a note alone: a power cut may take half a second of readings."""
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
    """One line of the audit. `changed` names the columns that got other values."""

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
    """What to look for; None: whatever it is. `before` is the last event one has seen."""

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
    """Note what the actor did. Not `lasting`: a reading, for which nobody waits for the disk."""
    statement = "SELECT audit_note($1, $2, $3, $4)" if lasting else NOTE
    await fetch_one(statement, category, action, room_id, to_json(details))


def asked(wanted: Filter) -> dict[str, Any]:
    """What a reading was of, to be noted with it."""
    found = {name: getattr(wanted, name) for name in ("person", "room", "category", "since", "until")}
    return {name: str(value) for name, value in found.items() if value is not None}


async def events(wanted: Filter, limit: int) -> list[Event]:
    """The newest first; nobody but an administrator with raised rights finds any."""
    at, last = wanted.before or (None, None)
    rows = await fetch(
        FIND, wanted.person, wanted.room, wanted.category, wanted.since, wanted.until, at, last, limit
    )
    return [_event(row) for row in rows]


async def all_events(wanted: Filter) -> AsyncIterator[list[Event]]:
    """The same to the end, in batches, each a statement of its own.

    Raises NotElevated where the rights ended first: then what comes after is found no more.
    """
    while found := await events(wanted, BATCH):
        yield found
        wanted = replace(wanted, before=(found[-1].happened_at, found[-1].id))
    if await elevated_until() is None:
        raise NotElevated


async def names_of(found: list[Event]) -> dict[UUID, str]:
    """What the persons in these events are called, for showing."""
    ids = list({each.user_id for each in found if each.user_id is not None})
    rows = await fetch("SELECT id, person_name(id) AS name FROM unnest($1::uuid[]) AS id", ids)
    return {row["id"]: row["name"] for row in rows if row["name"] is not None}


async def rooms_of(found: list[Event]) -> dict[UUID, str]:
    """What the rooms in these events are called."""
    ids = list({each.room_id for each in found if each.room_id is not None})
    rows = await fetch("SELECT id, name FROM rooms WHERE id = ANY($1::uuid[])", ids)
    return {row["id"]: row["name"] for row in rows}


def cursor_of(event: Event) -> str:
    """Write down where a reading stopped."""
    return f"{event.happened_at.isoformat()}_{event.id}"


def seen(cursor: str) -> tuple[datetime, UUID]:
    """Read it again; raises ValueError for what is none."""
    at, _, event_id = cursor.partition("_")
    moment = datetime.fromisoformat(at)
    if moment.tzinfo is None:
        raise ValueError(cursor)
    return moment, UUID(event_id)


def _event(row: Record) -> Event:
    return Event(**{**dict(row), "details": from_json(row["details"])})
