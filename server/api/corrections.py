"""Corrections of the transcript, their history, and undoing them; also while the meeting is being held."""

from uuid import UUID, uuid4

import structlog
from aiohttp import web
from pydantic import AwareDatetime, Field, model_validator

from server.api.endpoint import endpoint
from server.api.fields import Body, Name, Said, View
from server.api.transcript_changes import publish_transcript_change
from server.app_keys import VIEWER
from server.errors import (
    Conflict,
    Forbidden,
    IllegalStep,
    ParticipantNotFound,
    RoomNotFound,
)
from server.meeting import corrections, segment_bounds, segment_edits
from server.meeting.access import Right, Standing, Viewer, room_for
from server.meeting.accounts import Account
from server.meeting.audit import record
from server.meeting.db import transaction
from server.meeting.segment_errors import EditNotFound, SegmentChanged, SegmentNotFound
from server.meeting.segment_rows import Segment, SegmentState

MAX_CORRECTION_BYTES = 512 * 1024
"""Enough to answer that a text is too long, and by how much."""
REFUSALS = (RoomNotFound, SegmentNotFound, Forbidden, SegmentChanged, IllegalStep)
log = structlog.get_logger()


class Correction(Body):
    """`revision`: of the segment as the person saw it; `id`: made by the sender, to send it again."""

    revision: int = Field(ge=0, le=2**31 - 1)
    id: UUID | None = None


class TextCorrection(Correction):
    """Other words for a segment."""

    text: Said


class SpeakerCorrection(Correction):
    """Who spoke: `participant_id`, somebody else of the meeting; or `name`, what the speaker is called here.

    `everything`: not only this segment, but all that its speaker said; a name is always of everything.
    """

    participant_id: UUID | None = None
    name: Name | None = None
    everything: bool = False

    @model_validator(mode="after")
    def _one(self) -> "SpeakerCorrection":
        if (self.participant_id is None) == (self.name is None):
            raise ValueError("Set either participant_id or name.")
        return self


class Split(Correction):
    """`at`: the Unicode character before which the text is cut."""

    at: int = Field(ge=1, le=100_000)


class Join(Correction):
    """`next`: the segment that follows, of the same speaker, and the revision of it that the person saw."""

    next: UUID
    next_revision: int = Field(ge=0, le=2**31 - 1)


class Undo(Body):
    """`id`: as in a correction."""

    id: UUID | None = None


class CorrectedSegment(View):
    """A segment after a correction. An empty text: it was joined to the one before."""

    id: UUID
    seq: int
    participant_id: UUID | None
    speaker: str
    start_ms: int
    end_ms: int
    text: str
    state: SegmentState
    revision: int


class CorrectedSegments(View):
    """Every segment that changed; `edit_id` is what an undo takes."""

    edit_id: UUID
    segments: list[CorrectedSegment]


class EditView(View):
    """One correction of one segment. `by`: who made it; null if they are gone."""

    edit_id: UUID
    segment_id: UUID
    kind: segment_edits.EditKind
    revision: int
    before_text: str
    after_text: str
    before_speaker: str
    after_speaker: str
    created_at: AwareDatetime
    undoes: UUID | None
    by: str | None
    is_undone: bool
    segments: int
    """How many segments the correction changed."""


class History(View):
    """The corrections of a segment, newest first, and the recognizer's words before all of them."""

    raw_text: str
    edits: list[EditView]


def editor_of(viewer: Viewer, standing: Standing) -> segment_edits.Editor:
    """Return who corrects."""
    return segment_edits.Editor(
        user_id=viewer.id if isinstance(viewer, Account) else None,
        participant_id=standing.participant.id if standing.participant else None,
        moderates=standing.may_everywhere(Right.CORRECT_WORDS),
    )


async def announce(request: web.Request, standing: Standing, edit_id: UUID, kind: str) -> None:
    """Tell other open pages, and everybody in the room, that the transcript was corrected."""
    room = standing.room
    log.info("transcript_corrected", room_id=str(room.id), edit_id=str(edit_id), kind=kind)
    await publish_transcript_change(request, room)


