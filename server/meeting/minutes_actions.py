"""The action items of a meeting's minutes, as their author saves them while people work on them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID, uuid4

from asyncpg import Record

from server.meeting.action_item_edits import Stamp, read, record_edit
from server.meeting.action_item_matching import Wording, matches
from server.meeting.action_item_rows import SELECT, ActionItem, ActionStatus, Priority, item_of
from server.meeting.db import execute, execute_many, fetch, from_json, to_json

INSERT = """
INSERT INTO action_items (room_id, summary_id, title, description, assignee, assignee_participant_id,
                          assigned_to, due_date, priority, evidence, position, status)
VALUES ($1, $2, left($3, 200), $4, left($5, 120), $6, (SELECT user_id FROM participants WHERE id = $6),
        $7, $8, $9, $10, $11)
"""
UPDATE = """
UPDATE action_items SET title = left($2, 200), description = $3, assignee = left($4, 120),
       assignee_participant_id = $5, due_date = $6, priority = $7, evidence = $8, position = $9,
       revision = revision + $10 WHERE id = $1
"""
"""The assignee's account follows (m0044)."""
REWRITTEN = ("title", "description", "assignee", "participant_id", "due_date", "priority")


@dataclass(frozen=True, slots=True)
class Action:
    """An action item of the minutes; `evidence` are the segments it rests on."""

    title: str
    description: str = ""
    assignee: str | None = None
    participant_id: UUID | None = None
    due_date: date | None = None
    priority: Priority = "medium"
    evidence: tuple[UUID, ...] = ()
    status: ActionStatus = "open"
    id: UUID | None = field(default=None, compare=False)
    """Lasts across rewritten minutes; None before it is saved."""


async def actions_of(summary_id: UUID) -> list[Action]:
    """Return the action items as people left them, in the order of the minutes."""
    rows = await fetch(
        "SELECT * FROM action_items WHERE summary_id = $1 AND deleted_at IS NULL"
        " ORDER BY position, created_at, id",
        summary_id,
    )
    return [_action(row) for row in rows]


def _action(row: Record) -> Action:
    return Action(
        title=row["title"],
        description=row["description"],
        assignee=row["assignee"],
        participant_id=row["assignee_participant_id"],
        due_date=row["due_date"],
        priority=row["priority"],
        evidence=tuple(UUID(each) for each in from_json(row["evidence"])),
        status=row["status"],
        id=row["id"],
    )


def written_action(item: Action) -> dict[str, Any]:
    """Return what a version of the minutes keeps of an action item as it was written."""
    return {
        "text": item.title,
        "assignee": item.assignee,
        "due_date": item.due_date and item.due_date.isoformat(),
        "evidence": list(map(str, item.evidence)),
    }


async def replace_action_items(room_id: UUID, summary_id: UUID, items: Sequence[Action]) -> None:
    """Save the action items of minutes: each keeps its id where the minutes before had it in other words.

    What a person edited, deleted, made or wrote about stays as they left it; of the rest, what the minutes no
    longer have goes.
    """
    before = await _known(summary_id)
    first = await _as_first_written(room_id, before)
    same = matches([_wording(each) for each in items], [first[each.id] for each in before])
    for at, item in enumerate(items):
        known = before[same[at]] if at in same else None
        if known is None:
            await execute(
                INSERT, room_id, summary_id, item.title, item.description, item.assignee, item.participant_id,
                item.due_date, item.priority, to_json(item.evidence), at, item.status,
            )  # fmt: skip
        elif _is_touched(known):
            await _move(known, at)
        else:
            await _rewrite(known, item, at)
    kept = set(same.values())
    await _settle_rest([each for at, each in enumerate(before) if at not in kept], len(items))


async def _known(summary_id: UUID) -> list[ActionItem]:
    """Lock and return the items there are, deleted ones included: nobody edits one meanwhile."""
    rows = await fetch(
        f"{SELECT} WHERE a.summary_id = $1 ORDER BY a.position, a.created_at, a.id FOR UPDATE OF a",
        summary_id,
    )
    return [item_of(row) for row in rows]


async def _as_first_written(room_id: UUID, items: Sequence[ActionItem]) -> dict[UUID, Wording]:
    """Return each item in the words of the minutes, before anybody edited it."""
    found = {each.id: (each.title, each.assignee) for each in items}
    rows = await fetch(
        "SELECT item_id, before FROM action_item_edits WHERE room_id = $1 AND kind <> 'rewrite'"
        " ORDER BY revision DESC",
        room_id,
    )
    for row in rows:
        if row["item_id"] in found:
            title, owner = found[row["item_id"]]
            was = read(row["before"])
            found[row["item_id"]] = (was.get("title", title), was.get("assignee", owner))
    return {each.id: Wording(*found[each.id], frozenset(each.evidence)) for each in items}


def _wording(item: Action) -> Wording:
    return Wording(item.title, item.assignee, frozenset(item.evidence))


def _is_touched(item: ActionItem) -> bool:
    return item.edited or item.deleted_at is not None


async def _rewrite(known: ActionItem, item: Action, position: int) -> None:
    new: dict[str, Any] = {name: getattr(item, name) for name in REWRITTEN}
    new |= {"title": item.title[:200], "assignee": item.assignee[:120] if item.assignee else item.assignee}
    changed = {name: value for name, value in new.items() if getattr(known, name) != value}
    await execute(
        UPDATE, known.id, item.title, item.description, item.assignee, item.participant_id, item.due_date,
        item.priority, to_json(item.evidence), position, 1 if changed else 0,
    )  # fmt: skip
    if changed:
        await record_edit(known, changed, Stamp(uuid4(), "rewrite", None), known.revision + 1)


async def _move(known: ActionItem, position: int) -> None:
    await execute("UPDATE action_items SET position = $2 WHERE id = $1", known.id, position)


async def _settle_rest(items: Sequence[ActionItem], after: int) -> None:
    """Keep what people touched or wrote about, after the others, and delete the rest."""
    kept = [each for each in items if _is_touched(each) or each.comments]
    for position, each in enumerate(kept, after):
        await _move(each, position)
    gone = [(each.id,) for each in items if each not in kept]
    await execute_many("DELETE FROM action_items WHERE id = $1", gone)
