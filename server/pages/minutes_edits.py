"""What of the minutes is by hand, for the meeting page: who may edit, and what was edited."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from server.meeting.access import Right, Standing, Viewer
from server.meeting.accounts import Account
from server.meeting.minutes_edit_merging import Element, Section
from server.meeting.minutes_edits import EditKind, MinutesEdit

ONE: dict[Section, str] = {
    "summary": "the summary",
    "decisions": "a decision",
    "turned_down": "a proposal that was turned down",
    "open_questions": "an open question",
    "key_points": "a key point",
    "topics": "a topic",
}
DID: dict[EditKind, str] = {
    "create": "added",
    "edit": "edited",
    "delete": "deleted",
    "undo": "undid an edit of",
}


@dataclass(frozen=True, slots=True)
class EditLine:
    """One line of the history; `before` and `after` are empty where there was no element."""

    id: UUID
    words: str
    at: datetime
    before: str
    after: str
    may_undo: bool


@dataclass(frozen=True, slots=True)
class MinutesEditView:
    """The edits of a meeting page, newest first."""

    may_edit: bool
    lines: tuple[EditLine, ...]
    sections: tuple[tuple[Section, str], ...]
    """What can be added, and what it is called."""


def minutes_edit_view(viewer: Viewer, standing: Standing, edits: Sequence[MinutesEdit]) -> MinutesEditView:
    """Describe them for this reader."""
    may_edit = isinstance(viewer, Account) and standing.may(Right.EDIT_MINUTES) and standing.room.is_over
    return MinutesEditView(
        may_edit=may_edit,
        lines=tuple(
            EditLine(
                each.id,
                f"{each.by or 'Somebody who left'} {DID[each.kind]} {ONE[each.section]}",
                each.created_at,
                _text(each.before),
                _text(each.after),
                may_edit and each.is_last,
            )
            for each in edits
        ),
        sections=tuple((section, words) for section, words in ONE.items() if section != "summary"),
    )


def _text(words: Element) -> str:
    return ": ".join(str(each) for each in words.values())