async def _asked(
    request: web.Request, slug: str, segment_id: UUID, body: Correction
) -> tuple[Standing, corrections.Request]:
    standing = await room_for(request[VIEWER], slug, Right.READ)
    editor = editor_of(request[VIEWER], standing)
    asked = corrections.Request(standing.room.id, editor, segment_id, body.revision, body.id or uuid4())
    return standing, asked


@endpoint("Correct what was said", tag="corrections", refusals=REFUSALS, most_bytes=MAX_CORRECTION_BYTES)
async def correct(
    request: web.Request, slug: str, segment_id: UUID, body: TextCorrection
) -> CorrectedSegments:
    """Replace the words of a segment, as host, co-host or speaker; the recognizer's words are kept."""
    standing, asked = await _asked(request, slug, segment_id, body)
    segment = await corrections.edit_text(asked, body.text)
    await announce(request, standing, asked.edit_id, "text")
    return _answer(asked.edit_id, segment)


@endpoint("Correct who spoke", tag="corrections", refusals=(*REFUSALS, ParticipantNotFound))
async def correct_speaker(
    request: web.Request, slug: str, segment_id: UUID, body: SpeakerCorrection
) -> CorrectedSegments:
    """Say that somebody else spoke, as host or co-host, or give the speaker another name in this meeting."""
    standing, asked = await _asked(request, slug, segment_id, body)
    if body.name is not None:
        segment = await corrections.rename(asked, body.name)
    else:
        assert body.participant_id is not None  # noqa: S101  one of them is set
        segment = await corrections.assign(asked, body.participant_id, is_everything=body.everything)
    await announce(request, standing, asked.edit_id, "speaker")
    return _answer(asked.edit_id, segment)


@endpoint("Split a segment", tag="corrections", refusals=REFUSALS)
async def split(request: web.Request, slug: str, segment_id: UUID, body: Split) -> CorrectedSegments:
    """Cut a segment in two; the second part is a new segment, at the time of its first word."""
    standing, asked = await _asked(request, slug, segment_id, body)
    parts = await segment_bounds.split(asked, body.at)
    await announce(request, standing, asked.edit_id, "split")
    return _answer(asked.edit_id, *parts)


@endpoint("Join two segments", tag="corrections", refusals=(*REFUSALS, Conflict))
async def join(request: web.Request, slug: str, segment_id: UUID, body: Join) -> CorrectedSegments:
    """Add the words of the next segment of the same speaker; that one stays, without words."""
    standing, asked = await _asked(request, slug, segment_id, body)
    segment = await segment_bounds.join(asked, body.next, body.next_revision)
    await announce(request, standing, asked.edit_id, "join")
    return _answer(asked.edit_id, segment)


@endpoint(
    "Undo a correction", tag="corrections", refusals=(RoomNotFound, EditNotFound, Forbidden, SegmentChanged)
)
async def undo(request: web.Request, slug: str, edit_id: UUID, body: Undo) -> CorrectedSegments:
    """Restore what a correction changed, unless somebody changed it after that. An undo can be undone."""
    standing = await room_for(request[VIEWER], slug, Right.READ)
    new_id = body.id or uuid4()
    segments = await corrections.undo(standing.room.id, editor_of(request[VIEWER], standing), edit_id, new_id)
    await announce(request, standing, new_id, "undo")
    return _answer(new_id, *segments)


@endpoint(
    "Read the history of a segment", tag="corrections", refusals=(RoomNotFound, SegmentNotFound, Forbidden)
)
async def history(request: web.Request, slug: str, segment_id: UUID) -> History:
    """List the corrections of a segment, with who made them and when."""
    async with transaction():
        standing = await room_for(request[VIEWER], slug, Right.READ)
        segment = await corrections.segment_in(standing.room.id, segment_id)
        edits = await segment_edits.history_of(standing.room.id, segment_id)
        await record("room_access", "transcript.history", standing.room.id, lasting=False)
    return History(raw_text=segment.raw_text, edits=[EditView.model_validate(each) for each in edits])


def _answer(edit_id: UUID, *segments: Segment) -> CorrectedSegments:
    return CorrectedSegments(
        edit_id=edit_id, segments=[CorrectedSegment.model_validate(each) for each in segments]
    )
