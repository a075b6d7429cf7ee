"""Corrections of a transcript: the words of a segment, its speaker, and where it begins and ends.

Each takes the revision that the person saw and raises SegmentChanged if the segment has another by now, and
the id of the edit, so that a request sent again changes nothing. The recognizer's words stay in `raw_text`.
"""

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from uuid import UUID

from server.errors import Forbidden, IllegalStep
from server.meeting import states
from server.meeting.audit import record
from server.meeting.db import execute, fetch, fetch_one, transaction
from server.meeting.names import MAX_NAME
from server.meeting.participants import participant
from server.meeting.rooms import room
from server.meeting.segment_edits import (
    Change,
    EditKind,
    Editor,
    Step,
    is_stored,
    last_editor_of,
    lock_segments,
    settle,
    steps_back,
    store_edit,
)
from server.meeting.segment_errors import SegmentChanged, SegmentNotFound
from server.meeting.segment_rows import COLUMNS, Segment, SegmentState, segment_of
from server.meeting.transcripts import transcript_of
from server.meeting.word_times import realigned

STILL_SPOKEN = "These words are still being spoken. Wait until the sentence is finished."


@dataclass(frozen=True, slots=True)
class Request:
    """A correction: by whom, of which segment, as of the revision they saw."""

    room_id: UUID
    editor: Editor
    segment_id: UUID
    revision: int
    edit_id: UUID


async def segment_in(room_id: UUID, segment_id: UUID) -> Segment:
    """Return a segment with words; raises SegmentNotFound, also for one that was joined to another."""
    row = await fetch_one(
        f"SELECT {COLUMNS} FROM transcript_segments WHERE room_id = $1 AND id = $2"  # noqa: S608
        " AND (text <> '' OR state = 'open')",
        room_id,
        segment_id,
    )
    if row is None:
        raise SegmentNotFound
    return segment_of(row)


@asynccontextmanager
async def correcting(room_id: UUID) -> AsyncIterator[UUID]:
    """Lock the room's transcript against other corrections, and against being closed; yields its id."""
    async with transaction():
        transcript = await transcript_of(room_id)
        if transcript is None:
            raise SegmentNotFound
        await execute("SELECT hold_transcript($1)", transcript.id)
        yield transcript.id


async def locked(asked: Request) -> Segment:
    """Lock the segment and return it; raises SegmentNotFound, IllegalStep, Forbidden or SegmentChanged."""
    seen = await segment_in(asked.room_id, asked.segment_id)
    if seen.state == "open":
        raise IllegalStep(STILL_SPOKEN)
    if not asked.editor.may_correct(seen):
        raise Forbidden("Only the host, co-hosts and the speaker can correct these words.")
    held = await lock_segments(asked.room_id, [asked.segment_id])
    if not held:
        raise Forbidden
    if held[0].revision != asked.revision:
        raise await changed_error(asked.room_id, held[0])
    return held[0]


async def changed_error(room_id: UUID, now: Segment) -> SegmentChanged:
    """Return the error that says how the segment is now, and who changed it."""
    return SegmentChanged(
        {
            "segment_id": str(now.id),
            "revision": now.revision,
            "text": now.text,
            "speaker": now.speaker,
            "by": await last_editor_of(room_id, now.id),
        }
    )


async def finish(
    room_id: UUID,
    transcript_id: UUID,
    edit_id: UUID,
    kind: EditKind,
    editor: Editor,
    changes: Sequence[Change],
) -> None:
    """Store a correction with everything that follows from it."""
    await store_edit(room_id, edit_id, kind, editor, changes)
    await settle(transcript_id, changes)
    await note(room_id, edit_id, kind, len(changes))


async def note(room_id: UUID, edit_id: UUID, kind: EditKind, segments: int) -> None:
    """Record in the audit that it happened, never the words."""
    await record(
        "user_action", "transcript.correct", room_id, edit=str(edit_id), kind=kind, segments=segments
    )


def corrected(segment: Segment, **values: object) -> Segment:
    """Return the next revision with these values; raises IllegalStep for an open segment."""
    state: SegmentState = states.next_state(states.SEGMENT, segment.state, "correct")  # type: ignore[assignment]
    return replace(segment, state=state, revision=segment.revision + 1, **values)  # type: ignore[arg-type]


async def edit_text(asked: Request, text: str) -> Segment:
    """Replace the words of a segment; `text` is clean. Those that stay keep their times."""
    async with correcting(asked.room_id) as transcript_id:
        if not await is_stored(asked.room_id, asked.edit_id):
            before = await locked(asked)
            words = realigned(text, before.words, before.start_ms, before.end_ms)
            after = corrected(before, text=text, words=words)
            if text != before.text:
                changes = [Change(before, after)]
                await finish(asked.room_id, transcript_id, asked.edit_id, "text", asked.editor, changes)
        return await segment_in(asked.room_id, asked.segment_id)


