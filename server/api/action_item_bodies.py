"""What clients send to make and change action items."""

from dataclasses import replace
from datetime import date
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, model_validator

from server.api.fields import FIRST_YEAR, LAST_YEAR, Body, Message, Tag
from server.meeting.action_item_rows import ActionStatus, ItemType, Priority
from server.meeting.texts import LINE, LINES, clean

MAX_TITLE = 200
MAX_TAGS = 10
LONGEST_TITLE = replace(LINE, limit=MAX_TITLE)


def _title(text: str) -> str:
    return clean(text, LONGEST_TITLE)


def _description(text: str) -> str:
    """Clean a description, which may be empty; raises ValueError."""
    return clean(text, LINES) if text.strip() else ""


def _day(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValueError(f"Choose a year from {FIRST_YEAR} to {LAST_YEAR}.")
    return day


def _distinct(tags: list[str]) -> list[str]:
    """Return each tag once, by its first spelling."""
    return list({tag.casefold(): tag for tag in reversed(tags)}.values())[::-1]


Title = Annotated[
    str, Field(json_schema_extra={"minLength": 1, "maxLength": MAX_TITLE}), AfterValidator(_title)
]
Description = Annotated[
    str, Field(json_schema_extra={"maxLength": LINES.limit}), AfterValidator(_description)
]
Day = Annotated[date, AfterValidator(_day)]
Tags = Annotated[list[Tag], Field(max_length=MAX_TAGS), AfterValidator(_distinct)]


class NewTask(Body):
    """An item made by hand; `participant_id`: its owner; `id`: made by the sender, to send it again."""

    title: Title
    description: Description = ""
    type: ItemType = "task"
    priority: Priority = "medium"
    due_date: Day | None = None
    tags: Tags = Field(default_factory=list)
    participant_id: UUID | None = None
    id: UUID | None = None


class Versioned(Body):
    """`revision`: of the item as the person saw it; `id`: made by the sender, to send it again."""

    revision: int = Field(ge=0, le=2**31 - 1)
    id: UUID | None = None


class TaskChange(Versioned):
    """The fields to set, others stay; null takes the due date or the owner (`participant_id`) away."""

    title: Title = ""
    description: Description = ""
    type: ItemType = "task"
    priority: Priority = "medium"
    due_date: Day | None = None
    tags: Tags = Field(default_factory=list)
    participant_id: UUID | None = None
    status: ActionStatus = "open"

    @model_validator(mode="after")
    def _something(self) -> "TaskChange":
        if not self.model_fields_set - {"revision", "id"}:
            raise ValueError("Send at least one field to change.")
        return self


class Deletion(Versioned):
    """As in a change, in the query."""


class Undoing(Body):
    """`edit_id`: the change to undo; `id`: as in a change."""

    edit_id: UUID
    id: UUID | None = None


class NewComment(Body):
    """A comment; with an `id` made by the sender, sending it again stores it only once."""

    text: Message
    id: UUID | None = None
