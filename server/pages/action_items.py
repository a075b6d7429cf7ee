"""The page of one's own action items from all meetings, and the short list of them on the home page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import get_args

from aiohttp import web

from server.app_keys import VIEWER
from server.errors import Invalid, Unauthenticated
from server.meeting.accounts import Account
from server.meeting.action_item_edits import ItemEditor
from server.meeting.action_item_rows import ActionItem
from server.meeting.action_items import After, Show, action_items_of, cursor_date
from server.meeting.calendar_feeds import feed_since
from server.meeting.cursors import next_cursor, read_cursor
from server.meeting.db import transaction
from server.meeting.texts import SEARCH, clean
from server.pages.tasks import TaskCard, task_card
from server.pages.templating import render

AT_HOME = 5
A_PAGE = 50
EMPTY = {
    "open": "Nothing is waiting for you.",
    "overdue": "Nothing is overdue.",
    "done": "What you finish will be listed here.",
}


@dataclass(frozen=True, slots=True)
class Group:
    """Items under one heading."""

    name: str
    items: tuple[TaskCard, ...]


async def action_items(request: web.Request) -> web.Response:
    """Show the signed-in person's items, the overdue first; raises Unauthenticated."""
    person = request.get(VIEWER)
    if not isinstance(person, Account):
        raise Unauthenticated
    show, words = _show(request), _words(request)
    async with transaction():
        found = await action_items_of(
            person.id, show=show, words=words or None, limit=A_PAGE, after=_after(request)
        )
        since = await feed_since(person.id)
    return render(
        request,
        "action_items.html",
        entry="src/pages/actionItems.ts",
        groups=grouped(found, person),
        show=show,
        words=words,
        empty="Nothing has these words." if words else EMPTY[show],
        next=next_cursor(found, A_PAGE, lambda last: str(cursor_date(last) or "")),
        feed_since=since,
    )


async def first_items(person: Account) -> list[TaskCard]:
    """Return the most urgent items for the home page."""
    editor = ItemEditor(person.id, moderates=False)
    return [task_card(each, editor) for each in await action_items_of(person.id, limit=AT_HOME)]


def grouped(found: Sequence[ActionItem], person: Account) -> list[Group]:
    """Divide the items, which are in order, by how urgent they are; empty groups are left out."""
    editor = ItemEditor(person.id, moderates=False)
    groups: dict[str, list[TaskCard]] = {"Overdue": [], "Due": [], "No due date": [], "Finished": []}
    for item in found:
        groups[_group(item)].append(task_card(item, editor))
    return [Group(name, tuple(items)) for name, items in groups.items() if items]


def _group(item: ActionItem) -> str:
    if not item.is_open:
        return "Finished"
    if item.is_overdue:
        return "Overdue"
    return "Due" if item.due_date else "No due date"


def _show(request: web.Request) -> Show:
    asked = request.query.get("show", "open")
    return next((each for each in get_args(Show) if each == asked), "open")


def _words(request: web.Request) -> str:
    """Return the words that are looked for, clean; what cannot be searched finds everything."""
    try:
        return clean(request.query.get("q", ""), SEARCH)
    except ValueError:
        return ""


def _after(request: web.Request) -> After | None:
    """Read the cursor; one that is not ours begins at the first page."""
    try:
        found = read_cursor(request.query.get("after"), After.read_date, "after")
    except Invalid:
        return None
    return After(*found) if found else None
