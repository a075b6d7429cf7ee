"""Action items of the signed-in person, from all their meetings."""

from aiohttp import web
from pydantic import Field

from server.api.action_item_views import TaskView
from server.api.endpoint import endpoint
from server.api.fields import Body, SearchText, View
from server.api.identity import require_account
from server.errors import Unauthenticated
from server.meeting import action_items
from server.meeting.cursors import next_cursor, read_cursor
from server.meeting.db import transaction

MAX_LISTED = 200


class Page(Body):
    """Page size and cursor."""

    limit: int = Field(default=action_items.LISTED, ge=1, le=MAX_LISTED)
    after: str | None = Field(default=None, max_length=60)
    """`next` of the previous page."""
    show: action_items.Show = "open"
    """`open`: by due date; `overdue`: what of these is late; `done`: finished or cancelled, newest first."""
    q: SearchText | None = None
    """Words in the title or in the meeting's name."""


class TaskList(View):
    """The most urgent first; pass `next` as `after` to get the next page; null on the last page."""

    action_items: list[TaskView]
    next: str | None


@endpoint("List my action items", tag="action-items", refusals=(Unauthenticated,))
async def index(request: web.Request, query: Page) -> TaskList:
    """Return the action items assigned to the signed-in person, from all meetings, the overdue first."""
    person = require_account(request)
    async with transaction():
        found = await action_items.action_items_of(
            person.id, show=query.show, words=query.q, limit=query.limit, after=_after(query.after)
        )
    return TaskList(
        action_items=[TaskView.model_validate(each) for each in found],
        next=next_cursor(found, query.limit, lambda last: str(action_items.cursor_date(last) or "")),
    )


def _after(text: str | None) -> action_items.After | None:
    found = read_cursor(text, action_items.After.read_date, "after")
    return action_items.After(*found) if found else None
