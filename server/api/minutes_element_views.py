"""Elements of the minutes as the API shows them, and what clients send to edit them."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, Field, model_validator

from server.api.action_item_bodies import MAX_TITLE, Versioned
from server.api.fields import Body, Message, View
from server.meeting.minutes_edit_merging import Section
from server.meeting.minutes_edits import EditKind, HandMarks, Shown
from server.meeting.special_sections import KIND_OF, AddedLabel
from server.meeting.texts import Kind, clean

TITLE = Kind(MAX_TITLE)


def _title(text: str) -> str:
    return clean(text, TITLE)


Title = Annotated[
    str, Field(json_schema_extra={"minLength": 1, "maxLength": MAX_TITLE}), AfterValidator(_title)
]


class EditedView(View):
    """Who edited an element last, a name or null if they are gone, and whether all of it is theirs."""

    by: str | None
    at: AwareDatetime
    is_made_by_hand: bool


class ElementView(View):
    """An element of the minutes; only topics have a title. `revision` is what an edit of it takes."""

    id: UUID
    section: Section
    title: str | None
    text: str
    evidence: list[UUID]
    revision: int
    edited: EditedView | None
    """Null: it is as it was written."""


class ChangedElement(View):
    """The element after an edit; null if it is gone. `edit_id` is what an undo takes."""

    edit_id: UUID
    element: ElementView | None


class MinutesEditView(View):
    """One edit: the words before and after it, empty where there was no element; `by` null: they are gone."""

    id: UUID
    element_id: UUID
    section: Section
    kind: EditKind
    revision: int
    before: dict[str, Any]
    after: dict[str, Any]
    undoes: UUID | None
    created_at: AwareDatetime
    by: str | None
    is_undone: bool
    is_last: bool
    """The newest of its element, which can be undone."""


class MinutesEdits(View):
    """The edits of the minutes, newest first, at most 200."""

    edits: list[MinutesEditView]
    may_edit: bool


class NewElement(Body):
    """An element made by hand; a topic needs a title. `id`: made by the sender, to send it again.

    One of the section `special` needs the label under which it is shown; a `point` is one of the section
    that has this heading in somebody's own template.
    """

    section: Literal["decisions", "turned_down", "open_questions", "key_points", "topics", "special"]
    text: Message
    title: Title | None = None
    label: AddedLabel | None = None
    heading: Title | None = None
    id: UUID | None = None

    @model_validator(mode="after")
    def _titled(self) -> "NewElement":
        if (self.section == "topics") != (self.title is not None):
            raise ValueError("A topic needs a title, other elements have none.")
        if (self.section == "special") != (self.label is not None):
            raise ValueError("A special element needs a label, other elements have none.")
        if (self.label == "point") != (self.heading is not None):
            raise ValueError("A point needs the heading of its section, other elements have none.")
        return self

    def words(self) -> dict[str, str]:
        """Return the words as the minutes hold them, and where they belong."""
        if self.title is not None:
            return {"title": self.title, "summary": self.text}
        if self.label is None:
            return {"text": self.text}
        place = {"kind": KIND_OF[self.label], "label": self.label, "group": self.heading or ""}
        return {"text": self.text, **place}


class ElementChange(Versioned):
    """The words to set; only topics have a title."""

    text: Message | None = None
    title: Title | None = None

    @model_validator(mode="after")
    def _something(self) -> "ElementChange":
        if self.text is None and self.title is None:
            raise ValueError("Send a text or a title.")
        return self

    def words(self) -> dict[str, str]:
        """Return the words by all the names that minutes give them."""
        named = {"text": self.text, "summary": self.text, "title": self.title}
        return {name: words for name, words in named.items() if words is not None}


class ElementDeletion(Versioned):
    """As in a change, in the query."""


class ElementUndoing(Body):
    """`edit_id`: the edit to undo; `id`: as in a change."""

    edit_id: UUID
    id: UUID | None = None


def element_view(shown: Shown) -> ElementView:
    """Return an element as it stands."""
    element = shown.element
    return ElementView(
        id=shown.id,
        revision=shown.revision,
        edited=EditedView.model_validate(shown.mark) if shown.mark else None,
        section=shown.section,
        title=element.get("title"),
        text=element["summary"] if shown.section == "topics" else element["text"],
        evidence=element.get("evidence", []),
    )


def element_views(hand: HandMarks | None) -> list[ElementView]:
    """Return all elements, section by section."""
    found = hand.sections.values() if hand else ()
    return [element_view(each) for section in found for each in section]
