"""The notes of a meeting while it runs: what was said so far, or since one came."""

from datetime import date
from typing import Annotated
from uuid import UUID

from aiohttp import web
from pydantic import Field

from server.api.endpoint import endpoint
from server.api.fields import Body, View
from server.app_keys import VIEWER
from server.errors import Forbidden, RoomNotFound
from server.meeting.access import Right, room_for
from server.meeting.live_notes import live_notes

MAX_MS = 2**31 - 1


class NotesQuery(Body):
    """Which notes to return."""

    since_ms: Annotated[int, Field(ge=0, le=MAX_MS)] = 0
    """Of the meeting's clock: only what was said later."""


class NoteView(View):
    """A sentence, and the segments it rests on."""

    text: str
    start_ms: int
    evidence: list[UUID]


class TopicNoteView(View):
    """What people talked about."""

    title: str
    summary: str
    start_ms: int
    evidence: list[UUID]


class TaskNoteView(View):
    """What somebody took on; it becomes an action item when the meeting ends."""

    title: str
    assignee: str | None
    participant_id: UUID | None
    due_date: date | None
    start_ms: int
    evidence: list[UUID]


class ProgressView(View):
    """How far the notes are, in blocks of some minutes."""

    blocks: int
    noted: int
    """With everything that will be noted of them."""
    failed: int
    """Noted by rules only, because the model failed."""


class LatestView(View):
    """What was said last, word for word."""

    speaker: str
    text: str
    start_ms: int
    segment_id: UUID


class RestView(View):
    """What is not noted yet."""

    segments: int
    start_ms: int | None
    latest: list[LatestView]


class NotesView(View):
    """The notes so far; times in milliseconds on the meeting's clock."""

    is_live: bool
    until_ms: int
    """The end of what is noted."""
    progress: ProgressView
    topics: list[TopicNoteView]
    key_points: list[NoteView]
    decisions: list[NoteView]
    tasks: list[TaskNoteView]
    questions: list[NoteView]
    rest: RestView


@endpoint("Show the notes so far", tag="notes", refusals=(RoomNotFound, Forbidden))
async def show(request: web.Request, slug: str, query: NotesQuery) -> NotesView:
    """Return what was noted of the meeting so far, and the words that are not noted yet.

    A note is shown as soon as there is one; minutes with everything merged follow the meeting's end.
    """
    room = (await room_for(request[VIEWER], slug, Right.READ)).room
    return NotesView.model_validate(await live_notes(room, query.since_ms), from_attributes=True)
