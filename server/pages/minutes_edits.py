"""What of the minutes is by hand, for the meeting page: who may edit, and what was edited."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from server.meeting.access import Right, Standing, Viewer
from server.meeting.accounts import Account
from server.meeting.minutes_edit_merging import Element, Section
from server.meeting.minutes_edits import EditKind, MinutesEdit
from server.meeting.minutes_templates import TEMPLATES, MinutesTemplate
from server.meeting.special_sections import KIND_OF, LABELS, AddedLabel

ONE: dict[Section, str] = {
    "summary": "the summary",
    "decisions": "a decision",
    "turned_down": "a proposal that was turned down",
    "open_questions": "an open question",
    "key_points": "a key point",
    "topics": "a topic",
    "special": "a statement",
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
class Addition:
    """What can be added to a section; `words` call it, `label` and `heading` tell where in `special`."""

    section: Section
    words: str
    label: AddedLabel | None = None
    heading: str = ""


@dataclass(frozen=True, slots=True)
class MinutesEditView:
    """The edits of a meeting page, newest first."""

    may_edit: bool
    lines: tuple[EditLine, ...]
    additions: tuple[Addition, ...]
    """What can be added."""


def minutes_edit_view(
    viewer: Viewer,
    standing: Standing,
    edits: Sequence[MinutesEdit],
    layout: MinutesTemplate = TEMPLATES["general"],
) -> MinutesEditView:
    """Describe them for this reader; `layout` is the template of the minutes."""
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
        additions=tuple(_additions(layout)),
    )


def _additions(layout: MinutesTemplate) -> Iterator[Addition]:
    for section, words in ONE.items():
        if section not in ("summary", "special"):
            yield Addition(section, words)
    for part in layout.sections:
        if part.kind == "custom":
            yield Addition("special", f"to “{part.heading}”", "point", part.heading)
        for label, kind in KIND_OF.items():
            if kind == part.kind != "custom":
                yield Addition("special", f"to “{LABELS[label]}”", label)


def _text(words: Element) -> str:
    return ": ".join(str(words[name]) for name in ("title", "summary", "text") if name in words)