async def assign(asked: Request, participant_id: UUID, *, is_everything: bool = False) -> Segment:
    """Say that somebody else of the meeting spoke a segment, or all segments of its speaker.

    Raises ParticipantNotFound, and Forbidden for who may only correct their own words.
    """
    if not asked.editor.moderates:
        raise Forbidden("Only the host and co-hosts can say that somebody else spoke.")
    async with correcting(asked.room_id) as transcript_id:
        if not await is_stored(asked.room_id, asked.edit_id):
            before = await locked(asked)
            who = await participant(asked.room_id, participant_id)
            found = await _of_speaker(asked.room_id, before) if is_everything else [before]
            changes = [
                Change(each, corrected(each, participant_id=who.id, speaker=who.display_name))
                for each in found
                if (each.participant_id, each.speaker) != (who.id, who.display_name)
            ]
            if changes:
                await finish(asked.room_id, transcript_id, asked.edit_id, "assign", asked.editor, changes)
        return await segment_in(asked.room_id, asked.segment_id)


async def rename(asked: Request, name: str) -> Segment:
    """Give the speaker of a segment another name in this meeting, in everything they said."""
    async with correcting(asked.room_id) as transcript_id:
        if not await is_stored(asked.room_id, asked.edit_id):
            before = await locked(asked)
            was = await _rename_participant(asked.room_id, asked.editor, before.participant_id, name)
            found = [each for each in await _of_speaker(asked.room_id, before) if each.speaker != name]
            changes = [Change(each, corrected(each, speaker=name[:MAX_NAME]), was) for each in found]
            if changes:
                await finish(asked.room_id, transcript_id, asked.edit_id, "rename", asked.editor, changes)
        return await segment_in(asked.room_id, asked.segment_id)


async def undo(room_id: UUID, editor: Editor, undone: UUID, edit_id: UUID) -> list[Segment]:
    """Restore what a correction changed; an undo can itself be undone.

    Raises EditNotFound, Forbidden, and SegmentChanged if one of the segments was changed after it.
    """
    async with correcting(room_id) as transcript_id:
        steps = await steps_back(room_id, undone)
        if await is_stored(room_id, edit_id):
            return [step.change.before for step in steps]
        for step in steps:
            await _check_step(room_id, editor, step)
        changes = [_undone(step.change) for step in steps]
        if (name := changes[0].name) is not None:
            who = changes[0].after.participant_id
            was = await _rename_participant(room_id, editor, who, name)
            changes = [replace(each, name=was) for each in changes]
        await store_edit(room_id, edit_id, "undo", editor, changes, undoes=undone)
        await settle(transcript_id, changes, [step.change.after for step in steps])
        await note(room_id, edit_id, "undo", len(changes))
        return [each.after for each in changes]


async def _of_speaker(room_id: UUID, one: Segment) -> list[Segment]:
    """Lock everything that the speaker of a segment said; a participant under all their names."""
    rows = await fetch(
        "SELECT id FROM transcript_segments WHERE room_id = $1 AND state <> 'open' AND CASE"
        " WHEN $2::uuid IS NULL THEN participant_id IS NULL AND speaker = $3 ELSE participant_id = $2 END",
        room_id,
        one.participant_id,
        one.speaker,
    )
    return await lock_segments(room_id, [row["id"] for row in rows])


async def _rename_participant(
    room_id: UUID, editor: Editor, participant_id: UUID | None, name: str
) -> str | None:
    """Rename a participant; returns the name before, None for a speaker who is no participant.

    Raises Forbidden while the meeting goes on for its host, who chooses their own name, and for others in a
    breakout room, who are renamed in all rooms at once.
    """
    if participant_id is None:
        return None
    known, where = await participant(room_id, participant_id), await room(room_id)
    if known.id != editor.participant_id and not where.is_over:
        if known.role == "host":
            raise Forbidden("The host chooses their own name.")
        if where.parent_room_id is not None:
            raise Forbidden("While the meeting goes on, rename them among its people.")
    await execute(
        "UPDATE participants SET display_name = $3 WHERE room_id = $1 AND id = $2",
        room_id,
        participant_id,
        name,
    )
    return known.display_name


async def _check_step(room_id: UUID, editor: Editor, step: Step) -> None:
    now, then = step.change.before, step.change.after
    if not step.is_locked or not editor.may_correct(now) or not editor.may_correct(then):
        raise Forbidden("Only the host, co-hosts and the speaker can undo this.")
    if now.revision != step.revision:
        raise await changed_error(room_id, now)


def _undone(change: Change) -> Change:
    now, then = change.before, change.after
    cause = "correct" if then.state == "corrected" else f"restore_{then.state}"
    states.next_state(states.SEGMENT, now.state, cause)
    return replace(change, after=replace(then, revision=now.revision + 1))
