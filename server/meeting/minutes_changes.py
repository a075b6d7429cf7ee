"""What people do to minutes by hand: change, delete and add elements, and undo that.

Each takes the revision that the person saw and raises MinutesElementChanged if the element has another by
now, and the id of the edit, so that a request sent again changes nothing.
"""

from dataclasses import dataclass
from uuid import UUID

from asyncpg import Record

from server.errors import Conflict, Forbidden
from server.meeting import states
from server.meeting.audit import record
from server.meeting.db import fetch_one, from_json, transaction
from server.meeting.minutes_edit_errors import (
    MinutesEditNotFound,
    MinutesElementChanged,
    MinutesElementNotFound,
    MinutesVersionNotFound,
)
from server.meeting.minutes_edit_merging import Element, Section, kept_of, words_of
from server.meeting.minutes_edits import (
    MinutesEdit,
    NewEdit,
    Shown,
    apply_edits,
    as_first_written,
    first_of,
    hand_marks,
    history_of,
    is_stored,
    record_edit,
    sections_in,
)
from server.meeting.minutes_templates import MinutesTemplate, template_of
from server.meeting.minutes_versions import MinutesVersion, has_versions, keep_version, version_in

MOST_ELEMENTS = 100
"""In one section."""
ONLY_MODERATORS = "Only the host and co-hosts can edit the minutes."
NOT_WRITTEN = "There are no minutes to edit yet."


@dataclass(frozen=True, slots=True)
class MinutesEditor:
    """Who edits minutes: somebody with an account."""

    user_id: UUID
    moderates: bool


@dataclass(frozen=True, slots=True)
class Request:
    """An edit: by whom, of which element, as of the revision they saw."""

    room_id: UUID
    editor: MinutesEditor
    element_id: UUID
    revision: int
    edit_id: UUID


async def add_element(
    room_id: UUID, editor: MinutesEditor, section: Section, words: Element, element_id: UUID
) -> Shown:
    """Add an element at the end of its section; raises Forbidden and Conflict."""
    async with transaction():
        summary = await _locked(room_id, editor)
        if not await is_stored(room_id, element_id):
            if section == "special" and not _has_part(await template_of(room_id), words):
                raise Conflict("The template of these minutes has no such section.")
            beside = [each for each in sections_in(summary)[section] if _is_beside(each, words)]
            if section == "summary" or len(beside) >= MOST_ELEMENTS:
                raise Conflict(f"A section has at most {MOST_ELEMENTS} elements. Delete some first.")
            await _settle(
                summary, NewEdit(element_id, element_id, section, "create", 1, {}, {}, words, editor.user_id)
            )
        return await _shown(room_id, element_id)


def _has_part(layout: MinutesTemplate, words: Element) -> bool:
    """Whether the minutes show what is added there."""
    return any(
        each.kind == words["kind"] and (each.kind != "custom" or each.heading == words["group"])
        for each in layout.sections
    )


def _is_beside(element: Element, words: Element) -> bool:
    """Whether the element is in the same part of a section as one to be added."""
    return all(element.get(name) == words.get(name) for name in ("kind", "label", "group"))


async def change_element(asked: Request, words: Element) -> Shown:
    """Put other words in place of an element's.

    Raises MinutesElementNotFound, Forbidden, MinutesElementChanged.
    """
    async with transaction():
        summary = await _locked(asked.room_id, asked.editor)
        if not await is_stored(asked.room_id, asked.edit_id):
            there = await _seen(summary, asked)
            before = kept_of(there.section, there.element)
            own = words_of(there.section, there.element).keys()
            after = {**before, **{name: words[name] for name in own & words.keys()}}
            if after != before:
                await _settle(summary, await _next(there, asked, "edit", after))
        return await _shown(asked.room_id, asked.element_id)


async def delete_element(asked: Request) -> None:
    """Delete an element; rewritten minutes leave it deleted, an undo does not. Raises as `change_element`."""
    async with transaction():
        summary = await _locked(asked.room_id, asked.editor)
        if not await is_stored(asked.room_id, asked.edit_id):
            there = await _seen(summary, asked)
            if there.section == "summary":
                raise Conflict("The summary cannot be deleted. Write another one in its place.")
            await _settle(summary, await _next(there, asked, "delete", {}))


