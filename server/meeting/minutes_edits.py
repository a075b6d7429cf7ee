"""The edits of minutes by hand as rows: their history, and the minutes they lead to."""

# ruff: noqa: S608  only constant names of columns are put into statements; values go by $1

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from asyncpg import Record

from server.meeting.db import execute, fetch, fetch_one, from_json, to_json
from server.meeting.minutes_edit_merging import (
    SECTIONS,
    Element,
    HandEdit,
    Section,
    element_ids,
    in_the_end,
    kept_of,
    merged,
)
from server.meeting.minutes_versions import newest_content

EditKind = Literal["create", "edit", "delete", "undo"]
BY_ELEMENT = """
SELECT element_id, section, machine, after, revision FROM minutes_edits WHERE summary_id = $1
ORDER BY min(created_at) OVER (PARTITION BY element_id), element_id, revision
"""
MARKS = """
SELECT DISTINCT ON (element_id) element_id, section, machine, after, revision, created_at AS at,
       person_name(edited_by) AS by
FROM minutes_edits WHERE summary_id = $1 ORDER BY element_id, revision DESC
"""
HISTORY = """
SELECT e.id, e.element_id, e.section, e.kind, e.revision, e.before, e.after, e.undoes, e.created_at,
       person_name(e.edited_by) AS by,
       EXISTS (SELECT FROM minutes_edits u WHERE u.element_id = e.element_id AND u.undoes = e.id)
           AS is_undone,
       NOT EXISTS (SELECT FROM minutes_edits n WHERE n.element_id = e.element_id AND n.revision > e.revision)
           AS is_last
FROM minutes_edits e WHERE e.room_id = $1 ORDER BY e.created_at DESC, e.id DESC LIMIT 200
"""
RECORD = """
INSERT INTO minutes_edits (id, room_id, summary_id, element_id, section, kind, revision, machine, before,
                           after, undoes, edited_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
"""
WRITE = f"""
UPDATE meeting_summaries SET {", ".join(f"{column} = ${n}" for n, column in enumerate(SECTIONS.values(), 2))}
WHERE id = $1
"""


@dataclass(frozen=True, slots=True)
class Mark:
    """Who edited an element last, and when; `by` is None if the account is gone."""

    by: str | None
    at: datetime
    is_made_by_hand: bool
    """Nothing of it is the machine's."""


@dataclass(frozen=True, slots=True)
class Shown:
    """An element as it stands, as it is in its column."""

    id: UUID
    section: Section
    element: Element
    revision: int
    """0: nobody edited it."""
    mark: Mark | None
    """Who edited it last, if it is not as it was written."""


@dataclass(frozen=True, slots=True)
class HandMarks:
    """What of the minutes is by hand: all elements, in the order of each section."""

    sections: Mapping[Section, tuple[Shown, ...]]

    @property
    def summary(self) -> Shown:
        """The summary, which is one element."""
        return self.sections["summary"][0]

    def find(self, element_id: UUID) -> Shown | None:
        """Return an element by its id."""
        return next(
            (each for found in self.sections.values() for each in found if each.id == element_id), None
        )


@dataclass(frozen=True, slots=True)
class MinutesEdit:
    """One entry of the history; `before` and `after` hold the words, empty where there was no element."""

    id: UUID
    element_id: UUID
    section: Section
    kind: EditKind
    revision: int
    before: Element
    after: Element
    undoes: UUID | None
    created_at: datetime
    by: str | None
    """A name; None if the account is gone."""
    is_undone: bool
    is_last: bool
    """The newest of its element: an undo restores what it replaced."""


@dataclass(frozen=True, slots=True)
class NewEdit:
    """What is recorded of an edit."""

    id: UUID
    element_id: UUID
    section: Section
    kind: EditKind
    revision: int
    machine: Element
    before: Element
    after: Element
    by: UUID
    undoes: UUID | None = None


def sections_in(row: Record | Mapping[str, Any]) -> dict[Section, list[Element]]:
    """Return the elements of a row of `meeting_summaries`; the summary is one."""
    return {
        section: [{"text": row[column]}] if section == "summary" else from_json(row[column])
        for section, column in SECTIONS.items()
    }


async def hand_marks(row: Record) -> HandMarks:
    """Describe what is by hand in a row of `meeting_summaries`."""
    edits = {each["element_id"]: each for each in await fetch(MARKS, row["id"])}

    def shown(section: Section, elements: list[Element]) -> tuple[Shown, ...]:
        ids = element_ids(row["id"], section, elements)
        return tuple(_shown(edits.get(id_), id_, section, of) for id_, of in zip(ids, elements, strict=True))

    return HandMarks({section: shown(section, found) for section, found in sections_in(row).items()})


def _shown(edit: Record | None, element_id: UUID, section: Section, element: Element) -> Shown:
    if edit is None:
        return Shown(element_id, section, element, 0, None)
    mark = Mark(edit["by"], edit["at"], from_json(edit["machine"]) == {}) if _stands(edit) else None
    return Shown(element_id, section, element, edit["revision"], mark)


def _stands(row: Record) -> bool:
    edit = HandEdit(row["element_id"], row["section"], from_json(row["machine"]), from_json(row["after"]))
    return edit.stands


async def record_edit(room_id: UUID, summary_id: UUID, edit: NewEdit) -> None:
    """Add an edit to the history."""
    await execute(
        RECORD, edit.id, room_id, summary_id, edit.element_id, edit.section, edit.kind, edit.revision,
        *map(to_json, (edit.machine, edit.before, edit.after)), edit.undoes, edit.by,
    )  # fmt: skip


async def apply_edits(summary_id: UUID) -> None:
    """Write the minutes as people left them: the newest version with the edits, under the summary's lock."""
    rows = [
        {**dict(row), "machine": from_json(row["machine"]), "after": from_json(row["after"])}
        for row in await fetch(BY_ELEMENT, summary_id)
    ]
    content = await newest_content(summary_id) if rows else None
    if content is None:
        return
    edits = in_the_end(rows)
    written: list[object] = []
    for section, column in SECTIONS.items():
        there = content.get(column, "" if section == "summary" else [])
        elements = [{"text": there}] if section == "summary" else there
        found = merged(summary_id, section, elements, edits)
        written.append(found[0]["text"] if section == "summary" else to_json(found))
    await execute(WRITE, summary_id, *written)


async def first_of(element_id: UUID) -> Record | None:
    """Return the first edit of an element."""
    return await fetch_one(
        "SELECT section, machine FROM minutes_edits WHERE element_id = $1 ORDER BY revision LIMIT 1",
        element_id,
    )


async def is_stored(room_id: UUID, edit_id: UUID) -> bool:
    """Whether the edit was made already, and its answer was lost."""
    row = await fetch_one("SELECT FROM minutes_edits WHERE room_id = $1 AND id = $2", room_id, edit_id)
    return row is not None


async def history_of(room_id: UUID) -> list[MinutesEdit]:
    """List the edits of the minutes, newest first, at most 200."""
    return [
        MinutesEdit(**{**dict(row), "before": from_json(row["before"]), "after": from_json(row["after"])})
        for row in await fetch(HISTORY, room_id)
    ]


def as_first_written(section: Section, element: Element) -> Element:
    """Return what of the machine's element tells it apart later."""
    cited = {"evidence": element["evidence"]} if "evidence" in element else {}
    return {**kept_of(section, element), **cited}
