"""A person's own action items from all their meetings, the overdue first."""

from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from server.meeting.action_item_rows import OPEN, SELECT, TODAY, ActionItem, item_of
from server.meeting.db import fetch

Show = Literal["open", "overdue", "done"]
LISTED = 50
FIRST_ID = UUID(int=0)
DUE = "coalesce(a.due_date, 'infinity')"
FINISHED = "coalesce((a.completed_at AT TIME ZONE 'UTC')::date, (a.updated_at AT TIME ZONE 'UTC')::date)"
MINE = f"""
{SELECT} WHERE a.assigned_to = $1 AND a.deleted_at IS NULL
  AND ($5::text IS NULL OR position(lower($5) IN lower(a.title || ' ' || r.name)) > 0)
"""
FORWARDS = f"""
{MINE} AND a.status IN {OPEN} AND ({DUE}, a.id) > (coalesce($2::date, '-infinity'), $3::uuid) AND {{}}
ORDER BY {DUE}, a.id LIMIT $4
"""
QUERIES: dict[Show, str] = {
    "open": FORWARDS.format("true"),
    "overdue": FORWARDS.format(f"a.due_date < {TODAY}"),
    "done": f"""
{MINE} AND a.status NOT IN {OPEN}
  AND ($2::date IS NULL OR ({FINISHED}, a.id) < ($2::date, $3::uuid))
ORDER BY {FINISHED} DESC, a.id DESC LIMIT $4
""",
}


@dataclass(frozen=True, slots=True)
class After:
    """Cursor: the last item of the page before; open items without a date come last."""

    due_date: date | None
    """Of a finished item: when it was finished."""
    id: UUID

    @staticmethod
    def read_date(text: str) -> date | None:
        """Read the first part of a cursor; raises ValueError."""
        return date.fromisoformat(text) if text else None


def cursor_date(item: ActionItem) -> date | None:
    """Return what an item is sorted by."""
    return item.due_date if item.is_open else (item.completed_at or item.updated_at).date()


async def action_items_of(
    person_id: UUID,
    *,
    show: Show = "open",
    words: str | None = None,
    limit: int = LISTED,
    after: After | None = None,
) -> list[ActionItem]:
    """List a person's items: open ones by due date, those without a date last; finished ones newest first.

    `words`: in the title or the meeting's name.
    """
    at = (after.due_date or date.max) if after else None
    rows = await fetch(QUERIES[show], person_id, at, after.id if after else FIRST_ID, limit, words)
    return [item_of(row) for row in rows]
