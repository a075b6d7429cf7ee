"""Files that become meetings: rows of uploads, their progress, and the meeting they end as.

An import has the id of its meeting. The web process creates and cancels; the queue's worker does the rest.
"""

# ruff: noqa: S608  only a constant list of columns is put into a statement; values go by $1

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID, uuid4

from asyncpg import Record

from server.errors import IllegalStep, NotFound, TooMany
from server.meeting import states
from server.meeting.accounts import Account
from server.meeting.db import execute, fetch, fetch_one, from_json, to_json, transaction
from server.meeting.queue import enqueue_import, enqueue_minutes

ImportState = Literal["uploaded", "reading", "transcribing", "done", "failed", "cancelled"]
MAX_UNFINISHED = 10
"""Imports of one account that wait or run."""
LISTED = 20
RESULT = """r.slug, r.duration AS duration_s,
  (SELECT count(*) FROM participants p WHERE p.room_id = r.id) AS people,
  (SELECT bool_or(EXISTS (SELECT FROM transcript_segments s WHERE s.transcript_id = t.id))
   FROM transcripts t WHERE t.room_id = r.id) AS has_words
FROM imports i LEFT JOIN rooms r ON r.id = i.id"""
"""What came out of it."""
COLUMNS = """i.id, i.user_id, i.name, i.language, i.time_zone, i.started_at, i.speakers, i.file_size, i.state,
             i.progress, i.error, i.note, i.created_at"""


@dataclass(frozen=True, slots=True)
class NewImport:
    """What the person says of a file; `speakers` in the order of its channels or voices."""

    name: str
    language: str
    time_zone: str
    started_at: datetime
    speakers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Import:
    """A file that becomes a meeting."""

    id: UUID
    user_id: UUID
    name: str
    language: str
    time_zone: str
    started_at: datetime
    speakers: tuple[str, ...]
    file_size: int
    """In bytes."""
    state: ImportState
    progress: int
    """Percent."""
    error: str | None
    note: str | None
    """What was assumed, such as times."""
    created_at: datetime
    slug: str | None = None
    """The meeting's, once it is there; what follows is known then, too."""
    duration_s: int | None = None
    people: int = 0
    has_words: bool | None = None
    """Whether words were found; None once the transcript was deleted, too."""


class ImportNotFound(NotFound):
    """No such import of this person."""

    title = "There is no such import"


def import_of(row: Record) -> Import:
    """Read a row of COLUMNS."""
    values: dict[str, Any] = dict(row)
    return Import(**values | {"speakers": tuple(from_json(values["speakers"]))})


async def check_room_for_import(person: Account) -> None:
    """Raise TooMany if too many of the person's imports wait."""
    row = await fetch_one(
        "SELECT count(*) AS n FROM imports WHERE user_id = $1 AND state = ANY($2::text[])",
        person.id,
        list(states.UNFINISHED_IMPORT),
    )
    if row is not None and row["n"] >= MAX_UNFINISHED:
        raise TooMany(60, "Wait until your other imports are done.")


async def create_import(person: Account, new: NewImport, file_size: int, import_id: UUID) -> Import:
    """Store the row of an uploaded file and enqueue its import."""
    async with transaction():
        await execute(
            "INSERT INTO imports (id, user_id, name, language, time_zone, started_at, speakers, file_size)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
            import_id,
            person.id,
            new.name,
            new.language,
            new.time_zone,
            new.started_at,
            to_json(list(new.speakers)),
            file_size,
        )
        await enqueue_import(import_id)
        return await own_import(person, import_id)


async def own_import(person: Account, import_id: UUID) -> Import:
    """Return one of the person's imports; raises ImportNotFound."""
    row = await fetch_one(
        f"SELECT {COLUMNS}, {RESULT} WHERE i.id = $1 AND i.user_id = $2",
        import_id,
        person.id,
    )
    if row is None:
        raise ImportNotFound
    return import_of(row)


async def imports_of(person: Account) -> list[Import]:
    """List the person's newest imports."""
    rows = await fetch(
        f"SELECT {COLUMNS}, {RESULT} WHERE i.user_id = $1 ORDER BY i.created_at DESC, i.id LIMIT $2",
        person.id,
        LISTED,
    )
    return [import_of(row) for row in rows]


async def is_imported(room_id: UUID) -> bool:
    """Whether a meeting was made of a file, to whom it belongs."""
    return await fetch_one("SELECT FROM imports WHERE id = $1", room_id) is not None


async def cancel_import(person: Account, import_id: UUID) -> Import:
    """Cancel an import that is not over; raises ImportNotFound and IllegalStep."""
    async with transaction():
        if not await _step(import_id, "cancel", user_id=person.id):
            found = await own_import(person, import_id)
            if found.state != "cancelled":
                raise IllegalStep("It is over already. Reload the page.")
        return await own_import(person, import_id)


async def import_to_do(import_id: UUID) -> Import | None:
    """Return an import of the worker's job; None if there is none."""
    row = await fetch_one(f"SELECT {COLUMNS} FROM imports i WHERE i.id = $1", import_id)
    return import_of(row) if row else None


async def begin_import(import_id: UUID) -> bool:
    """Begin to read the file, also again, without progress so far; False if it is over or was cancelled."""
    async with transaction():
        return await _step(import_id, "read") and await report_progress(import_id, 0)


async def begin_transcribing(import_id: UUID) -> bool:
    """The file is read; False if the import was cancelled."""
    return await _step(import_id, "transcribe")


async def report_progress(import_id: UUID, percent: int) -> bool:
    """Store the progress; False if the import was cancelled."""
    return bool(
        await execute(
            "UPDATE imports SET progress = $2 WHERE id = $1 AND state = ANY($3::text[])",
            import_id,
            max(0, min(99, percent)),
            ["reading", "transcribing"],
        )
    )


async def fail_import(import_id: UUID, why: str) -> bool:
    """Store why the import failed, in words for the person; False if it is over."""
    return bool(
        await execute(
            "UPDATE imports SET state = 'failed', error = $2 WHERE id = $1 AND state = ANY($3::text[])",
            import_id,
            why,
            states.sources(states.IMPORT, "fail"),
        )
    )


async def store_import(import_id: UUID, meeting: dict[str, Any]) -> bool:
    """Create the meeting and enqueue its minutes, once; False if the import was cancelled or is stored.

    `meeting` as the function of migration m0035 reads it.
    """
    async with transaction():
        row = await fetch_one("SELECT store_import($1, $2) AS done", import_id, to_json(meeting))
        if row is None or not row["done"]:
            return False
        await enqueue_minutes(import_id)
    return True


async def person_name(user_id: UUID) -> str:
    """Return the account's name; empty if it is gone."""
    row = await fetch_one("SELECT person_name($1) AS name", user_id)
    return (row["name"] if row else None) or ""


def new_import_id() -> UUID:
    """Return the id of an import that is still uploaded, which names its file."""
    return uuid4()


async def _step(import_id: UUID, cause: str, *, user_id: UUID | None = None) -> bool:
    after = {states.IMPORT[state, cause] for state in states.sources(states.IMPORT, cause)}
    return bool(
        await execute(
            "UPDATE imports SET state = $2 WHERE id = $1 AND state = ANY($3::text[])"
            " AND ($4::uuid IS NULL OR user_id = $4)",
            import_id,
            after.pop(),
            states.sources(states.IMPORT, cause),
            user_id,
        )
    )
