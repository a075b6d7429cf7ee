"""The door to icalendar: action items as VTODOs (RFC 5545)."""

from collections.abc import Sequence
from datetime import timedelta

from icalendar import Calendar, Todo

from server.meeting.action_item_rows import ActionItem
from server.meeting.text_layout import visible

MEDIA_TYPE = "text/calendar"
PRODUCT = "-//Parley//Action items//EN"
REFRESH = timedelta(hours=1)
STATUS = {"open": "NEEDS-ACTION", "in_progress": "IN-PROCESS", "done": "COMPLETED", "cancelled": "CANCELLED"}
PRIORITY = {"high": 1, "medium": 5, "low": 9}


def calendar_document(items: Sequence[ActionItem], url: str) -> bytes:
    """Return a calendar of the items; `url`: of this server, without a slash at its end."""
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", "Action items")
    calendar.add("refresh-interval", REFRESH, parameters={"VALUE": "DURATION"})
    for item in items:
        calendar.add_component(_todo(item, url))
    document: bytes = calendar.to_ical()
    return document


def _todo(item: ActionItem, url: str) -> Todo:
    """`UID` lasts as the item does, `SEQUENCE` grows with each change of it."""
    link = f"{url}/m/{item.slug}#task-{item.id}"
    todo = Todo()
    todo.add("uid", f"action-item-{item.id}@parley")
    todo.add("sequence", item.revision)
    todo.add("dtstamp", item.updated_at)
    todo.add("created", item.created_at)
    todo.add("last-modified", item.updated_at)
    todo.add("summary", visible(item.title))
    said = item.description.splitlines() if item.description != item.title else []
    todo.add("description", "\n".join(visible(line) for line in (*said, f"From: {item.meeting}", link)))
    todo.add("url", link)
    todo.add("status", STATUS[item.status])
    todo.add("priority", PRIORITY[item.priority])
    if item.due_date is not None:
        todo.add("due", item.due_date)
    if item.completed_at is not None:
        todo.add("completed", item.completed_at)
        todo.add("percent-complete", 100)
    if item.tags:
        todo.add("categories", [visible(tag) for tag in item.tags])
    return todo
