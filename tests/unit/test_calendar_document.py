"""Action items as a calendar."""

from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

from icalendar import Calendar

from server.calendar_document import calendar_document
from server.meeting.action_item_rows import ActionItem

URL = "https://meet.example.org"
NOW = datetime(2026, 11, 27, 12, 30, tzinfo=UTC)
ITEM = ActionItem(
    id=UUID(int=7), room_id=UUID(int=1), title="Buy cake; milk, \\ and\x07 a BEGIN:VEVENT",
    description="For all.\nEven Bob.", type="task", priority="high", status="open",
    due_date=date(2026, 12, 4), completed_at=None,
    tags=("food, drink", "Q4"), assignee="Bob", participant_id=None, assigned_to=None,
    evidence=(), position=0, revision=3, edited=True, origin="person", deleted_at=None, created_at=NOW,
    updated_at=NOW, slug="atrium", meeting="Atrium", is_overdue=False, comments=0,
)  # fmt: skip


def lines(*items: ActionItem) -> list[str]:
    """The content lines, unfolded as RFC 5545 has it."""
    return calendar_document(items, URL).decode().replace("\r\n ", "").split("\r\n")


def test_todo() -> None:
    """Each property has the form that calendars read; text is escaped, and no control character is left."""
    found = lines(ITEM)
    for line in (
        "UID:action-item-00000000-0000-0000-0000-000000000007@parley",
        "SEQUENCE:3",
        "DTSTAMP:20261127T123000Z",
        "DUE;VALUE=DATE:20261204",
        "STATUS:NEEDS-ACTION",
        "PRIORITY:1",
        "SUMMARY:Buy cake\\; milk\\, \\\\ and a BEGIN:VEVENT",
        f"DESCRIPTION:For all.\\nEven Bob.\\nFrom: Atrium\\n{URL}/m/atrium#task-{ITEM.id}",
        f"URL:{URL}/m/atrium#task-{ITEM.id}",
        "CATEGORIES:food\\, drink,Q4",
    ):
        assert line in found


def test_completed() -> None:
    """A finished item says when; a cancelled one, and one without a date, say so."""
    done = lines(replace(ITEM, status="done", completed_at=NOW))
    assert {"STATUS:COMPLETED", "COMPLETED:20261127T123000Z", "PERCENT-COMPLETE:100"} <= set(done)
    assert "STATUS:CANCELLED" in lines(replace(ITEM, status="cancelled"))
    assert not any(line.startswith("DUE") for line in lines(replace(ITEM, due_date=None)))


def test_read_back() -> None:
    """A reader finds the same text again, in any script, without errors; no line has more than 75 bytes."""
    title = "Kuchen für 日本語 👩‍👩‍👧 " * 9
    document = calendar_document([replace(ITEM, title=title), replace(ITEM, id=UUID(int=8))], URL)
    assert all(len(line) <= 75 for line in document.split(b"\r\n"))
    calendar = Calendar.from_ical(document)
    assert (calendar["VERSION"], calendar["PRODID"]) == ("2.0", "-//Parley//Action items//EN")
    first, second = calendar.walk("VTODO")
    assert (str(first["SUMMARY"]), first.errors, second.errors) == (title.strip(), [], [])
    assert calendar.errors == []


def test_empty() -> None:
    """Nobody's items are a calendar, too."""
    assert lines()[0] == "BEGIN:VCALENDAR"
    assert "END:VCALENDAR" in lines()