async def undo_edit(room_id: UUID, editor: MinutesEditor, edit_id: UUID, new_id: UUID) -> Shown | None:
    """Restore what an edit replaced, unless it was edited again after that; None: the element is gone then.

    What the machine wrote is restored as it was written last. An undo can be undone.
    Raises MinutesEditNotFound, Forbidden, MinutesElementChanged.
    """
    async with transaction():
        summary = await _locked(room_id, editor)
        edits = await history_of(room_id)
        edit = next((each for each in edits if each.id == edit_id), None)
        if edit is None:
            raise MinutesEditNotFound
        if not await is_stored(room_id, new_id):
            last = next(each for each in edits if each.element_id == edit.element_id)
            if last.after != edit.after:
                raise _changed(edit.element_id, last, last.after)
            first = await first_of(edit.element_id)
            machine = from_json(first["machine"]) if first else {}
            await _settle(
                summary,
                NewEdit(
                    new_id, edit.element_id, edit.section, "undo", last.revision + 1, machine, edit.after,
                    edit.before, editor.user_id, undoes=edit_id,
                ),
            )  # fmt: skip
        try:
            return await _shown(room_id, edit.element_id)
        except MinutesElementNotFound:
            return None


async def restore_version(room_id: UUID, editor: MinutesEditor, version_id: UUID) -> MinutesVersion:
    """Put an older version in place again, as another one; edits by hand stay.

    Raises MinutesVersionNotFound, Forbidden, Conflict.
    """
    async with transaction():
        summary = await _locked(room_id, editor)
        row = await fetch_one("SELECT restore_minutes_version($1, $2) AS made", room_id, version_id)
        if row is None or row["made"] is None:
            raise MinutesVersionNotFound
        await apply_edits(summary["id"])
        await record("user_action", "minutes.restore", room_id)
        return await version_in(room_id, row["made"])


async def _locked(room_id: UUID, editor: MinutesEditor) -> Record:
    """Lock the minutes against other edits, and against being written; raises Forbidden and Conflict."""
    row = None
    if editor.moderates:
        row = await fetch_one("SELECT * FROM meeting_summaries WHERE room_id = $1 FOR UPDATE", room_id)
        if (
            row is None
            and await fetch_one("SELECT FROM meeting_summaries WHERE room_id = $1", room_id) is None
        ):
            raise Conflict(NOT_WRITTEN)
    if row is None:
        raise Forbidden(ONLY_MODERATORS)
    if row["state"] not in states.READABLE_SUMMARY:
        raise Conflict(NOT_WRITTEN)
    return row


async def _seen(summary: Record, asked: Request) -> Shown:
    there = (await hand_marks(summary)).find(asked.element_id)
    if there is not None and there.revision == asked.revision:
        return there
    edits = [each for each in await history_of(asked.room_id) if each.element_id == asked.element_id]
    if there is None and not edits:
        raise MinutesElementNotFound
    now = words_of(there.section, there.element) if there else {}
    raise _changed(asked.element_id, edits[0] if edits else None, now)


async def _shown(room_id: UUID, element_id: UUID) -> Shown:
    row = await fetch_one("SELECT * FROM meeting_summaries WHERE room_id = $1", room_id)
    found = (await hand_marks(row)).find(element_id) if row is not None else None
    if found is None:
        raise MinutesElementNotFound
    return found


async def _next(there: Shown, asked: Request, kind: str, after: Element) -> NewEdit:
    first = await first_of(there.id)
    machine = from_json(first["machine"]) if first else as_first_written(there.section, there.element)
    before = kept_of(there.section, there.element)
    return NewEdit(
        asked.edit_id, there.id, there.section, kind, there.revision + 1, machine, before, after,  # type: ignore[arg-type]
        asked.editor.user_id,
    )  # fmt: skip


async def _settle(summary: Record, edit: NewEdit) -> None:
    """Record the edit, apply it, and tell the audit that it happened, never the words."""
    if not await has_versions(summary["id"]):
        await keep_version(summary["id"], "earlier", made_by=edit.by)
    await record_edit(summary["room_id"], summary["id"], edit)
    await apply_edits(summary["id"])
    await record("user_action", "minutes.edit", summary["room_id"], change=edit.kind, section=edit.section)


def _changed(element_id: UUID, last: MinutesEdit | None, now: Element) -> MinutesElementChanged:
    return MinutesElementChanged(
        {
            "id": str(element_id),
            "revision": last.revision if last else 0,
            "title": now.get("title"),
            "text": now.get("text", now.get("summary")),
            "by": last.by if last else None,
        }
    )
